// Rosters of invented centres of our own: legal when, how good, how far from the best, what callers feel.
//   node bench/centre-rosters.mjs [--centre 60x7] [--time-limit 60] [--seeds 1] [--centre-seed 1]
import { parseArgs } from 'node:util';
import { auditShifts, makeRosterProblem } from '../dist/src/scheduling/index.js';
import { createHighsSolver } from '../dist/src/solvers/index.js';
import { computeRoster } from '../dist/src/use-cases/compute-roster.js';
import { hoursOf, makeCentre } from './centre.mjs';

const { values } = parseArgs({
  options: {
    centre: { type: 'string', default: '60x7' },
    'centre-seed': { type: 'string', default: '1' },
    'time-limit': { type: 'string', default: '60' },
    seeds: { type: 'string', default: '1' },
    verbose: { type: 'boolean', default: false },
  },
});
const [people, days] = values.centre.split('x').map(Number);
const centre = makeCentre(people, days, Number(values['centre-seed']));
const { plan, requirement, period } = centre;
const demandHours = hoursOf(requirement, centre.before.days);
const work = (onProgress = () => undefined) => ({ signal: { aborted: false }, onProgress });
const tools = () => {
  const started = performance.now();
  const elapsedSeconds = () => (performance.now() - started) / 1000;
  return { solver: createHighsSolver(), elapsedSeconds };
};
const input = { plan, requirement, carried: [], iterationLimit: null, inputs: {} };
// What the first night and runs of days continue: a week's roster, made in a few seconds.
const { shifts: before } = await computeRoster(
  { ...input, period: centre.before, before: [], seed: 1, timeLimitSeconds: 5 },
  work(),
  tools(),
);
console.log(
  `centre ${values.centre}, seed ${values['centre-seed']}: ${plan.queues.length} queues, ` +
    `${demandHours.toFixed(0)} agent hours required`,
);
console.log(
  'seed  first s  total s  objective  bound      gap    under h  under %  broken  audit ms    MB  day service  worst  below floor',
);
for (const seed of values.seeds.split(',').map(Number)) {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  let first = null;
  let peak = 0;
  const roster = await computeRoster(
    { ...input, period, before, seed, timeLimitSeconds: Number(values['time-limit']) },
    work(({ step, figures }) => {
      if (step === 'first-roster') first ??= seconds();
      peak = Math.max(peak, process.memoryUsage.rss());
      if (values.verbose)
        console.log(`  ${seconds().toFixed(1)} ${step} ${JSON.stringify(figures)}`);
    }),
    tools(),
  );
  const total = seconds();
  peak = Math.max(peak, process.memoryUsage.rss());
  const problem = makeRosterProblem({ plan, requirement, period, before });
  const auditFrom = performance.now();
  const breaches = auditShifts(problem, roster.shifts);
  const auditMs = performance.now() - auditFrom;
  const { score, proof } = roster;
  const underHours = score.underAgentSeconds / 3600;
  console.log(
    [
      String(seed).padStart(4),
      first.toFixed(1).padStart(7),
      total.toFixed(1).padStart(7),
      score.objective.toFixed(0).padStart(9),
      (proof.bound?.toFixed(0) ?? 'none').padStart(9),
      (proof.gap === null ? 'none' : `${(100 * proof.gap).toFixed(1)} %`).padStart(7),
      underHours.toFixed(1).padStart(7),
      `${((100 * underHours) / demandHours).toFixed(2)} %`.padStart(7),
      String(breaches.length).padStart(6),
      auditMs.toFixed(0).padStart(8),
      (peak / 2 ** 20).toFixed(0).padStart(4),
      `${shortOf(roster.service).mean} pt`.padStart(11),
      `${shortOf(roster.service).worst} pt`.padStart(8),
      String(roster.service.reduce((sum, day) => sum + day.intervalsBelowFloor, 0)).padStart(11),
    ].join('  '),
  );
  const counts = {};
  for (const { rule } of breaches) counts[rule] = (counts[rule] ?? 0) + 1;
  if (breaches.length > 0) console.log('      ', JSON.stringify(counts));
}

/** By how many points of service level days fall short of what the required people would give. */
function shortOf(service) {
  const short = service
    .filter(({ serviceLevel }) => serviceLevel !== null)
    .map((day) => 100 * (day.requiredServiceLevel - day.serviceLevel));
  const mean = short.reduce((a, b) => a + b, 0) / short.length;
  return { mean: mean.toFixed(2), worst: Math.max(...short).toFixed(1) };
}
