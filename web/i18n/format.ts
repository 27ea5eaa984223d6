/** Figures, dates and times as text. Local times are read off ISO instants, never off the browser's zone. */
import { formatInstant } from '../../src/domain/calendar.ts';
import { type IntervalGrid, slotStart } from '../../src/domain/interval-grid.ts';

const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(locale, options);
    formats.set(key, format);
  }
  return format;
}

/** At most `digits` decimals. */
export function formatNumber(value: number, locale: string, digits = 0): string {
  return numberFormat(locale, { maximumFractionDigits: digits }).format(value);
}

/** A fraction as a percentage: 0.825 is "82.5 %". */
export function formatShare(fraction: number, locale: string, digits = 1): string {
  const options = { style: 'percent', maximumFractionDigits: digits } as const;
  return numberFormat(locale, options).format(fraction);
}

/** Seconds as hours with one decimal, without a unit. */
export function formatHours(seconds: number, locale: string): string {
  return formatNumber(seconds / 3600, locale, 1);
}

/** Money, without cents from a thousand on. */
export function formatMoney(amount: number, currency: string, locale: string): string {
  const digits = Math.abs(amount) >= 1000 ? { maximumFractionDigits: 0 } : {};
  try {
    return numberFormat(locale, { style: 'currency', currency, ...digits }).format(amount);
  } catch {
    // The plan may name a currency by a word that is no ISO code.
    return `${formatNumber(amount, locale, 2)} ${currency}`;
  }
}

const DATE_PARTS = {
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  full: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  weekday: { weekday: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** A local date: "Mon 30 Mar", "Mon 30 Mar 2026" or "Mon". */
export function formatDate(
  date: string,
  locale: string,
  form: keyof typeof DATE_PARTS = 'day',
): string {
  const key = `${locale} ${form}`;
  let format = dateFormats.get(key);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, { ...DATE_PARTS[form], timeZone: 'UTC' });
    dateFormats.set(key, format);
  }
  return format.format(Date.parse(`${date}T00:00:00Z`)).replace(',', '');
}

/** "08:15" off an ISO instant with offset. */
export function clockOf(iso: string): string {
  return iso.slice(11, 16);
}

/** "08:15" of a slot; on the day that has an hour twice, the second one says its offset. */
export function slotClock(grid: IntervalGrid, slot: number): string {
  const iso = formatInstant(slotStart(grid, slot), grid.zone);
  const hourBefore = formatInstant(slotStart(grid, slot) - 3600, grid.zone);
  return clockOf(iso) === clockOf(hourBefore) ? `${clockOf(iso)} (${iso.slice(19)})` : clockOf(iso);
}

/** Wall-clock seconds since midnight as "08:15". */
export function formatWallClock(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
