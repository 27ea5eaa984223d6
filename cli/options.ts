import { InvalidArgumentError, Option } from 'commander';
import { checkDate, checkZone } from '../src/domain/index.ts';
import { readPairs } from '../src/documents/index.ts';

/** Parsers of option values: each says what it expected; commander names the option. */

export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = /^-?\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= min && value <= max)) {
      throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}

/** Seconds of "240s" or "4m"; a bare number could be either, so it is refused. */
export function durationSeconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|min|h)$/.exec(text.trim());
  const value = Number(match?.[1]) * ({ s: 1, m: 60, min: 60, h: 3600 }[match?.[2] ?? 's'] ?? 1);
  if (!(value > 0)) throw new InvalidArgumentError('Expected a length such as 240s or 4m.');
  return value;
}

export function list(text: string): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.some((item) => item === '')) {
    throw new InvalidArgumentError('Expected names separated by commas.');
  }
  return items;
}

export function date(text: string): string {
  try {
    return checkDate(text);
  } catch {
    throw new InvalidArgumentError('Expected a date such as 2026-03-29.');
  }
}

export function dates(text: string): string[] {
  return list(text).map(date);
}

export function zone(text: string): string {
  try {
    checkZone(text);
    return text;
  } catch {
    throw new InvalidArgumentError('Expected an IANA time zone such as Europe/Ljubljana.');
  }
}

/** "80,95" (percent) to fractions. */
export function levels(text: string): number[] {
  return list(text).map((item) => {
    const value = Number(item.replace(/ ?%$/, ''));
    if (!(value > 0 && value < 100)) {
      throw new InvalidArgumentError('Expected levels in percent such as 80,95.');
    }
    return value / 100;
  });
}

/** "offered=volume,interval_start=timestamp". */
export function pairs(text: string): Readonly<Record<string, string>> {
  try {
    return readPairs(text);
  } catch {
    throw new InvalidArgumentError('Expected pairs such as offered=volume.');
  }
}

export const activitiesOption = () =>
  new Option('--activities <pairs>', 'what pauses stand for: Coffee=break,Coaching=training')
    .argParser(pairs)
    .default({});

export const seedOption = () =>
  new Option('--seed <number>', 'seed of all randomness: the same seed, the same result')
    .argParser(wholeNumber(0, 2 ** 31 - 1))
    .default(1);

export const outputOption = () =>
  new Option('-o, --output <file>', 'write the result as CSV or JSON (by its name); - is stdout');

export const formatOption = (choices: readonly string[]) =>
  new Option('--format <format>', 'format of --output where its name does not say').choices(
    choices,
  );

export const nameOption = () =>
  new Option(
    '--name <name>',
    'what to call the stored result (default: the name of plan or queue)',
  );
