import { addDays, AgnerError } from '../domain/index.ts';
import { type FindHolidays, type HolidayDate, type RegionHolidays } from '../use-cases/index.ts';
import { chineseHolidays } from './chinese-holidays.ts';

const DAY_MILLISECONDS = 86_400_000;
/** A holiday shorter than this share of a day leaves the rest of it to work; days may have 23 hours. */
const WHOLE_DAY = 0.9;

/**
 * Public holidays by the package date-holidays; China's by the notices of its State Council where
 * they are known ({@link chineseHolidays}), for they shift rest days every year.
 */
export const findHolidays: FindHolidays = async ({ country, region }, years) => {
  const { default: Holidays } = await import('date-holidays');
  const [state = '', part = ''] = (region ?? '').split('-');
  checkPlace(new Holidays(), country, state, part);
  const calendar = new Holidays(country, state, part, { types: ['public'] });
  const days: HolidayDate[] = [];
  const undecidedYears: number[] = [];
  for (const year of years) {
    const decreed = country === 'CN' ? chineseHolidays(year) : null;
    if (decreed !== null) {
      days.push(...decreed);
      continue;
    }
    if (country === 'CN') undecidedYears.push(year);
    for (const { date, start, end, name } of calendar.getHolidays(year)) {
      const length = (end.getTime() - start.getTime()) / DAY_MILLISECONDS;
      const first = date.slice(0, 10);
      if (length < WHOLE_DAY) {
        // Part of a day off for some, as China's Youth Day, says little of a queue's volume.
        if (country !== 'CN') days.push({ date: first, type: 'half-day', name });
        continue;
      }
      for (let day = 0; day < Math.round(length); day++) {
        days.push({ date: addDays(first, day), type: 'holiday', name });
      }
    }
  }
  const answer: RegionHolidays = { days, undecidedYears };
  return answer;
};

interface Places {
  getCountries(): Record<string, string>;
  getStates(country: string): Record<string, string> | undefined;
  getRegions(country: string, state: string): Record<string, string> | undefined;
}

function checkPlace(places: Places, country: string, state: string, part: string): void {
  const refuse = (what: string, got: string, known: Readonly<Record<string, string>>): never => {
    const names = Object.keys(known);
    throw new AgnerError(
      'INVALID_INPUT',
      `expected ${what} whose public holidays are known, ${names.length === 0 ? 'which has none' : `one of ${names.join(', ')}`}, got "${got}"`,
      { name: 'holidays', got },
    );
  };
  const countries = places.getCountries();
  if (!Object.hasOwn(countries, country)) refuse('a country', country, countries);
  if (state === '') return;
  const states = places.getStates(country) ?? {};
  if (!Object.hasOwn(states, state)) refuse(`a region of ${country}`, state, states);
  if (part === '') return;
  const parts = places.getRegions(country, state) ?? {};
  if (!Object.hasOwn(parts, part)) refuse(`a part of ${country}-${state}`, part, parts);
}
