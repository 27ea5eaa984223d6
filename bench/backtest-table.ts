/**
 * Prints how well forecasts of known pasts hold: invented queues of many kinds, and the shared
 * histories where they stand beside the project. One line per set and point forecast.
 *
 *   npx rolldown bench/backtest-table.ts --platform node --file /tmp/table.mjs && node /tmp/table.mjs [SET ...]
 *
 * Sets: `synthetic` and the names in splits.json; all of them where none is named. The seeds of the
 * invented queues are `SEEDS` ("1-40", or the environment's). `WITHOUT` leaves out the members of the pool
 * whose names begin so (several with commas): what each buys.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BacktestRow,
  daysBetween,
  epochSeconds,
  gridOfDays,
  type IntervalHistory,
  MEASURES,
  plannedInstant,
  type SpecialDay,
} from '../src/domain/index.ts';
import { backtestOrigin } from '../src/forecast/index.ts';
import { POOL_MEMBERS, type PoolMember } from '../src/forecast/pool-members.ts';
import { makeSyntheticCentre } from './synthetic-centres.ts';

interface Case {
  readonly name: string;
  readonly history: IntervalHistory;
  readonly specialDays: readonly SpecialDay[];
  readonly origins: readonly string[];
}

const DATA = join(process.env['AGNER_SHARED'] ?? '../shared', 'data');
const ZONES: Readonly<Record<string, string>> = { bank_calls_30min: 'America/New_York' };
const LEVELS = [0.8, 0.95];
const DAYS = 28;

/** One value forecast, with what came. */
interface Outcome {
  readonly lead: number;
  readonly day: string;
  readonly actual: number;
  readonly row: BacktestRow;
}

function readShared(): readonly Case[] {
  if (!existsSync(join(DATA, 'splits.json'))) {
    console.log(`(no shared histories in ${DATA}: invented queues alone)`);
    return [];
  }
  const read = (file: string) => readFileSync(join(DATA, file), 'utf8');
  const splits = JSON.parse(read('splits.json')) as {
    datasets: { dataset: string; file: string; interval_min: number; origins: string[] }[];
  };
  const special = JSON.parse(read('special_days.json')) as Record<string, Record<string, string>>;
  return splits.datasets.map(({ dataset, file, interval_min, origins }) => ({
    name: dataset,
    history: readHistory(dataset, read(file), interval_min * 60),
    specialDays: Object.entries(special[dataset] ?? {}).map(([date, type]) => ({
      date,
      type,
      queues: [],
    })),
    origins,
  }));
}

function readHistory(queue: string, text: string, stepSeconds: number): IntervalHistory {
  const zone = ZONES[queue] ?? 'UTC';
  const rows = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',') as [string, string]);
  const [first, last] = [rows[0]![0].slice(0, 10), rows.at(-1)![0].slice(0, 10)];
  const grid = gridOfDays(zone, first, daysBetween(first, last) + 1, stepSeconds);
  const offered = Array.from({ length: grid.length }, (): number | null => null);
  for (const [stamp, volume] of rows) {
    const wall = Number(stamp.slice(11, 13)) * 3600 + Number(stamp.slice(14, 16)) * 60;
    const instant = plannedInstant(zone, stamp.slice(0, 10), wall);
    offered[(instant - epochSeconds(grid.start)) / stepSeconds] = Number(volume);
  }
  const nulls = offered.map(() => null);
  const unknown = Object.fromEntries(MEASURES.map((measure) => [measure, nulls]));
  const totals = { ...unknown, offered } as unknown as IntervalHistory['totals'];
  return { queue, channel: 'voice', attribution: 'arrival', grid, totals };
}

function backtest({ history, specialDays, origins }: Case) {
  const options = { origins, days: DAYS, levels: LEVELS, openingHours: null, specialDays };
  const ours: Outcome[] = [];
  const plain: { point: number; actual: number }[] = [];
  for (const origin of origins) {
    const { rows, scored } = backtestOrigin(history, origin, options);
    for (const row of rows) {
      if (row.actual === null || (row.actual === 0 && row.point === 0)) continue;
      const date = row.intervalStart.slice(0, 10);
      const lead = daysBetween(origin, date) + 1;
      ours.push({ lead, day: `${history.queue} ${origin} ${date}`, actual: row.actual, row });
    }
    plain.push(...scored['same-weekday-mean']);
  }
  return { ours, plain };
}

const sum = <T>(values: readonly T[], of: (value: T) => number) =>
  values.reduce((total, value) => total + of(value), 0);

function wape(outcomes: readonly Outcome[], pointOf: (row: BacktestRow) => number): number {
  return (
    sum(outcomes, ({ row, actual }) => Math.abs(pointOf(row) - actual)) /
    sum(outcomes, ({ actual }) => actual)
  );
}

function dayWape(outcomes: readonly Outcome[], pointOf: (row: BacktestRow) => number): number {
  const days = new Map<string, number>();
  for (const { day, row, actual } of outcomes) {
    days.set(day, (days.get(day) ?? 0) + pointOf(row) - actual);
  }
  return sum([...days.values()], Math.abs) / sum(outcomes, ({ actual }) => actual);
}

function coverage(outcomes: readonly Outcome[], band: number): number {
  const inside = outcomes.filter(({ row: { bands }, actual }) => {
    const { lower, upper } = bands[band]!;
    return lower <= actual && actual <= upper;
  });
  return inside.length / outcomes.length;
}

