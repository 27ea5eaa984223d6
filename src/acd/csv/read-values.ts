import { decimalFault, type DecimalStyle, readDecimal } from '../../documents/index.ts';
import { type Attribution, type Finding, type Measure, MEASURES } from '../../domain/index.ts';
import { type Layout, type NumberColumn } from './columns.ts';
import { shownText } from './finding-log.ts';

/** Why a row has no usable numbers. */
export type ValuesFault = Pick<Finding, 'code' | 'column' | 'details'>;

const AT = Object.fromEntries(MEASURES.map((measure, at) => [measure, at])) as Record<
  Measure,
  number
>;

/** What cannot be more than what, where both count to the interval of arrival. */
const PARTS: readonly (readonly [
  Measure,
  Measure,
  'handled-over-offered' | 'abandoned-over-offered',
])[] = [
  ['answered', 'offered', 'handled-over-offered'],
  ['abandoned', 'offered', 'abandoned-over-offered'],
  ['answeredInThreshold', 'answered', 'handled-over-offered'],
  ['abandonedInThreshold', 'abandoned', 'abandoned-over-offered'],
];

/**
 * Reads the numbers of a row into `values`, in the order of MEASURES with NaN for unknown, and
 * gives the first fault or `null`. Averages become totals, to the millisecond; blank is unknown.
 */
export function readValues(
  cells: readonly string[],
  layout: Layout,
  style: DecimalStyle,
  attribution: Attribution,
  values: number[],
): ValuesFault | null {
  for (let at = 0; at < MEASURES.length; at++) values[at] = Number.NaN;
  for (const { measure, column } of layout.measures) {
    const text = cells[column.index]?.trim() ?? '';
    if (text === '') continue;
    const value = readCell(text, column, style);
    if (value === null || value < 0) return fault(text, column, value, style);
    values[AT[measure]] = value;
  }
  for (const { measure, column } of layout.measures) {
    if (column.per !== null) values[AT[measure]] = total(values[AT[measure]]!, column, values);
  }
  if (layout.handle !== null) {
    const text = cells[layout.handle.index]?.trim() ?? '';
    const handle = text === '' ? Number.NaN : readCell(text, layout.handle, style);
    if (handle === null || handle < 0) return fault(text, layout.handle, handle, style);
    const known = (measure: Measure) => values[AT[measure]]! || 0;
    const talk = total(handle, layout.handle, values) - known('holdSeconds') - known('acwSeconds');
    if (talk < 0) return fault(text, layout.handle, talk, style);
    values[AT.talkSeconds] = Math.round(talk * 1000) / 1000;
  }
  return attribution === 'arrival' ? checkParts(values, layout) : null;
}

function readCell(text: string, column: NumberColumn, style: DecimalStyle): number | null {
  if (column.isDuration && text.includes(':')) return clockDuration(text);
  const value = readDecimal(text, style);
  // Times 0.001 gives 0.30000000000000004 where divided by 1000 gives 0.3.
  if (value === null) return null;
  // Adding 0 makes 0 of -0.
  return (column.unit === 1 ? value : value / Math.round(1 / column.unit)) + 0;
}

/** "1:02:03" in seconds; "2:03" is refused, for it may mean hours as well as minutes. */
function clockDuration(text: string): number | null {
  const found = /^(\d{1,6}):([0-5]\d):([0-5]\d(?:\.\d{1,6})?)$/.exec(text);
  if (found === null) return null;
  return Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3]);
}

function total(value: number, column: NumberColumn, values: readonly number[]): number {
  if (column.per === null) return value;
  return Math.round(value * values[AT[column.per]]! * 1000) / 1000;
}

function fault(
  text: string,
  column: NumberColumn,
  value: number | null,
  style: DecimalStyle,
): ValuesFault {
  const reason =
    value === null
      ? column.isDuration && text.includes(':')
        ? 'not-h:mm:ss'
        : decimalFault(text, style)
      : 'below-0';
  return {
    code: value === null ? 'bad-number' : 'negative',
    column: column.name,
    details: { got: shownText(text), reason },
  };
}

function checkParts(values: readonly number[], layout: Layout): ValuesFault | null {
  for (const [part, whole, code] of PARTS) {
    const got = values[AT[part]]!;
    const most = values[AT[whole]]!;
    if (!(got > most)) continue;
    const column = layout.measures.find(({ measure }) => measure === part)?.column.name ?? part;
    const details = { got, [whole]: most, attribution: 'arrival' };
    return { code, column, details };
  }
  return null;
}
