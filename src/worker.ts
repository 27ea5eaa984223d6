/** The composition root of a worker thread: which task is done by what. */
import { exporters } from './exports/index.ts';
import { serveTasks } from './jobs/index.ts';
import { createHighsSolver } from './solvers/index.ts';
import {
  computeBacktest,
  computeForecast,
  computeRequirement,
  computeRoster,
  computeWhatIf,
  type RosterTools,
} from './use-cases/index.ts';

export const runTask = serveTasks({
  forecast: computeForecast,
  backtest: computeBacktest,
  staff: computeRequirement,
  roster: (input, context) => computeRoster(input, context, rosterTools()),
  export: ({ format, roster, context }) => exporters[format](roster, context),
  whatIf: (input, context) => computeWhatIf(input, context, rosterTools()),
});

function rosterTools(): RosterTools {
  const started = performance.now();
  return {
    solver: createHighsSolver(),
    elapsedSeconds: () => (performance.now() - started) / 1000,
  };
}
