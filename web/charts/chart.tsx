/** The only file that knows chart.js: lines, steps and bands over slots, with a crosshair of its own. */
import {
  Chart as ChartJs,
  type ChartDataset,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
} from 'chart.js';
import { useEffect, useRef, useState } from 'preact/hooks';
import { theme } from '../state/theme.ts';
import { type ColourName, type Palette, readPalette } from './palette.ts';

const Y_AXIS_WIDTH = 52;

ChartJs.register(LineController, LineElement, PointElement, LinearScale, Filler);

type Values = readonly (number | null)[];

/** One thing that a chart shows; `null` is a gap. */
export type Series =
  | {
      readonly shape: 'line';
      readonly label: string;
      readonly values: Values;
      readonly colour: ColourName;
      readonly dashed: boolean;
    }
  | {
      readonly shape: 'area';
      readonly label: string;
      readonly values: Values;
      readonly colour: ColourName;
    }
  | {
      readonly shape: 'band';
      readonly label: string;
      readonly lower: Values;
      readonly upper: Values;
      readonly colour: ColourName;
    }
  /** Filled from zero: upwards in one colour, downwards in another. */
  | {
      readonly shape: 'balance';
      readonly labelAbove: string;
      readonly labelBelow: string;
      readonly values: Values;
      readonly above: ColourName;
      readonly below: ColourName;
    };

export interface ChartProps {
  readonly label: string;
  /** Number of slots (or days) on the x axis. */
  readonly length: number;
  readonly series: readonly Series[];
  /** Whether values hold from one slot to the next; else they are points joined by lines. */
  readonly steps: boolean;
  readonly height: 'tall' | 'low';
  /** Slots that have a mark and a text below the axis. */
  readonly ticks: readonly { readonly at: number; readonly text: string }[];
  /** The slot as people call it. */
  readonly nameOf: (slot: number) => string;
  /** Lines of the tooltip for a slot. */
  readonly describe: (slot: number) => readonly string[];
  readonly selected: number | null;
  /** `null` where nothing can be chosen. */
  readonly onSelect: ((slot: number) => void) | null;
}

interface Place {
  readonly slot: number;
  readonly x: number;
}

export function Chart(props: ChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<ChartJs<'line'> | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const [hover, setHover] = useState<number | null>(null);
  const [, setDrawn] = useState(0);
  const isDark = theme.value;

  useEffect(() => {
    const made = new ChartJs<'line'>(canvas.current!, {
      type: 'line',
      data: { datasets: [] },
      options: optionsOf(
        () => latest.current,
        () => {
          setDrawn((count) => count + 1);
        },
      ),
    });
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  }, []);

  useEffect(() => {
    const made = chart.current;
    if (made === null) return;
    const palette = readPalette();
    paint(made, props, palette);
    setDrawn((count) => count + 1);
  }, [props.series, props.length, props.steps, props.ticks, isDark]);

  const placeOf = (slot: number | null): Place | null => {
    const scale = chart.current?.scales['x'];
    if (slot === null || scale === undefined || slot >= props.length) return null;
    return { slot, x: scale.getPixelForValue(slot + (props.steps ? 0.5 : 0)) };
  };
  const slotAt = (event: MouseEvent): number | null => {
    const scale = chart.current?.scales['x'];
    const box = canvas.current?.getBoundingClientRect();
    if (scale === undefined || box === undefined) return null;
    const value = scale.getValueForPixel(event.clientX - box.left) ?? 0;
    const slot = props.steps ? Math.floor(value) : Math.round(value);
    return slot < 0 || slot >= props.length ? null : slot;
  };
  const at = hover ?? props.selected ?? 0;
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = keyTarget(event.key, at, props.length);
    if (target !== null) setHover(target);
    else if (event.key === 'Enter' || event.key === ' ') props.onSelect?.(at);
    else if (event.key === 'Escape') setHover(null);
    else return;
    event.preventDefault();
  };
  const crosshair = placeOf(hover);
  const mark = placeOf(props.selected);
  const text = `${props.nameOf(at)}: ${props.describe(at).join(', ')}`;
  return (
    <figure class="chart">
      <Legend series={props.series} />
      <div
        class={`plot ${props.height}${props.onSelect === null ? '' : ' choosable'}`}
        role="slider"
        tabIndex={0}
        aria-label={props.label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, props.length - 1)}
        aria-valuenow={at}
        aria-valuetext={text}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => {
          setHover(slotAt(event));
        }}
        onPointerLeave={() => {
          setHover(null);
        }}
        onBlur={() => {
          setHover(null);
        }}
        onClick={(event) => {
          const slot = slotAt(event);
          if (slot !== null) props.onSelect?.(slot);
        }}
      >
        <canvas ref={canvas} aria-hidden="true" />
        {mark === null ? null : <div class="mark" style={{ left: `${mark.x}px` }} />}
        {crosshair === null ? null : (
          <Tooltip
            place={crosshair}
            width={chart.current?.width ?? 0}
            name={props.nameOf(crosshair.slot)}
            lines={props.describe(crosshair.slot)}
          />
        )}
      </div>
    </figure>
  );
}

