/** The roster grid: rows and days in view alone are in the document; the strip above shares their x scale. */
import { batch, effect, type Signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { readPalette } from '../charts/palette.ts';
import { messages } from '../i18n/index.ts';
import { theme } from '../state/theme.ts';
import { type Board } from './board.ts';
import { type Cover, type Gap } from './coverage.ts';
import { type CellPlace, moveByKey } from './keyboard.ts';
import { cellId, Row } from './row.tsx';
import { drawStrip } from './strip.ts';
import {
  NAME_WIDTH,
  ROW_HEIGHT,
  scrollToCell,
  slotWidth,
  visibleDays,
  visibleRows,
  type Zoom,
} from './viewport.ts';

export interface GridProps {
  readonly board: Board;
  readonly cover: Cover;
  readonly zoom: Zoom;
  readonly cursor: Signal<CellPlace>;
  /** The gap to show; a new one is scrolled to. */
  readonly marked: Signal<Gap | null>;
}

export function RosterGrid({ board, cover, zoom, cursor, marked }: GridProps) {
  const words = messages.value;
  const canvas = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const left = useSignal(0);
  const top = useSignal(0);
  const size = useSignal({ width: 1000, height: 400 });
  const period = {
    slots: board.slots,
    days: board.days.length,
    stepSeconds: board.roster.grid.stepSeconds,
  };
  const perSlot = slotWidth(zoom, period, size.value.width);

  useEffect(() => {
    const element = scroller.current!;
    const measure = (): void => {
      size.value = { width: element.clientWidth, height: element.clientHeight };
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);

  useEffect(() => {
    let frame = 0;
    const stop = effect(() => {
      const element = canvas.current;
      // Reading the theme here makes the strip follow it.
      const view = { left: left.value, marked: marked.value, theme: theme.value, size: size.value };
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        if (element === null) return;
        const palette = readPalette();
        drawStrip(element, { board, cover, zoom, perSlot, palette, words, ...view });
      });
    });
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [board, cover, zoom, perSlot, words]);

  useEffect(
    () =>
      effect(() => {
        const { row, day } = cursor.value;
        const element = scroller.current!;
        const view = { ...size.peek(), left: element.scrollLeft, top: element.scrollTop };
        element.scrollTo(scrollToCell(view, row, board.days[day]!, perSlot));
      }),
    [board, perSlot],
  );

  useEffect(
    () =>
      effect(() => {
        const gap = marked.value;
        if (gap === null) return;
        const room = (size.peek().width - NAME_WIDTH) / 2;
        scroller.current!.scrollLeft = Math.max(0, gap.worstSlot * perSlot - room);
      }),
    [board, perSlot],
  );

  const view = { ...size.value, left: left.value, top: top.value };
  const rows = visibleRows(view, board.rows.length);
  const days =
    zoom === 'fit' ? { first: 0, end: board.days.length } : visibleDays(board.days, view, perSlot);
  const drawn = Array.from({ length: rows.end - rows.first }, (_, offset) => rows.first + offset);
  const { row, day } = cursor.value;
  const inView = row >= rows.first && row < rows.end && day >= days.first && day < days.end;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(size.peek().height / ROW_HEIGHT) - 1);
    const extent = { rows: board.rows.length, days: board.days.length, page };
    const next = moveByKey(cursor.peek(), event, extent);
    if (next === null) return;
    event.preventDefault();
    cursor.value = next;
  };
  const onClick = (event: MouseEvent): void => {
    const cell = document
      .elementsFromPoint(event.clientX, event.clientY)
      .find((element) => element instanceof HTMLElement && element.dataset['place'] !== undefined);
    if (!(cell instanceof HTMLElement)) return;
    const [atRow = 0, atDay = 0] = (cell.dataset['place'] ?? '').split(' ').map(Number);
    cursor.value = { row: atRow, day: atDay };
  };
  return (
    <>
      <canvas class="strip" ref={canvas} role="img" aria-label={words.roster.coverage} />
      <div
        class="grid"
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={words.roster.roster}
        aria-description={words.roster.keys}
        aria-readonly="true"
        aria-rowcount={board.rows.length}
        aria-colcount={board.days.length + 1}
        {...(inView ? { 'aria-activedescendant': cellId({ row, day }) } : {})}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onScroll={(event) => {
          const { scrollLeft, scrollTop } = event.currentTarget;
          batch(() => {
            left.value = scrollLeft;
            top.value = scrollTop;
          });
        }}
      >
        <div
          class="sheet"
          role="presentation"
          style={{
            height: `${board.rows.length * ROW_HEIGHT}px`,
            width: `${NAME_WIDTH + board.slots * perSlot}px`,
          }}
        >
          {drawn.map((index) => (
            <Row
              key={index}
              board={board}
              index={index}
              first={days.first}
              end={days.end}
              perSlot={perSlot}
              zoom={zoom}
              cursor={cursor}
            />
          ))}
        </div>
      </div>
    </>
  );
}
