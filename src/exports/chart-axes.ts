import { type SKRSContext2D } from '@napi-rs/canvas';
import { type ChartOptions, type Plugin, type Scale } from 'chart.js';
import { format, parseISO } from 'date-fns';
import { addDays, daysBetween, weekdayOf } from '../domain/index.ts';
import { COLORS, FONT_FAMILY, fontSize } from './chart-canvas.ts';

/** Most date labels that fit beside each other. */
const MAX_LABELS = 13;

/** "Mon 23 Mar". */
export function shortDate(date: string): string {
  return format(parseISO(date), 'EEE d MMM');
}

/** "23 Mar 2026 to 5 Apr 2026". */
export function dateRange(from: string, to: string): string {
  const text = (date: string) => format(parseISO(date), 'd MMM yyyy');
  return from === to ? text(from) : `${text(from)} to ${text(to)}`;
}

export interface DayMark {
  readonly date: string;
  /** Where the day begins and ends on the x axis. */
  readonly from: number;
  readonly to: number;
}

/** Days side by side, one unit each; the values of a day stand at its middle. */
export function dayMarks(first: string, last: string): readonly DayMark[] {
  return Array.from({ length: daysBetween(first, last) + 1 }, (_, day) => ({
    date: addDays(first, day),
    from: day - 0.5,
    to: day + 0.5,
  }));
}

/** Axes and legend of a panel over time: days with their names below, one measure on the left. */
export function timeAxes(
  days: readonly DayMark[],
  yTitle: string,
  width: number,
  { fromZero }: { readonly fromZero: boolean },
): ChartOptions<'line' | 'bar'> {
  const unit = fontSize(width);
  const font = { family: FONT_FAMILY, size: unit * 0.9 };
  const labelled = labelledDays(days);
  const label = new Map(labelled.map(({ date, from, to }) => [(from + to) / 2, shortDate(date)]));
  return {
    scales: {
      x: {
        type: 'linear',
        // Bars would push the axis outwards, and out of step with the other panels.
        offset: false,
        min: days[0]?.from ?? 0,
        max: days.at(-1)?.to ?? 1,
        grid: { display: false },
        border: { color: COLORS.muted },
        afterBuildTicks: (axis: Scale) => {
          axis.ticks = [...label.keys()].map((value) => ({ value }));
        },
        ticks: {
          autoSkip: false,
          maxRotation: 0,
          color: COLORS.text,
          font,
          callback: (value) => label.get(Number(value)) ?? '',
        },
      },
      y: {
        type: 'linear',
        beginAtZero: fromZero,
        title: { display: true, text: yTitle, color: COLORS.muted, font },
        grid: { color: COLORS.grid },
        border: { display: false },
        ticks: { color: COLORS.text, maxTicksLimit: 6, font },
        // One width for all, so that panels stand exactly below each other.
        afterFit: (axis: Scale) => {
          axis.width = unit * 5.5;
        },
      },
    },
    plugins: {
      legend: {
        position: 'top',
        align: 'end',
        labels: {
          color: COLORS.text,
          usePointStyle: true,
          pointStyleWidth: unit * 0.9,
          boxHeight: unit * 0.5,
          font,
          padding: unit * 0.8,
        },
      },
    },
  };
}

/** Weekends as a shade and days as fine lines behind what is drawn. */
export function dayBackground(days: readonly DayMark[]): Plugin<'line' | 'bar'> {
  return {
    id: 'day-background',
    beforeDraw: ({ ctx, chartArea, scales }) => {
      const context = ctx as SKRSContext2D;
      const axis = scales['x'];
      if (axis === undefined) return;
      context.save();
      for (const { date, from, to } of days) {
        const left = axis.getPixelForValue(from);
        if (weekdayOf(date) > 5) {
          context.fillStyle = COLORS.weekend;
          const right = axis.getPixelForValue(to);
          context.fillRect(left, chartArea.top, right - left, chartArea.bottom - chartArea.top);
        }
        if (days.length <= 7 || weekdayOf(date) === 1) {
          context.fillStyle = COLORS.grid;
          context.fillRect(left, chartArea.top, 1, chartArea.bottom - chartArea.top);
        }
      }
      context.restore();
    },
  };
}

/** Every day where they fit, else every Monday, else every n-th Monday. */
function labelledDays(days: readonly DayMark[]): readonly DayMark[] {
  if (days.length <= MAX_LABELS) return days;
  const mondays = days.filter(({ date }) => weekdayOf(date) === 1);
  const every = Math.max(1, Math.ceil(mondays.length / MAX_LABELS));
  return mondays.filter((_, index) => index % every === 0);
}
