import { fileURLToPath } from 'node:url';
import { type Canvas, createCanvas, GlobalFonts } from '@napi-rs/canvas';
import {
  BarController,
  BarElement,
  Chart,
  type ChartConfiguration,
  type ChartOptions,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js';
import { AgnerError } from '../domain/index.ts';

Chart.register(
  BarController,
  BarElement,
  Filler,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
);

/** Colours that people of all kinds of sight can tell apart (Okabe and Ito). */
export const COLORS = {
  text: '#1B2430',
  muted: '#5B6673',
  grid: '#E3E7EC',
  weekend: '#F3F5F8',
  scheduled: '#56B4E9',
  required: '#14304F',
  over: '#009E73',
  under: '#D55E00',
  queues: ['#0072B2', '#CC6F00', '#7A3E9D'],
} as const;

/** Largest picture, pixels a side. */
const MAX_SIDE = 8_000;

export interface PictureSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** One chart of a picture: what is drawn, under which heading, how much of the height it takes. */
export interface Panel {
  readonly heading: string;
  readonly share: number;
  readonly config: ChartConfiguration<'line' | 'bar', { x: number; y: number | null }[]>;
}

export interface PictureText {
  readonly title: string;
  readonly subtitle: string;
  readonly footer: string;
}

const FAMILIES = ['latin', 'latin-ext', 'cyrillic', 'greek'].map((subset) => {
  const family = `Agner Inter ${subset}`;
  for (const weight of [400, 600]) {
    const file = import.meta.resolve(
      `@fontsource/inter/files/inter-${subset}-${weight}-normal.woff2`,
    );
    GlobalFonts.registerFromPath(fileURLToPath(file), family);
  }
  return `"${family}"`;
});

/**
 * Fonts of our own first, so that text shows (and looks the same) where no font is installed;
 * scripts that they lack are left to the machine's.
 */
export const FONT_FAMILY = [...FAMILIES, 'sans-serif'].join(', ');

/** A colour "#RRGGBB" with an opacity in [0, 1]. */
export function translucent(color: string, opacity: number): string {
  return `${color}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0')}`;
}

/**
 * Draws panels below each other, with a title over all, as a PNG of exactly the given size.
 *
 * @throws {AgnerError} `INVALID_INPUT` for a side below 400 or above 8,000 pixels
 */
export async function drawPanels(
  { width, height }: PictureSize,
  { title, subtitle, footer }: PictureText,
  panels: readonly Panel[],
): Promise<Buffer> {
  checkSide('width', width);
  checkSide('height', height);
  const unit = fontSize(width);
  const margin = unit * 1.5;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#FFFFFF';
  context.fillRect(0, 0, width, height);

  const write = (
    text: string,
    x: number,
    y: number,
    size: number,
    weight: number,
    color: string,
  ) => {
    context.font = `${weight} ${size}px ${FONT_FAMILY}`;
    context.fillStyle = color;
    context.fillText(
      shorten(text, (part) => context.measureText(part).width, width - x - margin),
      x,
      y,
    );
  };
  write(title, margin, margin + unit, unit * 1.5, 600, COLORS.text);
  write(subtitle, margin, margin + unit * 2.9, unit, 400, COLORS.muted);
  write(footer, margin, height - unit * 0.8, unit * 0.8, 400, COLORS.muted);

  const top = margin + unit * 4.2;
  const room = height - top - unit * 2;
  const shares = panels.reduce((sum, { share }) => sum + share, 0);
  let y = top;
  for (const { heading, share, config } of panels) {
    const panelHeight = Math.floor((room * share) / shares);
    const panel = createCanvas(Math.round(width - 2 * margin), panelHeight);
    const chart = makeChart(panel, config, unit);
    context.drawImage(panel, margin, y);
    // Wipes its canvas, so not before the copy.
    chart.destroy();
    write(heading, margin, y + unit * 1.3, unit * 1.1, 600, COLORS.text);
    y += panelHeight;
  }
  return canvas.encode('png');
}

function makeChart(canvas: Canvas, config: Panel['config'], unit: number) {
  const options: ChartOptions<'line' | 'bar'> = {
    ...config.options,
    animation: false,
    responsive: false,
    devicePixelRatio: 1,
    layout: { padding: { right: unit, bottom: unit * 0.8 } },
  };
  return new Chart(canvas, { ...config, options });
}

/** Text size that fits a picture's width. */
export function fontSize(width: number): number {
  return Math.max(10, Math.round(width / 100));
}

function shorten(text: string, widthOf: (text: string) => number, room: number): string {
  if (widthOf(text) <= room) return text;
  let length = text.length;
  while (length > 0 && widthOf(`${text.slice(0, length)}…`) > room) length--;
  return `${text.slice(0, length)}…`;
}

function checkSide(name: string, side: number): void {
  if (!(Number.isInteger(side) && side >= 400 && side <= MAX_SIDE)) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected ${name} to be a whole number of pixels in [400, ${MAX_SIDE}], got ${side}`,
    );
  }
}
