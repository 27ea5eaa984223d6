import { type Backtest } from '../domain/index.ts';
import { backtestQueue, defaultOrigins, judgeAccuracy } from '../forecast/index.ts';
import { type WorkContext } from './ports.ts';
import { makeProvenance } from './provenance.ts';
import { type BacktestInput } from './tasks.ts';
import { checkNotCancelled } from './work.ts';

/** Forecasts the past of each queue from rolling origins, and scores it beside the baselines. */
export function computeBacktest(input: BacktestInput, context: WorkContext): Backtest {
  const { items, days, levels, seed, inputs } = input;
  const runs = items.map(({ history, setup }) => ({
    history,
    setup,
    origins: input.origins.length > 0 ? input.origins : defaultOrigins(history, days),
  }));
  const total = runs.reduce((sum, { origins }) => sum + origins.length, 0);
  let done = 0;
  checkNotCancelled(context);
  const parts = runs.map(({ history, setup, origins }) =>
    backtestQueue(history, { ...setup, days, levels, origins }, (count) => {
      done += 1;
      context.onProgress({
        fraction: done / total,
        step: 'backtest',
        figures: { queue: history.queue, origin: origins[count - 1] ?? null },
      });
      checkNotCancelled(context);
    }),
  );
  const accuracy = parts.flatMap((part) => part.accuracy);
  return {
    kind: 'backtest',
    provenance: makeProvenance({ items, origins: input.origins, days, levels }, seed, inputs),
    origins: [...new Set(runs.flatMap(({ origins }) => origins))].sort(),
    leadDays: days,
    accuracy,
    verdicts: judgeAccuracy(accuracy),
    picks: parts.map(({ pick }) => pick),
    rows: parts.flatMap(({ rows }) => rows),
  };
}
