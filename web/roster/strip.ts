/** The coverage strip above the grid, on the grid's own x scale. */
import { type Palette } from '../charts/palette.ts';
import { type Messages } from '../i18n/index.ts';
import { formatDate } from '../i18n/format.ts';
import { type Board } from './board.ts';
import { type Cover, type Gap } from './coverage.ts';
import { NAME_WIDTH, type Zoom } from './viewport.ts';

export const HEAD_HEIGHT = 34;
export const STRIP_HEIGHT = 166;

export interface StripView {
  readonly board: Board;
  readonly cover: Cover;
  /** The gap that was jumped to; `null` for none. */
  readonly marked: Gap | null;
  readonly zoom: Zoom;
  readonly perSlot: number;
  readonly left: number;
  readonly palette: Palette;
  readonly words: Messages;
}

const FONT = '12px system-ui, "Noto Sans", "Noto Sans CJK SC", sans-serif';
const NET_SHARE = 0.42;

/** Lines of the strip: where the curve stands and where the balance has its zero. */
interface Levels {
  readonly curveBase: number;
  readonly curveHeight: number;
  readonly netZero: number;
  readonly netHeight: number;
}

function levels(): Levels {
  const body = STRIP_HEIGHT - HEAD_HEIGHT;
  const netHeight = (body * NET_SHARE) / 2 - 4;
  return {
    curveBase: STRIP_HEIGHT - body * NET_SHARE,
    curveHeight: body * (1 - NET_SHARE) - 4,
    netZero: STRIP_HEIGHT - netHeight - 4,
    netHeight,
  };
}

/** Cost: O(slots in view). */
export function drawStrip(canvas: HTMLCanvasElement, view: StripView): void {
  const width = canvas.clientWidth;
  const scale = devicePixelRatio;
  const pixels = [Math.round(width * scale), Math.round(STRIP_HEIGHT * scale)] as const;
  if (canvas.width !== pixels[0]) canvas.width = pixels[0];
  if (canvas.height !== pixels[1]) canvas.height = pixels[1];
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  pen.setTransform(scale, 0, 0, scale, 0, 0);
  pen.fillStyle = view.palette.bg;
  pen.fillRect(0, 0, width, STRIP_HEIGHT);
  pen.font = FONT;
  pen.textBaseline = 'middle';
  const first = Math.max(0, Math.floor(view.left / view.perSlot));
  const end = Math.min(
    view.board.slots,
    Math.ceil((view.left + width - NAME_WIDTH) / view.perSlot) + 1,
  );
  pen.save();
  pen.beginPath();
  pen.rect(NAME_WIDTH, 0, width, STRIP_HEIGHT);
  pen.clip();
  drawDays(pen, view, first, end);
  drawCurves(pen, view, first, end);
  drawBalance(pen, view, first, end);
  pen.restore();
  drawKey(pen, view);
}

function xOf(view: StripView, slot: number): number {
  return NAME_WIDTH + slot * view.perSlot - view.left;
}

function drawDays(pen: CanvasRenderingContext2D, view: StripView, first: number, end: number) {
  const { board, palette, words } = view;
  for (const day of board.days) {
    if (day.firstSlot + day.slots <= first || day.firstSlot >= end) continue;
    const x = xOf(view, day.firstSlot);
    if (day.weekend) {
      pen.fillStyle = palette.soft;
      pen.fillRect(x, 0, day.slots * view.perSlot, STRIP_HEIGHT);
    }
    pen.fillStyle = palette.line;
    pen.fillRect(x, 0, 1, STRIP_HEIGHT);
    pen.fillStyle = palette.fg;
    const wide = day.slots * view.perSlot >= 90;
    if (wide) {
      const odd = day.lengthSeconds !== 86_400;
      const hours = odd ? ` · ${words.frame.dayHours(String(day.lengthSeconds / 3600))}` : '';
      const text = `${formatDate(day.date, words.locale)}${view.zoom === 'days' ? hours : ''}`;
      const room = x + day.slots * view.perSlot - pen.measureText(text).width - 8;
      pen.fillText(text, Math.max(x + 4, Math.min(NAME_WIDTH + 4, room)), 9);
    } else {
      pen.fillText(formatDate(day.date, words.locale, 'weekday'), x + 4, 9);
      pen.fillText(String(Number(day.date.slice(8))), x + 4, HEAD_HEIGHT - 8);
    }
  }
  if (view.zoom === 'days') drawHours(pen, view, first, end);
}

