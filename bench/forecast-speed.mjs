/**
 * Prints how long forecasts take, from the build: a year of half-hours of one queue, four weeks
 * ahead with two bands, beside the same-weekday mean; then many such queues on two threads.
 *
 *   npx tsc -p tsconfig.build.json && node bench/forecast-speed.mjs [QUEUES]
 *
 * Time is the least of some runs where several are made: what the machine does when nobody else is on it.
 */
import { addDays, gridOfDays, weekdayOf } from '../dist/src/domain/index.js';
import { backtestQueue, defaultOrigins, forecastQueue } from '../dist/src/forecast/index.js';
import { createTaskRunner } from '../dist/src/jobs/index.js';
import { poisson, seededRandom, standardNormal } from '../dist/src/simulation/index.js';
import { forecastQueues } from '../dist/src/use-cases/index.js';

const QUEUES = Number(process.argv[2] ?? 200);
const THREADS = 2;
const LEVELS = [0.8, 0.95];
const DAYS = 28;
const FIRST = '2025-01-01';
const STEP_SECONDS = 1800;
const SLOTS = 86_400 / STEP_SECONDS;

/**
 * A year of half-hours of an invented queue, Monday to Saturday from 7 to 21 o'clock, 300 to 3,000
 * contacts a day with growth, a level that wanders and every total that an ACD gives.
 */
function queueYear(seed) {
  const random = seededRandom(seed);
  const dayTotal = 300 * 10 ** random();
  const offered = [];
  let level = 0;
  for (let day = 0; day < 365; day++) {
    level += 0.01 * standardNormal(random) + 0.0003;
    const noise = 0.05 * standardNormal(random);
    const factor = [1.2, 1, 1, 1, 1, 0.4, 0][weekdayOf(addDays(FIRST, day)) - 1];
    for (let slot = 0; slot < SLOTS; slot++) {
      const hour = slot / 2;
      const shape =
        Math.exp(-(((hour - 10.5) / 2.5) ** 2)) + 0.7 * Math.exp(-(((hour - 16) / 3) ** 2));
      const isOpen = factor > 0 && hour >= 7 && hour < 21;
      const mean = (dayTotal * factor * shape * Math.exp(level + noise)) / 16;
      offered.push(isOpen ? poisson(random, mean) : null);
    }
  }
  const times = (factor) => offered.map((n) => (n === null ? null : Math.round(n * factor)));
  return {
    queue: `queue-${seed}`,
    channel: 'voice',
    attribution: 'arrival',
    grid: gridOfDays('UTC', FIRST, 365, STEP_SECONDS),
    totals: {
      offered,
      answered: times(0.95),
      answeredInThreshold: times(0.8),
      abandoned: times(0.05),
      abandonedInThreshold: times(0.01),
      talkSeconds: times(200),
      holdSeconds: times(20),
      acwSeconds: times(40),
      waitAnsweredSeconds: times(15),
      waitAbandonedSeconds: times(3),
    },
  };
}

/** Mean of the last four same weekdays, slot by slot. */
function sameWeekdayMean({ totals, grid }) {
  const perWeek = 7 * SLOTS;
  return Float64Array.from({ length: DAYS * SLOTS }, (_, slot) => {
    const known = [1, 2, 3, 4].flatMap(
      (week) => totals.offered[grid.length - week * perWeek + (slot % perWeek)] ?? [],
    );
    return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
  });
}

/** Seconds of processor, the least of some runs. */
function seconds(runs, run) {
  let least = Infinity;
  for (let k = 0; k < runs; k++) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1e6);
  }
  return least;
}

const history = queueYear(1);
const setup = { openingHours: null, specialDays: [], levels: LEVELS, days: DAYS };
const ours = seconds(5, () =>
  forecastQueue(history, { ...setup, from: null, assumedHandleTimeSeconds: null }),
);
const plain = seconds(200, () => sameWeekdayMean(history));
const { accuracy } = backtestQueue(history, { ...setup, origins: defaultOrigins(history, DAYS) });
const [error, plainError] = ['agner', 'same-weekday-mean'].map(
  (name) =>
    accuracy.find(({ method, by, bucket }) => method === name && by === 'lead' && bucket === 'all')
      .wapeInterval,
);
console.log(
  `a queue-year: ${ours.toFixed(2)} s of processor, ${Math.round(ours / plain)} times the same-weekday mean's ` +
    `${(1000 * plain).toFixed(1)} ms; error ${(100 * error).toFixed(2)} %, ${(error / plainError).toFixed(3)} of its`,
);

const names = Array.from({ length: QUEUES }, (_, index) => `queue-${index + 1}`);
const store = {
  listQueues: async () =>
    names.map((name) => ({
      site: 'bench',
      name,
      channel: 'voice',
      zone: 'UTC',
      stepSeconds: STEP_SECONDS,
      firstInterval: `${FIRST}T00:00:00Z`,
      lastInterval: `${addDays(FIRST, 364)}T23:30:00Z`,
      intervals: 365 * SLOTS,
      version: 1,
    })),
  loadHistory: async (_, name) => queueYear(Number(name.slice(6))),
};
const tasks = createTaskRunner({
  workerUrl: new URL('../dist/src/worker.js', import.meta.url),
  threads: THREADS,
});
let [told, peak] = [0, 0];
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
const [started, before] = [performance.now(), process.cpuUsage()];
const { document } = await forecastQueues(
  { store, tasks },
  {
    histories: { kind: 'stored', site: 'bench', queues: null },
    plan: { kind: 'none' },
    specialDays: [],
    assumedHandleTimeSeconds: null,
    from: null,
    days: DAYS,
    levels: LEVELS,
    seed: 1,
    keeping: { kind: 'discard' },
  },
  { signal: new AbortController().signal, onProgress: () => told++ },
);
const { user, system } = process.cpuUsage(before);
clearInterval(watch);
await tasks.close();
console.log(
  `${document.queues.length} queues on ${THREADS} threads: ${((performance.now() - started) / 1000).toFixed(0)} s of clock, ` +
    `${((user + system) / 1e6).toFixed(0)} s of processors, process at its largest ${Math.round(peak / 1e6)} MB, ` +
    `progress told ${told} times`,
);