function Tooltip({
  place,
  width,
  name,
  lines,
}: {
  readonly place: Place;
  readonly width: number;
  readonly name: string;
  readonly lines: readonly string[];
}) {
  const side =
    place.x > width / 2 ? { right: `${width - place.x + 8}px` } : { left: `${place.x + 8}px` };
  return (
    <>
      <div class="crosshair" style={{ left: `${place.x}px` }} />
      <div class="tooltip" style={side} aria-hidden="true">
        <b>{name}</b>
        {lines.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </div>
    </>
  );
}

function Legend({ series }: { readonly series: readonly Series[] }) {
  return (
    <figcaption class="legend">
      {series.flatMap(legendOf).map(({ label, swatch }) => (
        <span key={label}>
          <i class={`swatch ${swatch}`} />
          {label}
        </span>
      ))}
    </figcaption>
  );
}

function legendOf(series: Series): readonly { readonly label: string; readonly swatch: string }[] {
  if (series.shape === 'balance') {
    return [
      { label: series.labelAbove, swatch: `c-${series.above}` },
      { label: series.labelBelow, swatch: `c-${series.below}` },
    ];
  }
  const line = series.shape === 'line' ? (series.dashed ? ' stroke dashed' : ' stroke') : '';
  return [{ label: series.label, swatch: `c-${series.colour}${line}` }];
}

function keyTarget(key: string, at: number, length: number): number | null {
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowDown: at - 1,
    ArrowUp: at + 1,
    PageUp: at + 7,
    PageDown: at - 7,
    Home: 0,
    End: length - 1,
  };
  const target = targets[key];
  return target === undefined ? null : Math.max(0, Math.min(length - 1, target));
}

function optionsOf(props: () => ChartProps, onResized: () => void) {
  return {
    animation: false as const,
    parsing: false as const,
    normalized: true,
    responsive: true,
    maintainAspectRatio: false,
    // chart.js redraws every line for its own tooltip; ours is a box above the canvas.
    events: [],
    onResize: onResized,
    layout: { padding: { right: 8, top: 6 } },
    scales: {
      x: {
        type: 'linear' as const,
        afterBuildTicks: (axis: { ticks: { value: number }[] }) => {
          axis.ticks = props().ticks.map(({ at }) => ({ value: at }));
        },
        ticks: {
          autoSkip: false,
          maxRotation: 0,
          callback: (value: string | number) =>
            props().ticks.find(({ at }) => at === value)?.text ?? '',
        },
      },
      y: {
        grace: '4%',
        // Charts one above the other share their x scale only if their y axes are equally wide.
        afterFit: (axis: { width: number }) => {
          axis.width = Y_AXIS_WIDTH;
        },
        ticks: { maxTicksLimit: 6, precision: 0 },
      },
    },
    elements: { point: { radius: 0 } },
  };
}

/** Brings data, range and colours of a chart up to date and draws it. */
function paint(chart: ChartJs<'line'>, props: ChartProps, palette: Palette): void {
  const { x, y } = chart.options.scales!;
  const edge = props.steps ? 0 : 0.5;
  Object.assign(x!, { min: -edge, max: props.steps ? props.length : props.length - 1 + edge });
  const signed = props.series.some((series) => series.shape === 'balance');
  Object.assign(y!, { beginAtZero: true, ...(signed ? {} : { min: 0 }) });
  for (const axis of [x!, y!]) {
    Object.assign(axis.grid!, { color: palette.line });
    Object.assign(axis.ticks!, { color: palette.muted });
  }
  // chart.js draws its first dataset last; here later series lie above earlier ones.
  chart.data.datasets = props.series.flatMap((series, index) =>
    datasetsOf(series, props.steps, palette).map((set) => ({ ...set, order: -index })),
  );
  chart.update('none');
}

type Dataset = ChartDataset<'line', { x: number; y: number }[]>;

function datasetsOf(series: Series, steps: boolean, palette: Palette): Dataset[] {
  const shape = { stepped: steps ? ('before' as const) : (false as const), pointRadius: 0 };
  const bare = { ...shape, borderWidth: 0, borderColor: 'transparent' };
  switch (series.shape) {
    case 'line':
      return [
        {
          ...shape,
          data: pointsOf(series.values, steps),
          borderColor: palette[series.colour],
          borderWidth: 1.75,
          borderDash: series.dashed ? [6, 3] : [],
        },
      ];
    case 'area':
      return [
        {
          ...bare,
          data: pointsOf(series.values, steps),
          fill: 'origin',
          backgroundColor: palette[series.colour],
        },
      ];
    case 'band':
      return [
        { ...bare, data: pointsOf(series.lower, steps) },
        {
          ...bare,
          data: pointsOf(series.upper, steps),
          fill: '-1',
          backgroundColor: palette[series.colour],
        },
      ];
    case 'balance':
      return [
        {
          ...bare,
          data: pointsOf(series.values, steps),
          fill: { target: 'origin', above: palette[series.above], below: palette[series.below] },
        },
      ];
  }
}

/** Points of a series; a step's last value is repeated at its end. */
function pointsOf(values: Values, steps: boolean): { x: number; y: number }[] {
  const points = values.map((value, slot) => ({ x: slot, y: value ?? Number.NaN }));
  const last = points.at(-1);
  if (steps && last !== undefined) points.push({ x: values.length, y: last.y });
  return points;
}
