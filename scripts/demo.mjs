// The main job on the sample centre, by the same commands that a user types.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const out = 'demo-output';
const database = `${out}/agner.db`;
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const started = performance.now();

const summary = [];
step(
  'Import 18 months of history of three queues',
  'import',
  'history',
  'data/sample/history.csv.gz',
  '--zone',
  'Europe/Ljubljana',
);
step('Store the plan: goals, shifts, contracts, people', 'import', 'plan', 'data/sample/plan.yaml');
step('Ask the data doctor', 'check', 'history', '--plan', 'sample');
step('Test the forecast on the past', 'backtest', '--plan', 'sample', '--days', '28');
step('Forecast four weeks', 'forecast', '--plan', 'sample', '--days', '28');
step('Agents required per quarter-hour', 'staff', '--plan', 'sample');
step('Build the roster (up to 30 seconds)', 'roster', '--plan', 'sample', '--time-limit', '30');
step('Check it against every rule', 'audit', '--plan', 'sample');
for (const [file, what] of [
  ['roster.ics', 'shifts for any calendar'],
  ['roster.xlsx', 'agent x day grid with coverage'],
  ['roster.csv', 'one row an activity'],
  ['roster.json', 'the whole roster for programs'],
  ['picture.png', 'forecast, requirement and scheduled staff'],
]) {
  step(null, 'export', '--output', `${out}/${file}`);
  summary.push(`  ${out}/${file.padEnd(13)} ${what}`);
}
step(null, 'export', '--format', 'payroll-planned', '--output', `${out}/payroll.csv`);
summary.push(`  ${out}/payroll.csv   planned hours to pay, by day and kind`);
summary.push(`  ${database}      everything, for the commands below`);

const seconds = (performance.now() - started) / 1000;
console.log(`\nDone in ${seconds.toFixed(0)} seconds. The results:\n${summary.join('\n')}

Go on with
  node dist/cli/main.js --database ${database} serve      the planner's page, http://127.0.0.1:3000
  node dist/cli/main.js --database ${database} whatif data/sample/scenarios.yaml --plan sample --roster latest
`);

/** Runs one command of agner as a user would; exit code 4 of check and audit is an answer. */
function step(title, ...words) {
  if (title !== null) console.log(`\n== ${title}\n$ agner ${words.join(' ')}`);
  const { status, signal } = spawnSync(
    process.execPath,
    ['dist/cli/main.js', '--database', database, ...words],
    { stdio: 'inherit' },
  );
  const answered = status === 0 || (status === 4 && ['check', 'audit'].includes(words[0]));
  if (!answered) {
    console.error(
      `\nThe demo stopped at: agner ${words.join(' ')} (${signal ?? `exit code ${status}`})`,
    );
    process.exit(status ?? 1);
  }
}
