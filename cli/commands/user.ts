import { type Command, Option } from 'commander';
import { type Role, ROLES, type User } from '../../src/domain/index.ts';
import { addUser, changeUser, setPassword, sign } from '../../src/use-cases/index.ts';
import { list } from '../options.ts';
import { say, writeOut } from '../output.ts';
import { readNewPassword } from '../password.ts';
import { table } from '../render.ts';
import { runSession, type Session } from '../session.ts';

interface UserOptions {
  readonly role?: Role;
  readonly sites?: readonly string[];
  readonly agent?: string;
}

export function addUserCommands(program: Command): void {
  const group = program
    .command('user')
    .description('who may sign in; from the first user on everybody must');

  withProperties(group.command('add'))
    .description('adds a user; the password is asked for, or is the first line of standard input')
    .argument('<name>', 'lower-case letters, digits, ".", "_", "@" or "-"')
    .option('--no-password', 'for a user who acts by tokens alone')
    .action(async (name: string, _: unknown, command: Command) => {
      const { role, sites, agent, password } = command.opts<UserOptions & { password: boolean }>();
      await runSession(command, async (session) => {
        const user = await addUser(session.world, {
          name,
          role: role ?? 'viewer',
          sites: sitesOf(sites) ?? null,
          agent: agent ?? null,
          password: password ? await readNewPassword(name) : null,
        });
        await show(session, [user]);
        return 0;
      });
    });

  group
    .command('list')
    .description('all users')
    .action(async (_: unknown, command: Command) => {
      await runSession(command, async (session) => {
        await show(session, await session.world.store.listUsers());
        return 0;
      });
    });

  withProperties(group.command('change'))
    .description('changes role, sites or person, at once for sessions and tokens too')
    .argument('<name>', 'name of a user')
    .action(async (name: string, _: unknown, command: Command) => {
      const { role, sites, agent } = command.opts<UserOptions>();
      await runSession(command, async (session) => {
        const chosen = sitesOf(sites);
        const user = await changeUser(session.world, name, {
          ...(role === undefined ? {} : { role }),
          ...(chosen === undefined ? {} : { sites: chosen }),
          ...(agent === undefined ? {} : { agent }),
        });
        await show(session, [user]);
        return 0;
      });
    });

  group
    .command('password')
    .description("sets a user's password and ends the user's sessions")
    .argument('<name>', 'name of a user')
    .action(async (name: string, _: unknown, command: Command) => {
      await runSession(command, async (session) => {
        await setPassword(session.world, name, await readNewPassword(name));
        say(`the password of ${name} is set; the sessions of ${name} have ended`);
        return 0;
      });
    });

  group
    .command('remove')
    .description('removes a user with all sessions and tokens')
    .argument('<name>', 'name of a user')
    .action(async (name: string, _: unknown, command: Command) => {
      await runSession(command, async (session) => {
        await session.world.store.removeUser(name, sign(session.world));
        const isOpen = !(await session.world.store.hasUsers());
        say(`${name} is removed${isOpen ? '; nobody is left, so nobody needs to sign in' : ''}`);
        return 0;
      });
    });
}

function withProperties(command: Command): Command {
  return command
    .addOption(
      new Option('--role <role>', 'what the user may do (new users: viewer)').choices(ROLES),
    )
    .option('--sites <names>', 'sites with commas, or "all" (new users: all)', list)
    .option('--agent <id>', 'id of the person in rosters');
}

/** `undefined` where nothing was said. */
function sitesOf(sites: readonly string[] | undefined): readonly string[] | null | undefined {
  return sites?.length === 1 && sites[0] === 'all' ? null : sites;
}

async function show({ json }: Session, users: readonly User[]): Promise<void> {
  const text = (): string =>
    users.length === 0
      ? 'there are no users: whoever reaches this machine is the planner'
      : table(
          ['user', 'role', 'sites', 'person', 'since'],
          users.map(({ name, role, sites, agent, createdAt }) => [
            name,
            role,
            sites?.join(', ') ?? 'all',
            agent ?? '-',
            createdAt,
          ]),
        );
  await writeOut([json ? `${JSON.stringify({ users })}\n` : `${text()}\n`]);
}
