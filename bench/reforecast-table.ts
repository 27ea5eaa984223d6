/**
 * Prints how much the rest of a day is better known once a part of it is over: the forecast left
 * as it was, times the raw ratio of actual to forecast so far, and as reforecast.
 *
 *   npx rolldown bench/reforecast-table.ts --platform node --file /tmp/table.mjs && node /tmp/table.mjs
 *
 * Shared histories where they stand beside the project, thinned to ever smaller queues (a contact
 * in ten, in a hundred, kept by chance), and invented ones. Forecasts are made every seventh day
 * for the week ahead, and each of its days is looked at after a quarter, a half and three quarters
 * of its contacts are due.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  addDays,
  daysBetween,
  epochSeconds,
  formatInstant,
  gridOfDays,
  type IntervalHistory,
  plannedInstant,
  type QueueForecast,
  type SpecialDay,
  slotAt,
  slotStart,
} from '../src/domain/index.ts';
import { forecastQueue, reforecastQueue } from '../src/forecast/index.ts';
import { withOffered } from '../test/support/queue-history.ts';
import { poisson, type Random, seededRandom, standardNormal } from '../src/simulation/index.ts';

interface Case {
  readonly name: string;
  readonly history: IntervalHistory;
  readonly specialDays: readonly SpecialDay[];
}

const DATA = join(process.env['AGNER_SHARED'] ?? '../shared', 'data');
const WEEKS = 12;
const PARTS = [0.25, 0.5, 0.75];

/** A history of which nothing is known yet, and the list that its contacts are written to. */
function blank(queue: string, zone: string, first: string, days: number, step: number) {
  const grid = gridOfDays(zone, first, days, step);
  const offered: (number | null)[] = new Array<null>(grid.length).fill(null);
  const history = withOffered({ queue, channel: 'voice', attribution: 'arrival', grid }, offered);
  return { history, offered };
}

function readShared(name: string, zone: string, step: number): Case | null {
  const file = join(DATA, `${name}.csv`);
  if (!existsSync(file)) {
    console.log(`(stands aside: no ${file})`);
    return null;
  }
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  const cells = rows.map((line) => line.split(',') as [string, string]);
  const [first, last] = [cells[0]![0].slice(0, 10), cells.at(-1)![0].slice(0, 10)];
  const { history, offered } = blank(name, zone, first, daysBetween(first, last) + 1, step);
  for (const [stamp, volume] of cells) {
    const wall = Number(stamp.slice(11, 13)) * 3600 + Number(stamp.slice(14, 16)) * 60;
    const instant = plannedInstant(zone, stamp.slice(0, 10), wall);
    offered[(instant - epochSeconds(history.grid.start)) / step] = Number(volume);
  }
  const types = JSON.parse(readFileSync(join(DATA, 'special_days.json'), 'utf8')) as Record<
    string,
    Record<string, string>
  >;
  const specialDays = Object.entries(types[name] ?? {}).map(([date, type]) => ({
    date,
    type,
    queues: [],
  }));
  return { name, history, specialDays };
}

/** Each contact kept with a probability: the same centre, smaller and noisier. */
function thin(of: Case, keep: number, random: Random): Case {
  const offered = of.history.totals.offered.map((value) => {
    if (value === null) return null;
    let kept = 0;
    for (let contact = 0; contact < value; contact++) if (random() < keep) kept++;
    return kept;
  });
  const history = { ...of.history, totals: { ...of.history.totals, offered } };
  return { ...of, name: `${of.name}, 1 in ${1 / keep}`, history };
}

/** Half-hours from 08:00 to 20:00, day levels and waves of known size. */
function invent(name: string, perDay: number, day: number, wave: number, seed: number): Case {
  const random = seededRandom(seed);
  const { history, offered } = blank(name, 'Europe/Ljubljana', '2025-01-06', 280, 1800);
  for (let date = 0; date < 280; date++) {
    const level = Math.exp(day * standardNormal(random) - day ** 2 / 2);
    let course = standardNormal(random);
    const keep = 2 ** (-0.5 / 2);
    for (let slot = 16; slot < 40; slot++) {
      course = keep * course + Math.sqrt(1 - keep ** 2) * standardNormal(random);
      const shape = (1 + 0.5 * Math.sin((slot - 16) / 4)) / 27;
      const factor = level * Math.exp(wave * course - wave ** 2 / 2);
      const instant = plannedInstant('Europe/Ljubljana', addDays('2025-01-06', date), slot * 1800);
      offered[slotAt(history.grid, instant)] = poisson(random, perDay * shape * factor);
    }
  }
  return { name, history, specialDays: [] };
}

interface Score {
  interval: number;
  rest: number;
}