/** Mean pinball loss of the ends of the bands and of the point as median, over the mean volume. */
function pinball(outcomes: readonly Outcome[], pointOf: (row: BacktestRow) => number): number {
  const loss = (quantile: number, value: number, actual: number) =>
    actual >= value ? (actual - value) * quantile : (value - actual) * (1 - quantile);
  const losses = sum(outcomes, ({ row, actual }) => {
    const [eighty, ninetyFive] = row.bands;
    return (
      loss(0.1, eighty!.lower, actual) +
      loss(0.9, eighty!.upper, actual) +
      loss(0.025, ninetyFive!.lower, actual) +
      loss(0.975, ninetyFive!.upper, actual) +
      loss(0.5, pointOf(row), actual)
    );
  });
  return losses / 5 / sum(outcomes, ({ actual }) => actual);
}

const percent = (value: number, digits = 2) => (100 * value).toFixed(digits).padStart(6);
const mean = (values: readonly number[]) => sum(values, (value) => value) / values.length;

/** Figures of one set, in the order of the table's columns. */
function figures(ours: readonly Outcome[], pointOf: (row: BacktestRow) => number) {
  const leads = (from: number, to: number) => ours.filter(({ lead }) => from <= lead && lead <= to);
  const parts = [leads(1, 1), leads(1, 7), leads(8, 14), leads(15, 28), ours];
  const volume = sum(ours, ({ actual }) => actual);
  const off = sum(ours, ({ row, actual }) => pointOf(row) - actual);
  return [
    ...parts.map((part) => (part.length === 0 ? Number.NaN : wape(part, pointOf))),
    dayWape(ours, pointOf),
    off / volume,
    coverage(ours, 0),
    coverage(ours, 1),
    pinball(ours, pointOf),
  ];
}

const COLUMNS = 'day 1  1-7  8-14  15-28  all  day totals  bias  in 80 %  in 95 %  pinball';

function print(name: string, kind: string, values: readonly number[], rest: string): void {
  console.log(
    `${name.slice(0, 21).padEnd(22)}${kind.padEnd(7)}${values.map((value) => percent(value, 2)).join(' ')}  ${rest}`,
  );
}

/** Leaves members out of the pool, for this process. */
function leaveOut(prefixes: readonly string[]): void {
  const kept = POOL_MEMBERS.filter(({ name }) => !prefixes.some((start) => name.startsWith(start)));
  console.log(`pool of ${kept.length} members, without ${prefixes.join(', ')}`);
  (POOL_MEMBERS as PoolMember[]).splice(0, POOL_MEMBERS.length, ...kept);
}

const without = (process.env['WITHOUT'] ?? '').split(',').filter((start) => start !== '');
if (without.length > 0) leaveOut(without);
const asked = process.argv.slice(2);
const wants = (name: string) => asked.length === 0 || asked.includes(name);
console.log(`${''.padEnd(29)}${COLUMNS}`);
for (const each of readShared()) {
  if (!wants(each.name)) continue;
  const began = process.cpuUsage();
  const { ours, plain } = backtest(each);
  const { user, system } = process.cpuUsage(began);
  const seconds = ((user + system) / 1e6 / each.origins.length).toFixed(2);
  const naive =
    sum(plain, ({ point, actual }) => Math.abs(point - actual)) / sum(plain, (slot) => slot.actual);
  const byMean = figures(ours, ({ point }) => point);
  const ratio = (byMean[4]! / naive).toFixed(3);
  print(each.name, 'mean', byMean, `${ratio} of the same-weekday mean, ${seconds} s an origin`);
  print(
    each.name,
    'median',
    figures(ours, ({ median }) => median),
    '',
  );
}
if (wants('synthetic')) {
  // Queues differ in how hard they are: each counts alike, by its error over the plain mean's.
  const [firstSeed, lastSeed] = (process.env['SEEDS'] ?? '1-40').split('-').map(Number);
  const began = process.cpuUsage();
  const rows: { name: string; mean: number[]; median: number[]; ratio: number }[] = [];
  let origins = 0;
  for (let seed = firstSeed!; seed <= lastSeed!; seed++) {
    const centre = makeSyntheticCentre(seed);
    if (centre.origins.length === 0) continue;
    const { ours, plain } = backtest(centre);
    const naive =
      sum(plain, ({ point, actual }) => Math.abs(point - actual)) /
      sum(plain, (slot) => slot.actual);
    const byMean = figures(ours, ({ point }) => point);
    const row = {
      name: centre.name,
      mean: byMean,
      median: figures(ours, ({ median }) => median),
      ratio: byMean[4]! / naive,
    };
    rows.push(row);
    origins += centre.origins.length;
    if (process.env['EACH'] !== undefined) print(row.name, 'mean', row.mean, row.ratio.toFixed(3));
  }
  const { user, system } = process.cpuUsage(began);
  const seconds = ((user + system) / 1e6 / origins).toFixed(2);
  for (const kind of ['daily', 'interval']) {
    const of = rows.filter(({ name }) => name.startsWith(kind));
    const columns = (pick: (row: (typeof rows)[number]) => number[]) =>
      of[0]!.mean.map((_, at) =>
        mean(of.map((row) => pick(row)[at]!).filter((x) => !Number.isNaN(x))),
      );
    const ratio = Math.exp(mean(of.map((row) => Math.log(row.ratio)))).toFixed(4);
    print(
      `synthetic ${kind}`,
      'mean',
      columns((row) => row.mean),
      `${ratio} of the same-weekday mean, ${seconds} s an origin`,
    );
    print(
      `synthetic ${kind}`,
      'median',
      columns((row) => row.median),
      '',
    );
  }
}
