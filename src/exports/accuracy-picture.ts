import { type ChartOptions, type Scale } from 'chart.js';
import { type AccuracyCut, type AccuracyRow } from '../domain/index.ts';
import { COLORS, drawPanels, FONT_FAMILY, fontSize, type Panel } from './chart-canvas.ts';
import { type LineDataset } from './volume-panel.ts';

export interface AccuracyPictureInput {
  readonly title: string;
  readonly subtitle: string;
  /** Of one queue. */
  readonly rows: readonly AccuracyRow[];
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

const PANELS: readonly (readonly [AccuracyCut, string])[] = [
  ['lead', 'Error of day totals (WAPE) by lead'],
  ['weekday', 'Error of day totals by weekday'],
  ['hour', 'Error of intervals by hour of the day'],
];

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/**
 * Accuracy of a queue's forecasts as a PNG: the error by lead, weekday and hour, a line for each
 * method. Lower is better.
 *
 * @throws {AgnerError} as {@link drawPanels}
 */
export async function drawAccuracyPicture(input: AccuracyPictureInput): Promise<Buffer> {
  const { title, subtitle, rows, width, height } = input;
  const methods = [...new Set(rows.map(({ method }) => method))];
  const panels = PANELS.flatMap(([cut, heading]): Panel[] => {
    const buckets = [...new Set(rows.flatMap((row) => (row.by === cut ? [row.bucket] : [])))];
    if (buckets.length === 0) return [];
    const datasets = methods.map((method, index): LineDataset => {
      const color = [...COLORS.queues, COLORS.over, COLORS.under][index % 5]!;
      return {
        label: method,
        data: buckets.map((bucket, x) => {
          const row = rows.find(
            (each) => each.by === cut && each.method === method && each.bucket === bucket,
          );
          return {
            x,
            y: row === undefined ? null : 100 * (cut === 'hour' ? row.wapeInterval : row.wapeDay),
          };
        }),
        borderColor: color,
        backgroundColor: color,
        borderWidth: index === 0 ? 3 : 1.8,
        pointRadius: 3.5,
        pointStyle: 'circle',
      };
    });
    const names = buckets.map((bucket) => nameOf(cut, bucket));
    return [
      {
        heading,
        share: 1,
        config: { type: 'line', data: { datasets }, options: axes(names, width) },
      },
    ];
  });
  return drawPanels(
    { width, height },
    {
      title,
      subtitle,
      footer: 'WAPE: sum of absolute errors over sum of contacts; lower is better',
    },
    panels,
  );
}

function nameOf(cut: AccuracyCut, bucket: string): string {
  if (cut === 'weekday') return WEEKDAYS[Number(bucket) - 1] ?? bucket;
  return cut === 'hour' ? `${bucket}:00` : bucket;
}

function axes(names: readonly string[], width: number): ChartOptions<'line' | 'bar'> {
  const font = { family: FONT_FAMILY, size: fontSize(width) * 0.9 };
  return {
    scales: {
      x: {
        type: 'linear',
        min: -0.5,
        max: names.length - 0.5,
        grid: { display: false },
        border: { color: COLORS.muted },
        afterBuildTicks: (axis: Scale) => {
          axis.ticks = names.map((_, value) => ({ value }));
        },
        ticks: {
          autoSkip: false,
          maxRotation: 0,
          color: COLORS.text,
          font,
          callback: (value) => names[Number(value)] ?? '',
        },
      },
      y: {
        type: 'linear',
        beginAtZero: true,
        grid: { color: COLORS.grid },
        ticks: { color: COLORS.text, font, callback: (value) => `${value} %` },
      },
    },
    plugins: {
      legend: {
        position: 'top',
        align: 'end',
        labels: { color: COLORS.text, font, usePointStyle: true },
      },
    },
  };
}
