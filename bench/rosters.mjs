// Published shift scheduling problems, solved by the built command as a user would.
//   node bench/rosters.mjs [FOLDER] [--time-limit 60] [--seeds 1,2,3] [--only 1,2,5]
// FOLDER holds Instance*.txt in the format of Curtois and Qu, by default
// ../shared/instances/curtois-qu; a checker check-curtois-qu.mjs beside FOLDER gives the verdict.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const MAIN = 'dist/cli/main.js';
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'time-limit': { type: 'string', default: '60' },
    seeds: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const folder = positionals[0] ?? '../shared/instances/curtois-qu';
if (!existsSync(folder) || !existsSync(MAIN)) {
  console.error(`expected ${folder} and ${MAIN} (npm run build), and nothing was measured`);
  process.exit(2);
}
const checker = join(dirname(folder), 'check-curtois-qu.mjs');
const numberOf = (file) => Number(/(\d+)/.exec(file)?.[1]);
const wanted = values.only?.split(',').map(Number);
const files = readdirSync(folder)
  .filter((file) => /^Instance\d+\.txt$/.test(file))
  .filter((file) => wanted === undefined || wanted.includes(numberOf(file)))
  .sort((a, b) => numberOf(a) - numberOf(b));
const temporary = mkdtempSync(join(tmpdir(), 'agner-bench-'));
console.log('instance  seed    cost   bound    gap  seconds  processor  audit');
try {
  for (const file of files) {
    for (const seed of values.seeds.split(',')) measure(file, seed);
  }
} finally {
  rmSync(temporary, { recursive: true });
}

function measure(file, seed) {
  const path = join(folder, file);
  const output = join(temporary, 'roster.csv');
  const started = performance.now();
  const before = childSeconds();
  const run = spawnSync(
    process.execPath,
    [MAIN, '--json', '--quiet', 'roster', 'solve', path, '--format', 'curtois-qu'].concat([
      '--time-limit',
      values['time-limit'],
      '--seed',
      seed,
      '--output',
      output,
    ]),
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const seconds = (performance.now() - started) / 1000;
  const processor = childSeconds() - before;
  if (run.status !== 0) {
    console.log(`${numberOf(file)}  ${seed}  exit code ${run.status}: ${run.stderr.trim()}`);
    return;
  }
  const { cost, proof } = JSON.parse(run.stdout);
  console.log(
    [
      String(numberOf(file)).padStart(8),
      seed.padStart(4),
      String(cost.total).padStart(6),
      String(proof.bound ?? 'none').padStart(6),
      (proof.gap === null ? 'none' : `${(100 * proof.gap).toFixed(2)} %`).padStart(7),
      seconds.toFixed(1).padStart(7),
      processor.toFixed(1).padStart(9),
      verdict(path, output, cost.total),
    ].join('  '),
  );
}

function verdict(path, output, cost) {
  if (!existsSync(checker)) return 'no checker';
  const check = spawnSync(process.execPath, [checker, path, output], { encoding: 'utf8' });
  if (check.status === 2) return `unreadable: ${check.stderr.trim()}`;
  const found = JSON.parse(check.stdout);
  if (found.cost !== cost) return `another cost: ${found.cost}`;
  return found.violations.length === 0 ? 'legal' : `${found.violations.length} broken rules`;
}

/** Processor seconds of the children that have ended; NaN where the system does not say. */
function childSeconds() {
  if (!existsSync('/proc/self/stat')) return NaN;
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return (Number(fields[13]) + Number(fields[14])) / 100;
}
