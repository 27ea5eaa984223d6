import { type Command, Option } from 'commander';
import { type ApiToken, type Role, ROLES } from '../../src/domain/index.ts';
import { addToken, sign } from '../../src/use-cases/index.ts';
import { wholeNumber } from '../options.ts';
import { say, writeOut } from '../output.ts';
import { table } from '../render.ts';
import { runSession } from '../session.ts';

export function addTokenCommands(program: Command): void {
  const group = program.command('token').description('keys for programs that act for a user');

  group
    .command('add')
    .description('makes a key and writes it to standard output, this once')
    .argument('<user>', 'name of the user for whom the program acts')
    .requiredOption('--label <text>', 'what it is for')
    .addOption(
      new Option('--role <role>', "at most the user's own, which it is by itself").choices(ROLES),
    )
    .option('--days <number>', 'days until it ends; 0 for never', wholeNumber(0, 3650), 90)
    .action(async (user: string, _: unknown, command: Command) => {
      const options = command.opts<{ label: string; role?: Role; days: number }>();
      await runSession(command, async (session) => {
        const made = await addToken(session.world, {
          user,
          label: options.label,
          role: options.role ?? null,
          days: options.days === 0 ? null : options.days,
        });
        await writeOut([session.json ? `${JSON.stringify(made)}\n` : `${made.secret}\n`]);
        if (!session.json) say(`token ${made.token.id}; it is not shown again`);
        return 0;
      });
    });

  group
    .command('list')
    .description('all keys, without their secrets')
    .action(async (_: unknown, command: Command) => {
      await runSession(command, async (session) => {
        const tokens = await session.world.store.listTokens();
        await writeOut([
          session.json ? `${JSON.stringify({ tokens })}\n` : `${tokensText(tokens)}\n`,
        ]);
        return 0;
      });
    });

  group
    .command('revoke')
    .description('ends a key; it is refused from now on')
    .argument('<id>', 'id of a token')
    .action(async (id: string, _: unknown, command: Command) => {
      await runSession(command, async (session) => {
        await session.world.store.removeToken(id, sign(session.world));
        say(`token ${id} is revoked`);
        return 0;
      });
    });
}

function tokensText(tokens: readonly ApiToken[]): string {
  if (tokens.length === 0) return 'there are no tokens';
  return table(
    ['token', 'user', 'role', 'label', 'since', 'until'],
    tokens.map(({ id, user, role, label, createdAt, expiresAt }) => [
      id,
      user,
      role,
      label,
      createdAt,
      expiresAt ?? 'it is revoked',
    ]),
  );
}
