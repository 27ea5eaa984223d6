import { existsSync, readFileSync } from 'node:fs';
import { addDays, daysBetween } from '../domain/index.ts';
import { type HolidayDate } from '../use-cases/index.ts';

/** data/calendars/china.json, which names its source. */
interface Decrees {
  readonly years: Readonly<
    Record<
      string,
      {
        readonly notice: string;
        readonly off: readonly {
          readonly name: string;
          readonly from: string;
          readonly to: string;
        }[];
        readonly worked: readonly string[];
      }
    >
  >;
}

/**
 * The weekday that a weekend worked in exchange is taken to be like; the notices do not say, and
 * what days of type "working-day" have shown since comes on top.
 */
const WEDNESDAY = 3;

/**
 * The days off of a year's notice, with the shifted rest days among them, and the rest days worked
 * in exchange; `null` for a year whose notice is not among the data.
 */
export function chineseHolidays(year: number): readonly HolidayDate[] | null {
  const decree = readDecrees().years[year];
  if (decree === undefined) return null;
  const off = decree.off.flatMap(({ name, from, to }) =>
    Array.from({ length: daysBetween(from, to) + 1 }, (_, day): HolidayDate => {
      return { date: addDays(from, day), type: 'holiday', name };
    }),
  );
  const worked = decree.worked.map((date): HolidayDate => {
    return { date, type: 'working-day', name: '调休', like: WEDNESDAY };
  });
  return [...off, ...worked].sort((a, b) => (a.date < b.date ? -1 : 1));
}

let decrees: Decrees | null = null;

function readDecrees(): Decrees {
  decrees ??= JSON.parse(readFileSync(dataFile('calendars/china.json'), 'utf8')) as Decrees;
  return decrees;
}

/** A file of the project's data: beside src, or beside dist once it is built. */
function dataFile(name: string): URL {
  const beside = ['../../data/', '../../../data/'].map((to) => new URL(to + name, import.meta.url));
  return beside.find((url) => existsSync(url)) ?? beside[0]!;
}
