import { useComputed, type ReadonlySignal } from '@preact/signals';
import { messages } from '../i18n/index.ts';
import { formatHours } from '../i18n/format.ts';
import { type Bar, type Board } from './board.ts';
import { cellName, shortSpanText, spanText } from './cell-text.ts';
import { type CellPlace } from './keyboard.ts';
import { NAME_WIDTH, ROW_HEIGHT, type Zoom } from './viewport.ts';

/** Width from which a chip has room for the whole span. */
const FULL_SPAN_WIDTH = 84;

export function cellId(place: CellPlace): string {
  return `cell-${place.row}-${place.day}`;
}

/** One person's days. Draws anew only when what it is given, or its part of the cursor, changes. */
export function Row({
  board,
  index,
  first,
  end,
  perSlot,
  zoom,
  cursor,
}: {
  readonly board: Board;
  readonly index: number;
  /** Days drawn: first and one past the last. */
  readonly first: number;
  readonly end: number;
  readonly perSlot: number;
  readonly zoom: Zoom;
  readonly cursor: ReadonlySignal<CellPlace>;
}) {
  const words = messages.value;
  const here = useComputed(() => (cursor.value.row === index ? cursor.value.day : -1)).value;
  const row = board.rows[index]!;
  const days = board.days.slice(first, end).map((day, offset) => ({
    day,
    at: first + offset,
    cell: row.cells[first + offset]!,
  }));
  return (
    <div
      class="row"
      role="row"
      aria-rowindex={index + 1}
      style={{ top: `${index * ROW_HEIGHT}px`, width: `${NAME_WIDTH + board.slots * perSlot}px` }}
    >
      <div class="name" role="rowheader" aria-colindex={1}>
        <b>{row.agent.name}</b>
        <span>{formatHours(row.paidSeconds, words.locale)}</span>
      </div>
      {days.map(({ day, at, cell }) => {
        const width = day.slots * perSlot;
        const bar = cell.bars[0];
        const chip = zoom === 'fit' && bar !== undefined;
        return (
          <div
            key={at}
            id={cellId({ row: index, day: at })}
            role="gridcell"
            aria-colindex={at + 2}
            aria-label={cellName(row, day, cell, words)}
            aria-selected={at === here}
            data-place={`${index} ${at}`}
            data-text={chip ? (width >= FULL_SPAN_WIDTH ? spanText(bar) : shortSpanText(bar)) : ''}
            class={cellClass({
              weekend: day.weekend,
              current: at === here,
              broken: cell.violations.length > 0,
              wish: cell.unmetWishes.length > 0,
              part: chip ? bar.part : null,
            })}
            style={{ left: `${NAME_WIDTH + day.firstSlot * perSlot}px`, width: `${width}px` }}
          />
        );
      })}
      {zoom === 'fit'
        ? null
        : days.flatMap(({ cell }) =>
            cell.bars.map((bar) => (
              <div
                key={bar.shift.start}
                class={bar.shift.locked ? 'bar locked' : 'bar'}
                aria-hidden="true"
                style={{
                  left: `${NAME_WIDTH + bar.from * perSlot}px`,
                  width: `${(bar.to - bar.from) * perSlot - 1}px`,
                  backgroundImage: gradientOf(bar),
                }}
              />
            )),
          )}
    </div>
  );
}

function cellClass(state: {
  readonly weekend: boolean;
  readonly current: boolean;
  readonly broken: boolean;
  readonly wish: boolean;
  readonly part: string | null;
}): string {
  return [
    'cell',
    state.weekend ? 'weekend' : '',
    state.current ? 'current' : '',
    state.broken ? 'broken' : '',
    state.wish ? 'wish' : '',
    state.part === null ? '' : `chip ${state.part}`,
  ]
    .filter((name) => name !== '')
    .join(' ');
}

/** The pieces of a shift as hard stops of one gradient: one node a shift. */
function gradientOf(bar: Bar): string {
  const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
  const stops = bar.pieces.map(
    ({ kind, from, to }) => `var(--${kind}) ${percent(from)} ${percent(to)}`,
  );
  return `linear-gradient(90deg, ${stops.join(', ')})`;
}
