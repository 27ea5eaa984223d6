/** The composition root of a worker thread: which task is done by what. */
// Not by the room's index, which would load queues and PostgreSQL into every thread.
import { serveTasks } from './jobs/serve-tasks.ts';
import { createHighsSolver } from './solvers/index.ts';
import {
  computeAccuracy,
  computeBacktest,
  computeErlang,
  computeFindings,
  computeForecast,
  computeExplanation,
  computeLongRange,
  computePaths,
  computeProposals,
  computeReforecast,
  computeInstance,
  computeRequirement,
  computeRoster,
  computeVerification,
  computeWhatIf,
  type RosterTools,
} from './use-cases/index.ts';

const PICTURE = { width: 1600, height: 800 };
const TALL_PICTURE = { width: 1600, height: 1200 };

export const runTask = serveTasks({
  forecast: computeForecast,
  reforecast: computeReforecast,
  inspect: computeFindings,
  explainDay: computeExplanation,
  propose: computeProposals,
  longRange: computeLongRange,
  paths: computePaths,
  backtest: computeBacktest,
  accuracy: computeAccuracy,
  staff: computeRequirement,
  verify: computeVerification,
  roster: (input, context) => computeRoster(input, context, rosterTools()),
  instance: (input, context) => computeInstance(input, context, rosterTools()),
  erlang: computeErlang,
  drawForecast: async (input) => (await exports()).drawForecastPicture({ ...input, ...PICTURE }),
  drawAccuracy: async (input) =>
    (await exports()).drawAccuracyPicture({ ...input, ...TALL_PICTURE }),
  export: async ({ format, roster, context }) =>
    (await exports()).exporters[format](roster, context),
  calendar: async (calendar) => (await exports()).exportCalendar(calendar),
  workbook: async (sheet) => (await exports()).formatSheetXlsx(sheet),
  whatIf: (input, context) => computeWhatIf(input, context, rosterTools()),
});

/** Loaded at its first use: canvas and spreadsheets double the memory of a thread that needs none. */
const exports = () => import('./exports/index.ts');

/** One for the thread's life: its memory grows with what it solves, and never shrinks. */
const solver = createHighsSolver();

function rosterTools(): RosterTools {
  const started = performance.now();
  return {
    solver,
    elapsedSeconds: () => (performance.now() - started) / 1000,
  };
}