/** Hours as the clock on the wall shows them: one is missing in spring and one comes twice in autumn. */
function drawHours(pen: CanvasRenderingContext2D, view: StripView, first: number, end: number) {
  pen.fillStyle = view.palette.muted;
  for (let slot = first; slot < end; slot++) {
    const wall = view.board.wallClock[slot]!;
    if (wall % 7200 !== 0) continue;
    pen.fillText(String(wall / 3600).padStart(2, '0'), xOf(view, slot) + 2, HEAD_HEIGHT - 8);
  }
}

function drawCurves(pen: CanvasRenderingContext2D, view: StripView, first: number, end: number) {
  const { cover, palette } = view;
  const { curveBase, curveHeight } = levels();
  const trace = (values: Float64Array): void => {
    for (let slot = first; slot < end; slot++) {
      const y = curveBase - (values[slot]! / cover.highest) * curveHeight;
      pen.lineTo(xOf(view, slot), y);
      pen.lineTo(xOf(view, slot + 1), y);
    }
  };
  pen.fillStyle = palette.scheduled;
  pen.beginPath();
  pen.moveTo(xOf(view, first), curveBase);
  trace(cover.scheduled);
  pen.lineTo(xOf(view, end), curveBase);
  pen.fill();
  pen.strokeStyle = palette.fg;
  pen.lineWidth = 1.5;
  pen.beginPath();
  trace(cover.required);
  pen.stroke();
}

function drawBalance(pen: CanvasRenderingContext2D, view: StripView, first: number, end: number) {
  const { cover, palette, perSlot } = view;
  const { netZero, netHeight } = levels();
  const width = Math.max(0.5, perSlot > 2 ? perSlot - 1 : perSlot);
  const bars = (values: Float64Array, colour: string, up: boolean): void => {
    pen.fillStyle = colour;
    for (let slot = first; slot < end; slot++) {
      const agents = values[slot]!;
      if (agents === 0) continue;
      const height = Math.max(1.5, (agents / cover.widest) * netHeight);
      pen.fillRect(xOf(view, slot), up ? netZero - height : netZero, width, height);
    }
  };
  bars(cover.over, palette.over, true);
  bars(cover.under, palette.under, false);
  pen.fillStyle = palette.muted;
  pen.fillRect(xOf(view, first), netZero, (end - first) * perSlot, 1);
  if (view.marked === null) return;
  pen.strokeStyle = palette.accent;
  pen.lineWidth = 2;
  const { from, to } = view.marked;
  pen.strokeRect(
    xOf(view, from) - 2,
    HEAD_HEIGHT + 1,
    (to - from) * perSlot + 4,
    STRIP_HEIGHT - HEAD_HEIGHT - 3,
  );
}

function drawKey(pen: CanvasRenderingContext2D, { board, palette, words }: StripView): void {
  const { netZero } = levels();
  pen.fillStyle = palette.fg;
  pen.fillText(words.roster.agents(board.rows.length), 10, HEAD_HEIGHT / 2);
  pen.textAlign = 'right';
  pen.fillStyle = palette.muted;
  pen.fillText(words.roster.paidHours, NAME_WIDTH - 10, HEAD_HEIGHT / 2);
  pen.textAlign = 'left';
  pen.fillStyle = palette.fg;
  pen.fillText(`— ${words.roster.required}`, 10, HEAD_HEIGHT + 18);
  pen.fillText(words.roster.scheduled, 26, HEAD_HEIGHT + 36);
  pen.fillStyle = palette.scheduled;
  pen.fillRect(10, HEAD_HEIGHT + 31, 12, 10);
  pen.fillStyle = palette.over;
  pen.fillText(`▲ ${words.roster.over}`, 10, netZero - 11);
  pen.fillStyle = palette.under;
  pen.fillText(`▼ ${words.roster.under}`, 10, netZero + 13);
}
