import { drawAccuracy } from '../src/use-cases/index.ts';
import { say, writeOutput } from './output.ts';
import { type Session } from './session.ts';

/** Writes the picture of a backtest of one queue to a file. */
export async function drawTo(
  session: Session,
  path: string,
  backtest: Parameters<typeof drawAccuracy>[1],
): Promise<void> {
  const picture = await session.work('picture', (context) =>
    drawAccuracy(session.world, backtest, context),
  );
  await writeOutput(path, [picture]);
  say(`drawn to ${path}`);
}
