import {
  AgnerError,
  epochSeconds,
  type Forecast,
  gridDays,
  type IntervalGrid,
  makeGrid,
  type Requirement,
  type Roster,
  slotAt,
  slotStart,
} from '../domain/index.ts';
import { dateRange, dayBackground, type DayMark, dayMarks, timeAxes } from './chart-axes.ts';
import { COLORS, drawPanels, type Panel, translucent } from './chart-canvas.ts';
import { forecastLines, type LineDataset, volumePanel } from './volume-panel.ts';

export interface RosterPictureInput {
  readonly forecast: Forecast | null;
  /** Drawn where there is no roster; a roster brings what it had to cover. */
  readonly requirement: Requirement | null;
  readonly roster: Roster | null;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Agents over all queues, per slot; over and under are sums over queues, never set off. */
interface Cover {
  readonly grid: IntervalGrid;
  readonly required: readonly number[];
  readonly scheduled: readonly number[] | null;
  readonly over: readonly number[];
  readonly under: readonly number[];
}

/** Days that are drawn interval by interval. */
const DETAIL_DAYS = 7;

/**
 * Forecast, requirement and roster as one PNG: contacts per day with their bands, agents required
 * and scheduled in every interval of the first week, and per day how much is over and under.
 *
 * A panel whose data is not there is left out. Bands of several queues cannot be added, so queues
 * are drawn apart, the busiest three of them.
 *
 * @throws {AgnerError} `INVALID_INPUT` without requirement and roster, for queues of different
 *   interval length, and for sizes as {@link drawPanels}
 */
export async function drawRosterPicture(input: RosterPictureInput): Promise<Buffer> {
  const { forecast, requirement, roster, width, height } = input;
  const cover = roster === null ? coverOfRequirement(requirement) : coverOfRoster(roster);
  const days = gridDays(cover.grid);
  const first = days[0]?.date ?? '';
  const last = days.at(-1)?.date ?? '';
  const panels = [
    ...(forecast === null ? [] : [volumes(forecast, width)]),
    detailPanel(cover, width),
    ...(cover.scheduled === null ? [] : [balancePanel(cover, width)]),
  ];
  const { program, inputsHash } = (roster ?? requirement ?? forecast)?.provenance ?? {};
  return drawPanels(
    { width, height },
    {
      title:
        roster === null
          ? `Requirement, ${dateRange(first, last)}`
          : `${roster.plan}: roster, ${dateRange(first, last)}`,
      subtitle: roster === null ? `Local time ${cover.grid.zone}` : rosterFigures(roster),
      footer: `${program ?? ''}, made of inputs ${(inputsHash ?? '').slice(0, 12)}`,
    },
    panels,
  );
}

function volumes(forecast: Forecast, width: number): Panel {
  const busiest = forecast.queues
    .toSorted((a, b) => sum(b.dayTotals.mean) - sum(a.dayTotals.mean))
    .slice(0, COLORS.queues.length);
  const dates = busiest.flatMap(({ days }) => days).toSorted();
  const [first = '', last = ''] = [dates[0], dates.at(-1)];
  const more = forecast.queues.length - busiest.length;
  return volumePanel(
    more > 0
      ? `Forecast, busiest ${busiest.length} of ${forecast.queues.length} queues`
      : 'Forecast',
    dayMarks(first, last),
    busiest.flatMap((queue, index) =>
      forecastLines(queue, first, COLORS.queues[index] ?? '', index === 0),
    ),
    width,
  );
}

/** Required against scheduled agents, interval by interval, over the first week. */
function detailPanel({ grid, required, scheduled }: Cover, width: number): Panel {
  const shown = gridDays(grid).slice(0, DETAIL_DAYS);
  const slots = shown.reduce((total, day) => total + day.slots, 0);
  const days: DayMark[] = shown.map(({ date, firstSlot, slots: length }) => ({
    date,
    from: firstSlot,
    to: firstSlot + length,
  }));
  const points = (values: readonly number[]) => [
    ...values.slice(0, slots).map((y, x) => ({ x, y })),
    { x: slots, y: values[slots - 1] ?? 0 },
  ];
  const line = { stepped: 'before', pointRadius: 0 } as const;
  const requiredLine: LineDataset = {
    ...line,
    label: 'required',
    data: points(required),
    borderColor: COLORS.required,
    borderWidth: 1.6,
    pointStyle: 'line',
    // Shades what lies between the line and the area below it: dataset 1, scheduled.
    fill: { target: 1, above: translucent(COLORS.under, 0.5), below: 'transparent' },
  };
  const against: LineDataset[] =
    scheduled === null
      ? []
      : [
          {
            ...line,
            label: 'scheduled',
            data: points(scheduled),
            borderColor: COLORS.scheduled,
            borderWidth: 0.8,
            backgroundColor: translucent(COLORS.scheduled, 0.4),
            fill: 'origin',
            pointStyle: 'rect',
          },
          {
            label: 'short of agents',
            data: [],
            borderColor: COLORS.under,
            backgroundColor: translucent(COLORS.under, 0.5),
            pointStyle: 'rect',
          },
        ];
  const what = scheduled === null ? 'Agents required' : 'Agents required and scheduled';
  const heading = `${what}, all queues`;
  return {
    heading: shown.length < gridDays(grid).length ? `${heading}, first week` : heading,
    share: 1.25,
    config: {
      type: 'line',
      data: {
        datasets: [
          scheduled === null ? { ...requiredLine, fill: false } : requiredLine,
          ...against,
        ],
      },
      options: timeAxes(days, 'agents', width, { fromZero: true }),
      plugins: [dayBackground(days)],
    },
  };
}

/** Agent hours too many (up) and too few (down) per day. */
function balancePanel({ grid, over, under }: Cover, width: number): Panel {
  const days = gridDays(grid);
  const marks = dayMarks(days[0]?.date ?? '', days.at(-1)?.date ?? '');
  const hours = (values: readonly number[], sign: number) =>
    days.map(({ firstSlot, slots }, x) => ({
      x,
      y: (sign * sum(values.slice(firstSlot, firstSlot + slots)) * grid.stepSeconds) / 3600,
    }));
  const bar = { grouped: false, barPercentage: 0.9, categoryPercentage: 0.8, pointStyle: 'rect' };
  return {
    heading: 'Over and under cover, summed over queues',
    share: 0.75,
    config: {
      type: 'bar',
      data: {
        datasets: [
          { ...bar, label: 'over (up)', data: hours(over, 1), backgroundColor: COLORS.over },
          { ...bar, label: 'under (down)', data: hours(under, -1), backgroundColor: COLORS.under },
        ],
      },
      options: timeAxes(marks, 'agent hours per day', width, { fromZero: true }),
      plugins: [dayBackground(marks)],
    },
  };
}

function coverOfRoster({ grid, coverage }: Roster): Cover {
  const total = (value: (required: number, scheduled: number) => number) =>
    Array.from({ length: grid.length }, (_, slot) =>
      sum(
        coverage.map(({ required, scheduled }) => value(required[slot] ?? 0, scheduled[slot] ?? 0)),
      ),
    );
  return {
    grid,
    required: total((required) => required),
    scheduled: total((_, scheduled) => scheduled),
    over: total((required, scheduled) => Math.max(0, scheduled - required)),
    under: total((required, scheduled) => Math.max(0, required - scheduled)),
  };
}

function coverOfRequirement(requirement: Requirement | null): Cover {
  const grids = (requirement?.queues ?? []).map(({ grid }) => grid);
  const [first] = grids;
  if (requirement === null || first === undefined) {
    throw new AgnerError(
      'INVALID_INPUT',
      'expected a roster or a requirement with queues to draw, got neither',
    );
  }
  const other = grids.find(({ stepSeconds }) => stepSeconds !== first.stepSeconds);
  if (other !== undefined) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected queues of one interval length, got ${first.stepSeconds} and ${other.stepSeconds} seconds`,
    );
  }
  const start = Math.min(...grids.map(({ start: text }) => epochSeconds(text)));
  const end = Math.max(...grids.map((grid) => slotStart(grid, grid.length)));
  const grid = makeGrid(first.zone, start, first.stepSeconds, (end - start) / first.stepSeconds);
  const required = Array.from({ length: grid.length }, (_, slot) =>
    sum(
      requirement.queues.map(
        (queue) => queue.scheduledAgents[slotAt(queue.grid, slotStart(grid, slot))] ?? 0,
      ),
    ),
  );
  return { grid, required, scheduled: null, over: [], under: [] };
}

function rosterFigures({ agents, shifts, score, proof, grid }: Roster): string {
  const hours = (seconds: number) => (seconds / 3600).toFixed(1);
  return [
    `${agents.length} agents, ${shifts.length} shifts`,
    `planned paid ${hours(score.paidSeconds)} h`,
    `under ${hours(score.underAgentSeconds)} h, over ${hours(score.overAgentSeconds)} h`,
    proof.gap === null ? 'gap not known' : `gap ${(proof.gap * 100).toFixed(1)} %`,
    `local time ${grid.zone}`,
  ].join('  |  ');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
