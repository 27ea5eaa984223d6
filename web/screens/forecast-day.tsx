/** The intervals of one forecast day: contacts and handle time with their bands. */
import { useMemo } from 'preact/hooks';
import { type Estimate, type QueueForecast } from '../../src/domain/forecast.ts';
import { Chart } from '../charts/chart.tsx';
import { hourTicks, slotsOfDate } from '../charts/day-axis.ts';
import { bandSeries, bandTexts, estimateColumns } from '../charts/estimate.ts';
import { formatDate, slotClock } from '../i18n/format.ts';
import { messages } from '../i18n/index.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Picker } from '../parts/pickers.tsx';
import { setParams } from '../state/route.ts';

export function ForecastDay({
  forecast,
  index,
  view,
}: {
  readonly forecast: QueueForecast;
  /** Of the forecast's days. */
  readonly index: number;
  readonly view: 'chart' | 'table';
}) {
  const { locale, frame, forecast: words } = messages.value;
  const date = forecast.days[index];
  if (date === undefined) return null;
  const options = forecast.days.map((day) => ({
    value: day,
    text: formatDate(day, locale),
  }));
  return (
    <section>
      <div class="tools inner">
        <Picker
          label={frame.day}
          value={date}
          options={options}
          onPick={(day) => {
            setParams({ day });
          }}
        />
      </div>
      <div class="columns">
        <Intervals
          label={words.intervals(formatDate(date, locale))}
          forecast={forecast}
          estimate={forecast.volume}
          date={date}
          digits={1}
          view={view}
        />
        <Intervals
          label={words.handleTime(formatDate(date, locale))}
          forecast={forecast}
          estimate={forecast.handleTimeSeconds}
          date={date}
          digits={0}
          view={view}
        />
      </div>
    </section>
  );
}

function Intervals({
  label,
  forecast,
  estimate,
  date,
  digits,
  view,
}: {
  readonly label: string;
  readonly forecast: QueueForecast;
  readonly estimate: Estimate;
  readonly date: string;
  readonly digits: number;
  readonly view: 'chart' | 'table';
}) {
  const { locale, forecast: words } = messages.value;
  const { grid } = forecast;
  const plot = useMemo(() => {
    const day = slotsOfDate(grid, date) ?? { firstSlot: 0, slots: 0 };
    const part = sliceEstimate(estimate, day.firstSlot, day.slots);
    return {
      ...day,
      part,
      ticks: hourTicks(grid, day.firstSlot, day.slots),
      series: [
        ...bandSeries(part, [], words, locale),
        {
          shape: 'line',
          label: words.mean,
          values: part.mean,
          colour: 'accent',
          dashed: false,
        },
      ] as const,
    };
  }, [grid, estimate, date, locale, words]);
  const nameOf = (at: number): string => slotClock(grid, plot.firstSlot + at);
  if (view === 'table') {
    const columns: Column<number>[] = [
      { head: words.interval, figures: false, cell: nameOf },
      ...estimateColumns<number>(plot.part, (at) => at, { words, locale, digits }),
    ];
    return (
      <DataTable
        caption={label}
        columns={columns}
        rows={Array.from({ length: plot.slots }, (_, at) => at)}
        keyOf={String}
        tall
      />
    );
  }
  return (
    <div class="titled">
      <h2>{label}</h2>
      <Chart
        label={label}
        length={plot.slots}
        series={plot.series}
        steps
        height="low"
        ticks={plot.ticks}
        nameOf={nameOf}
        describe={(at) => bandTexts(plot.part, at, words, { locale, digits })}
        selected={null}
        onSelect={null}
      />
    </div>
  );
}

function sliceEstimate(estimate: Estimate, first: number, count: number): Estimate {
  const cut = (values: readonly number[]): readonly number[] => values.slice(first, first + count);
  return {
    mean: cut(estimate.mean),
    median: cut(estimate.median),
    bands: estimate.bands.map(({ level, lower, upper }) => ({
      level,
      lower: cut(lower),
      upper: cut(upper),
    })),
  };
}
