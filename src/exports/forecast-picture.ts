import {
  addDays,
  dayLengthSeconds,
  daysBetween,
  gridDays,
  type IntervalHistory,
  type QueueForecast,
} from '../domain/index.ts';
import { dateRange, dayMarks } from './chart-axes.ts';
import { COLORS, drawPanels } from './chart-canvas.ts';
import { forecastLines, type LineDataset, type Point, volumePanel } from './volume-panel.ts';

export interface ForecastPictureInput {
  readonly history: IntervalHistory;
  readonly forecast: QueueForecast;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

const HISTORY_DAYS = 56;

/**
 * A queue's forecast as a PNG: contacts per day over the last eight weeks of history, then the
 * forecast with its bands. Days that the history holds in part, or without a known count, stay
 * blank.
 *
 * @throws {AgnerError} as {@link drawPanels}
 */
export async function drawForecastPicture(input: ForecastPictureInput): Promise<Buffer> {
  const { history, forecast, width, height } = input;
  const totals = dayTotals(history);
  const historyEnd = totals.at(-1)?.date ?? forecast.days[0] ?? '';
  const last = [historyEnd, forecast.days.at(-1) ?? historyEnd].toSorted()[1] ?? historyEnd;
  const kept = totals.filter(({ date }) => date > addDays(historyEnd, -HISTORY_DAYS));
  const first = [kept[0]?.date ?? historyEnd, forecast.days[0] ?? historyEnd].toSorted()[0] ?? '';
  const past: LineDataset = {
    label: 'history',
    data: kept.map(({ date, contacts }): Point => ({ x: daysBetween(first, date), y: contacts })),
    borderColor: COLORS.required,
    backgroundColor: COLORS.required,
    borderWidth: 1.8,
    pointRadius: 2.5,
    pointStyle: 'circle',
  };
  const models = forecast.models
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ model, weight }) => `${model} ${(weight * 100).toFixed(0)} %`)
    .join(', ');
  return drawPanels(
    { width, height },
    {
      title: `${forecast.queue}: forecast, ${dateRange(forecast.days[0] ?? first, forecast.days.at(-1) ?? last)}`,
      subtitle: `Models: ${models === '' ? 'none named' : models}  |  local time ${forecast.grid.zone}`,
      footer: 'Bands hold the named share of outcomes, day by day',
    },
    [
      volumePanel(
        'Contacts per day',
        dayMarks(first, last),
        [past, ...forecastLines(forecast, first, COLORS.queues[0], true)],
        width,
      ),
    ],
  );
}

interface DayTotal {
  readonly date: string;
  readonly contacts: number | null;
}

/** Offered contacts per local date: what is known of a whole day; blank slots add nothing. */
function dayTotals({ grid, totals }: IntervalHistory): readonly DayTotal[] {
  return gridDays(grid).map(({ date, firstSlot, slots }) => {
    const whole = slots * grid.stepSeconds === dayLengthSeconds(grid.zone, date);
    const known = totals.offered
      .slice(firstSlot, firstSlot + slots)
      .filter((value) => value !== null);
    const contacts = known.reduce((sum, value) => sum + value, 0);
    return { date, contacts: whole && known.length > 0 ? contacts : null };
  });
}