function measure({ name, history, specialDays }: Case): void {
  const days = Math.floor(history.grid.length / (86_400 / history.grid.stepSeconds));
  const first = history.grid.start.slice(0, 10);
  const setup = { openingHours: null, specialDays };
  const score = PARTS.map(() => ({
    actual: 0,
    asItWas: { interval: 0, rest: 0 },
    rawRatio: { interval: 0, rest: 0 },
    reforecast: { interval: 0, rest: 0 },
    count: 0,
    inside: 0,
    slots: 0,
    slotsInside: 0,
    seconds: 0,
  }));
  for (let week = WEEKS; week >= 1; week--) {
    const forecast = forecastQueue(history, {
      ...setup,
      from: addDays(first, days - 7 * week),
      days: 7,
      levels: [0.8, 0.95],
      assumedHandleTimeSeconds: 240,
    });
    const actualOf = actuals(forecast, history);
    for (const [day, date] of forecast.days.entries()) {
      const slots = [...forecast.volume.mean.keys()].filter(
        (slot) =>
          formatInstant(slotStart(forecast.grid, slot), forecast.grid.zone).slice(0, 10) === date,
      );
      const total = forecast.dayTotals.mean[day]!;
      if (
        !(total > 0) ||
        slots.some((slot) => forecast.volume.mean[slot]! > 0 && actualOf[slot] === null)
      )
        continue;
      for (const [at, part] of PARTS.entries()) {
        let sum = 0;
        const cut =
          slots.findIndex((slot) => (sum += forecast.volume.mean[slot]!) >= part * total) + 1;
        const asOf = formatInstant(
          slotStart(forecast.grid, slots[cut - 1]! + 1),
          forecast.grid.zone,
        );
        const known = slots.slice(0, cut);
        const rest = slots.slice(cut);
        const sumAt = (list: readonly number[], of: readonly (number | null)[]) =>
          list.reduce((all, slot) => all + (of[slot] ?? 0), 0);
        const started = performance.now();
        const revised = reforecastQueue(forecast, history, { ...setup, asOf });
        const into = score[at]!;
        into.seconds += (performance.now() - started) / 1000;
        const ratio = sumAt(known, actualOf) / sumAt(known, forecast.volume.mean);
        const add = (to: Score, point: (slot: number) => number) => {
          to.rest += Math.abs(
            rest.reduce((all, slot) => all + point(slot) - (actualOf[slot] ?? 0), 0),
          );
          for (const slot of rest) to.interval += Math.abs(point(slot) - (actualOf[slot] ?? 0));
        };
        add(into.asItWas, (slot) => forecast.volume.mean[slot]!);
        add(into.rawRatio, (slot) => forecast.volume.mean[slot]! * ratio);
        add(into.reforecast, (slot) => revised.volume.mean[slot]!);
        into.actual += sumAt(rest, actualOf);
        const band = revised.dayTotals.bands[0]!;
        const whole = sumAt(slots, actualOf);
        into.count++;
        if (band.lower[day]! <= whole && whole <= band.upper[day]!) into.inside++;
        for (const slot of rest) {
          if (!(forecast.volume.mean[slot]! > 0)) continue;
          into.slots++;
          const { lower, upper } = revised.volume.bands[0]!;
          if (lower[slot]! <= actualOf[slot]! && actualOf[slot]! <= upper[slot]!)
            into.slotsInside++;
        }
      }
    }
  }
  for (const [at, of] of score.entries()) {
    const cells = [of.asItWas, of.rawRatio, of.reforecast].flatMap(({ rest, interval }) => [
      ((100 * rest) / of.actual).toFixed(1),
      ((100 * interval) / of.actual).toFixed(1),
    ]);
    const coverage = [of.inside / of.count, of.slotsInside / of.slots].map((share) =>
      (100 * share).toFixed(0),
    );
    console.log(
      [
        name.padEnd(34),
        `${100 * PARTS[at]!} %`,
        String(of.count),
        ...cells,
        ...coverage,
        ((1000 * of.seconds) / of.count).toFixed(0),
      ]
        .map((cell) => cell.padStart(9))
        .join(''),
    );
  }
}

function actuals(forecast: QueueForecast, history: IntervalHistory): readonly (number | null)[] {
  return forecast.volume.mean.map(
    (_, slot) =>
      history.totals.offered[slotAt(history.grid, slotStart(forecast.grid, slot))] ?? null,
  );
}

console.log(
  'WAPE in % of the rest of the day and of its intervals; share inside the 80 % band of day and intervals',
);
console.log(
  [
    'set'.padEnd(34),
    'known',
    'days',
    'as was',
    'interval',
    'ratio',
    'interval',
    'reforec.',
    'interval',
    'day 80',
    'int. 80',
    'ms each',
  ]
    .map((cell) => cell.padStart(9))
    .join(''),
);
const random = seededRandom(7);
const bank = readShared('bank_calls_30min', 'America/New_York', 1800);
const fire = readShared('seattle_fire911_60min', 'America/Los_Angeles', 3600);
if (bank !== null)
  for (const keep of [1, 0.1, 0.01, 0.002]) measure(keep === 1 ? bank : thin(bank, keep, random));
if (fire !== null) measure(fire);
measure(invent('Poisson alone, 60 a day', 60, 0, 0, 1));
measure(invent('days of 15 %, 200 a day', 200, 0.15, 0, 2));
measure(invent('days and waves of 15 %, 2000 a day', 2000, 0.15, 0.15, 3));
measure(invent('waves of 30 %, 2000 a day', 2000, 0.05, 0.3, 4));
