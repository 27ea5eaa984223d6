import { type ChartDataset } from 'chart.js';
import { daysBetween, type QueueForecast } from '../domain/index.ts';
import { dayBackground, type DayMark, timeAxes } from './chart-axes.ts';
import { type Panel, translucent } from './chart-canvas.ts';

export interface Point {
  readonly x: number;
  readonly y: number | null;
}

export type LineDataset = ChartDataset<'line', Point[]>;

/**
 * Day totals of one queue's forecast: a line with its bands, the widest behind. Of several queues,
 * the bands of one alone need a place in the legend.
 */
export function forecastLines(
  { queue, days, dayTotals }: QueueForecast,
  firstDate: string,
  color: string,
  namesBands: boolean,
): LineDataset[] {
  const x = days.map((date) => daysBetween(firstDate, date));
  const points = (values: readonly number[]) =>
    values.map((y, index) => ({ x: x[index] ?? index, y }));
  const bands = dayTotals.bands
    .toSorted((a, b) => a.level - b.level)
    .flatMap(({ level, lower, upper }, index): LineDataset[] => {
      const edge = { borderWidth: 0, pointRadius: 0, pointHitRadius: 0, order: 10 + index };
      return [
        { ...edge, label: '', data: points(lower), fill: false },
        {
          ...edge,
          label: namesBands ? `${percentText(level)} band` : '',
          data: points(upper),
          fill: '-1',
          backgroundColor: translucent(color, index === 0 ? 0.32 : 0.16),
          pointStyle: 'rect',
        },
      ];
    });
  const mean: LineDataset = {
    label: `${queue} forecast`,
    data: points(dayTotals.mean),
    borderColor: color,
    backgroundColor: color,
    borderWidth: 2.5,
    pointRadius: days.length > 45 ? 0 : 3,
    pointStyle: 'circle',
    order: 1,
  };
  return [mean, ...bands];
}

/** A panel of contacts per day. Datasets without a label are left out of the legend. */
export function volumePanel(
  heading: string,
  days: readonly DayMark[],
  datasets: LineDataset[],
  width: number,
): Panel {
  const options = timeAxes(days, 'contacts per day', width, { fromZero: true });
  return {
    heading,
    share: 1,
    config: {
      type: 'line',
      data: { datasets },
      options: withoutUnnamed(options),
      plugins: [dayBackground(days)],
    },
  };
}

function withoutUnnamed(options: ReturnType<typeof timeAxes>): ReturnType<typeof timeAxes> {
  const legend = options.plugins?.legend;
  return {
    ...options,
    plugins: {
      ...options.plugins,
      legend: {
        ...legend,
        labels: { ...legend?.labels, filter: ({ text }) => text !== '' },
      },
    },
  };
}

/** "80 %", "97.5 %". */
function percentText(fraction: number): string {
  return `${Number((fraction * 100).toFixed(1))} %`;
}
