import { type AccuracyVerdict, type BandVerdict } from '../domain/forecast.ts';

const METHODS: Readonly<Record<string, string>> = {
  'seasonal-naive': 'last week repeated',
  'same-weekday-mean': 'the mean of the last four same weekdays',
};

/**
 * Sentences of a planner's words: how far off the forecast is, whether a plain rule would have done
 * as well, which way it leans, and whether its bands hold.
 */
export function verdictText(verdict: AccuracyVerdict): string {
  return [comparison(verdict), bias(verdict), ...verdict.bands.map(band)].join(' ');
}

function comparison({ wapeDay, wapeInterval, rival, outcome }: AccuracyVerdict): string {
  const intervals =
    wapeInterval === wapeDay ? '' : ` (single intervals by ${percent(wapeInterval)})`;
  const off = `day totals were off by ${percent(wapeDay)}${intervals}`;
  if (rival === null) {
    return `D${off.slice(1)}; there is no history before to compare with.`;
  }
  const other = `${METHODS[rival.method] ?? rival.method} by ${percent(rival.wapeDay)}`;
  if (outcome === 'better') {
    return `Better than a plain rule: ${off}, ${other}; that is ${percent(1 - wapeDay / rival.wapeDay)} less.`;
  }
  return outcome === 'alike'
    ? `About as good as a plain rule: ${off}, ${other}.`
    : `Worse than a plain rule: ${off}, ${other}. Find out what changed before you rely on it.`;
}

function bias({ bias, lean }: AccuracyVerdict): string {
  return lean === 'even'
    ? `It leans neither way (bias ${signed(bias)}).`
    : `It runs too ${lean}, by ${percent(Math.abs(bias))} of all contacts.`;
}

function band({ level, share, fit }: BandVerdict): string {
  const inside = `${percent(share)} of outcomes fell into it`;
  const name = `The ${Number((level * 100).toPrecision(12))} % band`;
  if (fit === 'holds') return `${name} holds: ${inside}.`;
  return `${name} is too ${fit}: ${inside}.`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function signed(share: number): string {
  return `${share < 0 ? '' : '+'}${percent(share)}`;
}
