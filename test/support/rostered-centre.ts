import { runAgner } from './run-agner.ts';
import { FORECAST_FROM, makeSmallCentre, ZONE } from './small-centre.ts';

/** Fills a database with the small centre up to a roster of one week, by commands. */
export async function makeRosteredCentre(database: string): Promise<{ readonly folder: string }> {
  const centre = makeSmallCentre();
  for (const words of [
    ['import', 'history', centre.history, '--zone', ZONE],
    ['import', 'plan', centre.plan],
    ['forecast', '--plan', 'small', '--from', FORECAST_FROM, '--days', '7'],
    ['staff', '--plan', 'small'],
    ['roster', '--plan', 'small', '--iterations', '20'],
  ]) {
    const run = await runAgner(['--database', database, '--json', ...words]);
    if (run.code !== 0) throw new Error(`${words.join(' ')}: ${run.stderr}`);
  }
  return { folder: centre.folder };
}
