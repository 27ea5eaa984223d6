/** A mean with bands as series, tooltip lines and table columns: the same figures three times. */
import { type Estimate } from '../../src/domain/forecast.ts';
import { formatNumber, formatShare } from '../i18n/format.ts';
import { type Messages } from '../i18n/index.ts';
import { type Column } from '../parts/data-table.tsx';
import { type Series } from './chart.tsx';

type Words = Messages['forecast'];

interface Style {
  readonly locale: string;
  readonly digits: number;
}

/** Bands from the widest to the narrowest, so that the narrow one is drawn above. */
export function bandSeries(
  estimate: Estimate,
  before: readonly null[],
  words: Words,
  locale: string,
): readonly Series[] {
  const widestFirst = [...estimate.bands].sort((a, b) => b.level - a.level);
  return widestFirst.map((band, index) => ({
    shape: 'band',
    label: words.band(formatShare(band.level, locale)),
    lower: [...before, ...band.lower],
    upper: [...before, ...band.upper],
    colour: index === widestFirst.length - 1 ? 'band-narrow' : 'band-wide',
  }));
}

/** "Forecast 214", "80% band 190 – 240", ... of one place. */
export function bandTexts(
  estimate: Estimate,
  at: number,
  words: Words,
  { locale, digits }: Style,
): readonly string[] {
  const text = (value: number | undefined): string => formatNumber(value ?? 0, locale, digits);
  return [
    `${words.mean} ${text(estimate.mean[at])}`,
    ...estimate.bands.map(
      ({ level, lower, upper }) =>
        `${words.band(formatShare(level, locale))} ${words.range(text(lower[at]), text(upper[at]))}`,
    ),
  ];
}

/** Columns of mean and bands; `placeOf` is `null` for a row that has none. */
export function estimateColumns<T>(
  estimate: Estimate,
  placeOf: (row: T) => number | null,
  { words, locale, digits }: Style & { readonly words: Words },
): readonly Column<T>[] {
  const column = (head: string, values: readonly number[]): Column<T> => ({
    head,
    figures: true,
    cell: (row) => {
      const place = placeOf(row);
      return place === null ? '' : formatNumber(values[place] ?? 0, locale, digits);
    },
  });
  return [
    column(words.mean, estimate.mean),
    ...estimate.bands.flatMap(({ level, lower, upper }) => [
      column(words.bandFrom(formatShare(level, locale)), lower),
      column(words.bandTo(formatShare(level, locale)), upper),
    ]),
  ];
}
