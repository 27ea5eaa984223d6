import { type TransientRow } from '../../src/use-cases/index.ts';
import { type Cell, grouped, share, table } from '../render.ts';

/**
 * Any answer as tables: what has one value, then what has one value per interval. The names are
 * those of the JSON.
 */
export function caseText(answer: unknown): string {
  if (Array.isArray(answer)) return transientText(answer as readonly TransientRow[]);
  return sections('', answer as object).join('\n\n');
}

function transientText(rows: readonly TransientRow[]): string {
  const number = (value: number | null) => (value === null ? '-' : grouped(value, 2));
  return table(
    [
      ...['interval', 'agents', 'offered', 'finished', 'hang up', 'waiting', 'waiting at end'],
      ...['in system at end', 'has to wait', 'ASA', 'in threshold', 'occupancy'],
    ],
    rows.map((row) => [
      row.interval,
      row.agents,
      number(row.expectedOffered),
      number(row.expectedAnswered),
      number(row.expectedAbandoned),
      number(row.meanQueueLength),
      number(row.meanQueueAtEnd),
      number(row.meanInSystemAtEnd),
      share(row.waitProbability),
      row.averageSpeedOfAnswerSeconds === null
        ? '-'
        : `${grouped(row.averageSpeedOfAnswerSeconds, 1)} s`,
      share(row.serviceLevelOffered),
      share(row.occupancy),
    ]),
  );
}

function sections(name: string, value: object): string[] {
  const entries = Object.entries(value);
  const single = entries.filter(([, part]) => typeof part !== 'object' || part === null);
  const lists = entries.filter(([, part]) => Array.isArray(part)) as [string, unknown[]][];
  const deeper = entries.filter(
    ([, part]) => typeof part === 'object' && part !== null && !Array.isArray(part),
  ) as [string, object][];
  const title = name === '' ? '' : `${name}\n`;
  const length = Math.max(0, ...lists.map(([, list]) => list.length));
  return [
    ...(single.length === 0
      ? []
      : [
          `${title}${table(
            ['', ''],
            single.map(([key, part]) => [key, cell(part)]),
          )}`,
        ]),
    ...(length === 0
      ? []
      : [
          table(
            ['interval', ...lists.map(([key]) => key)],
            Array.from({ length }, (_, at) => [at, ...lists.map(([, list]) => cell(list[at]))]),
          ),
        ]),
    ...deeper.flatMap(([key, part]) => sections(name === '' ? key : `${name}.${key}`, part)),
  ];
}

function cell(value: unknown): Cell {
  if (typeof value === 'number') {
    return Number.isInteger(value) ? grouped(value) : grouped(value, value < 1 ? 4 : 2);
  }
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : '-';
}
