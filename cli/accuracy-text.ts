import {
  type AccuracyCut,
  type AccuracyRow,
  type AccuracyVerdict,
  type QueuePick,
} from '../src/domain/index.ts';
import { verdictText } from '../src/documents/index.ts';
import { bar, clean, grouped, share, table } from './render.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const CUTS: readonly AccuracyCut[] = ['lead', 'weekday', 'hour'];
/** Days of history with a weight of their own that are listed one by one. */
const LISTED_DAYS = 10;

interface Judged {
  readonly accuracy: readonly AccuracyRow[];
  readonly verdicts: readonly AccuracyVerdict[];
}

/** Accuracy of one queue: verdicts, every method by lead, the first by weekday and by hour. */
export function accuracyText({ accuracy, verdicts }: Judged, queue: string): string {
  const rows = accuracy.filter((row) => row.queue === queue);
  const own = rows[0]?.method;
  const tables = CUTS.flatMap((cut) => {
    const of = rows.filter((row) => row.by === cut && (cut === 'lead' || row.method === own));
    return of.length === 0 ? [] : [cutTable(cut, of)];
  });
  const judged = verdicts.filter((verdict) => verdict.queue === queue);
  const sentences = judged.map((verdict) => `${clean(verdict.method)}: ${verdictText(verdict)}`);
  return [sentences.join('\n'), ...tables].join('\n\n');
}

function cutTable(cut: AccuracyCut, rows: readonly AccuracyRow[]): string {
  const levels = [...new Set(rows.flatMap((row) => row.coverage.map(({ level }) => level)))].sort(
    (a, b) => a - b,
  );
  const errorOf = (row: AccuracyRow) => (cut === 'hour' ? row.wapeInterval : row.wapeDay);
  const most = Math.max(...rows.map(errorOf));
  const figures = (row: AccuracyRow) => [
    row.mase === null ? '-' : row.mase.toFixed(3),
    share(row.bias),
    ...levels.map((level) =>
      share(row.coverage.find((entry) => entry.level === level)?.share ?? null),
    ),
  ];
  const heads = ['MASE', 'bias', ...levels.map((level) => `in ${share(level, 0)} band`)];
  if (cut === 'lead') {
    return table(
      ['days ahead', 'method', 'WAPE day', 'WAPE interval', ...heads],
      rows.map((row) => [
        LEADS[row.bucket] ?? row.bucket,
        row.method,
        share(row.wapeDay),
        share(row.wapeInterval),
        ...figures(row),
      ]),
    );
  }
  return table(
    [cut, cut === 'hour' ? 'WAPE interval' : 'WAPE day', '', ...heads],
    rows.map((row) => [
      cut === 'hour' ? `${row.bucket}:00` : (WEEKDAYS[Number(row.bucket) - 1] ?? row.bucket),
      share(errorOf(row)),
      bar(errorOf(row) / most),
      ...figures(row),
    ]),
  );
}

const LEADS: Readonly<Record<string, string>> = {
  'day-1': '1',
  'days-1-7': '1 to 7',
  'days-8-14': '8 to 14',
  'days-15-28': '15 to 28',
};

/** "8 origins, 28 days ahead: 2026-03-23, ...". */
export function originsText(of: {
  readonly origins: readonly string[];
  readonly leadDays: number;
}): string {
  const { origins, leadDays } = of;
  const [count, ahead] = [grouped(origins.length), grouped(leadDays)];
  return `${count} first days, ${ahead} days ahead each: ${origins.join(', ')}`;
}

/** Which model carried which weight and why, and which days were left out or weighted down. */
export function pickText({ origin, models, excludedDays }: QueuePick): string {
  const sorted = models.toSorted((a, b) => b.weight - a.weight);
  const best = sorted[0];
  const most = best?.weight ?? 1;
  const why =
    best === undefined
      ? [`From ${origin}: no model was needed`]
      : [
          `From ${origin}, best pick ${best.model}. Weights are those with which the mix would have`,
          'erred least in tests inside the history; models that go wrong together count once.',
          table(
            ['model', 'weight', '', 'error in tests (day totals)'],
            sorted.map(({ model, weight, backtestWape }) => [
              model,
              share(weight, 0),
              bar(weight / most),
              share(backtestWape),
            ]),
          ),
        ];
  return [...why, daysText(excludedDays)].join('\n');
}

/** "2 days of history weighted down: 2026-03-02 outage (0 % left), ...". */
export function daysText(days: QueuePick['excludedDays']): string {
  if (days.length === 0) return 'Every day of the history counts in full.';
  const listed = days
    .slice(-LISTED_DAYS)
    .map(({ date, reason, weight }) => `${date} ${reason} (${share(weight, 0)} left)`);
  const more = days.length - listed.length;
  return (
    `${grouped(days.length)} ${days.length === 1 ? 'day' : 'days'} of history weighted down: ` +
    `${more > 0 ? `${grouped(more)} earlier ones, ` : ''}${listed.join(', ')}`
  );
}
