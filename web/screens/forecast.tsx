import { useMemo } from 'preact/hooks';
import { addDays, formatInstant, startOfDay } from '../../src/domain/calendar.ts';
import {
  type ExcludedDay,
  type ModelShare,
  type QueueForecast,
} from '../../src/domain/forecast.ts';
import { type StoredHeader } from '../../src/domain/document.ts';
import { type IntervalHistory } from '../../src/domain/history.ts';
import { loadForecast, loadHistory } from '../api/client.ts';
import { Chart } from '../charts/chart.tsx';
import { weekTicks } from '../charts/day-axis.ts';
import { bandSeries, bandTexts, estimateColumns } from '../charts/estimate.ts';
import { formatDate, formatNumber, formatShare } from '../i18n/format.ts';
import { messages } from '../i18n/index.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Figures } from '../parts/figures.tsx';
import { Notes } from '../parts/notes.tsx';
import { Picker, pickOf, resultOptions, ViewToggle } from '../parts/pickers.tsx';
import { Await, Empty } from '../parts/states.tsx';
import { forecasts } from '../state/lists.ts';
import { type Loaded, useLoaded } from '../state/resource.ts';
import { route, setParams } from '../state/route.ts';
import { ForecastAccuracy } from './forecast-accuracy.tsx';
import { ForecastDay } from './forecast-day.tsx';
import { historyDays } from './history-days.ts';

const HISTORY_DAYS = 56;

export function ForecastScreen() {
  return (
    <div class="screen">
      <Await state={forecasts.state.value} onRetry={() => void forecasts.refresh()}>
        {(headers) =>
          headers.length === 0 ? (
            <Empty title={messages.value.forecast.empty} next={messages.value.forecast.emptyNext} />
          ) : (
            <PickedForecast headers={headers} />
          )
        }
      </Await>
    </div>
  );
}

function PickedForecast({ headers }: { readonly headers: readonly StoredHeader[] }) {
  const words = messages.value;
  const { params } = route.value;
  const options = resultOptions(headers, params['forecast']);
  const id = pickOf(options, params['forecast']) ?? '';
  const [state, retry] = useLoaded(id, (signal) => loadForecast(id, signal));
  const queues =
    state.kind === 'ready'
      ? state.value.document.queues.map(({ queue }) => ({ value: queue, text: queue }))
      : [];
  const queue = pickOf(queues, params['queue']);
  const view = params['view'] === 'table' ? 'table' : 'chart';
  return (
    <>
      <div class="tools">
        <Picker
          label={words.frame.queue}
          value={queue ?? ''}
          options={queues}
          onPick={(value) => {
            setParams({ queue: value });
          }}
        />
        <Picker
          label={words.forecast.forecast}
          value={id}
          options={options}
          onPick={(value) => {
            setParams({ forecast: value, day: null });
          }}
        />
        <ViewToggle
          view={view}
          onPick={(value) => {
            setParams({ view: value === 'table' ? value : null });
          }}
        />
      </div>
      <Await state={state} onRetry={retry}>
        {({ document }) => {
          const forecast = document.queues.find((entry) => entry.queue === queue);
          return forecast === undefined ? null : (
            <QueueView key={id} id={id} forecast={forecast} view={view} />
          );
        }}
      </Await>
    </>
  );
}

function QueueView({
  id,
  forecast,
  view,
}: {
  readonly id: string;
  readonly forecast: QueueForecast;
  readonly view: 'chart' | 'table';
}) {
  const words = messages.value;
  const wanted = route.value.params['day'];
  const index = Math.max(0, forecast.days.indexOf(wanted ?? ''));
  const history = useHistory(forecast);
  return (
    <>
      <Totals forecast={forecast} />
      {history.kind === 'failed' ? <p class="muted">{words.forecast.historyMissing}</p> : null}
      <DayTotals
        forecast={forecast}
        history={history.kind === 'ready' ? history.value : null}
        view={view}
        selected={index}
      />
      <ForecastDay key={forecast.queue} forecast={forecast} index={index} view={view} />
      <div class="columns">
        <Models models={forecast.models} />
        <Excluded days={forecast.excludedDays} />
      </div>
      <ForecastAccuracy id={id} queue={forecast.queue} view={view} />
      <Notes notes={forecast.notes} />
    </>
  );
}

/** History of the weeks before the forecast's first day. */
function useHistory({ queue, grid, days }: QueueForecast): Loaded<IntervalHistory> {
  const first = days[0] ?? grid.start.slice(0, 10);
  const from = formatInstant(startOfDay(grid.zone, addDays(first, -HISTORY_DAYS)), grid.zone);
  const [state] = useLoaded(`${queue} ${from}`, (signal) =>
    loadHistory(queue, from, grid.start, signal),
  );
  return state;
}

function Totals({ forecast }: { readonly forecast: QueueForecast }) {
  const { locale, forecast: words, frame } = messages.value;
  const { mean } = forecast.dayTotals;
  const total = mean.reduce((sum, value) => sum + value, 0);
  const most = Math.max(...mean);
  const busiest = forecast.days[mean.indexOf(most)];
  const volume = forecast.volume.mean;
  const handled = volume.reduce((sum, value) => sum + value, 0);
  const handle = forecast.handleTimeSeconds.mean.reduce(
    (sum, seconds, slot) => sum + seconds * (volume[slot] ?? 0),
    0,
  );
  return (
    <Figures
      figures={[
        {
          name: words.total,
          value: formatNumber(total, locale),
          note: null,
        },
        {
          name: words.meanPerDay,
          value: formatNumber(total / Math.max(1, mean.length), locale),
          note: null,
        },
        {
          name: words.busiestDay,
          value: formatNumber(most, locale),
          note: busiest === undefined ? null : formatDate(busiest, locale),
        },
        {
          name: words.meanHandleTime,
          value: handled > 0 ? frame.seconds(formatNumber(handle / handled, locale)) : frame.none,
          note: forecast.handleTimeSource === 'assumed' ? words.assumed : null,
        },
      ]}
    />
  );
}

function DayTotals({
  forecast,
  history,
  view,
  selected,
}: {
  readonly forecast: QueueForecast;
  readonly history: IntervalHistory | null;
  readonly view: 'chart' | 'table';
  /** Index of a forecast day. */
  readonly selected: number;
}) {
  const { locale, forecast: words, frame } = messages.value;
  const plot = useMemo(() => {
    const first = forecast.days[0] ?? forecast.grid.start.slice(0, 10);
    const past = Array.from({ length: HISTORY_DAYS }, (_, at) => addDays(first, at - HISTORY_DAYS));
    const known = history === null ? past.map(() => null) : historyDays(history, past);
    const dates = [...past, ...forecast.days];
    const blank = past.map(() => null);
    return {
      dates,
      known,
      ticks: weekTicks(dates, (date) => formatDate(date, locale)),
      series: [
        ...bandSeries(forecast.dayTotals, blank, words, locale),
        {
          shape: 'line',
          label: words.history,
          values: [...known, ...forecast.days.map(() => null)],
          colour: 'fg',
          dashed: false,
        },
        {
          shape: 'line',
          label: words.mean,
          values: [...blank, ...forecast.dayTotals.mean],
          colour: 'accent',
          dashed: true,
        },
      ] as const,
    };
  }, [forecast, history, locale, words]);
  if (view === 'table') {
    const rows = [
      ...plot.dates.map((date, at) => ({ date, at })).filter(({ at }) => at >= HISTORY_DAYS),
      ...plot.dates
        .map((date, at) => ({ date, at }))
        .filter(({ at }) => at < HISTORY_DAYS && plot.known[at] !== null),
    ];
    const columns: Column<{ readonly date: string; readonly at: number }>[] = [
      {
        head: frame.day,
        figures: false,
        cell: ({ date, at }) =>
          at < HISTORY_DAYS ? (
            formatDate(date, locale)
          ) : (
            <button
              type="button"
              class="link"
              onClick={() => {
                setParams({ day: date });
              }}
            >
              {formatDate(date, locale)}
            </button>
          ),
      },
      {
        head: words.history,
        figures: true,
        cell: ({ at }) => {
          const value = plot.known[at] ?? null;
          return value === null ? '' : formatNumber(value, locale);
        },
      },
      ...estimateColumns<{ readonly at: number }>(
        forecast.dayTotals,
        ({ at }) => (at < HISTORY_DAYS ? null : at - HISTORY_DAYS),
        { words, locale, digits: 0 },
      ),
    ];
    return (
      <DataTable
        caption={words.dayTotals}
        columns={columns}
        rows={rows}
        keyOf={({ date }) => date}
        selected={forecast.days[selected] ?? null}
        tall
      />
    );
  }
  return (
    <Chart
      label={words.dayTotalsOf(forecast.queue)}
      length={plot.dates.length}
      series={plot.series}
      steps={false}
      height="tall"
      ticks={plot.ticks}
      nameOf={(at) => formatDate(plot.dates[at] ?? '', locale)}
      describe={(at) => {
        const past = plot.known[at] ?? null;
        if (at < HISTORY_DAYS) {
          return past === null ? [] : [`${words.history} ${formatNumber(past, locale)}`];
        }
        return bandTexts(forecast.dayTotals, at - HISTORY_DAYS, words, { locale, digits: 0 });
      }}
      selected={HISTORY_DAYS + selected}
      onSelect={(at) => {
        const date = plot.dates[at];
        if (at >= HISTORY_DAYS && date !== undefined) setParams({ day: date });
      }}
    />
  );
}

function Models({ models }: { readonly models: readonly ModelShare[] }) {
  const { locale, forecast: words } = messages.value;
  const columns: Column<ModelShare>[] = [
    { head: words.model, figures: false, cell: ({ model }) => model },
    { head: words.weight, figures: true, cell: ({ weight }) => formatShare(weight, locale) },
    {
      head: words.wape,
      figures: true,
      cell: ({ backtestWape }) =>
        backtestWape === null ? words.noBacktest : formatShare(backtestWape, locale),
    },
  ];
  return (
    <DataTable
      caption={words.models}
      columns={columns}
      rows={[...models].sort((a, b) => b.weight - a.weight)}
      keyOf={({ model }) => model}
    />
  );
}

function Excluded({ days }: { readonly days: readonly ExcludedDay[] }) {
  const { locale, frame, forecast: words } = messages.value;
  if (days.length === 0) return <p class="muted">{words.noneExcluded}</p>;
  const columns: Column<ExcludedDay>[] = [
    { head: frame.day, figures: false, cell: ({ date }) => formatDate(date, locale, 'full') },
    { head: words.reason, figures: false, cell: ({ reason }) => words.reasons[reason] },
    { head: words.weightLeft, figures: true, cell: ({ weight }) => formatShare(weight, locale) },
  ];
  return (
    <DataTable
      caption={words.excluded}
      columns={columns}
      rows={days}
      keyOf={({ date, reason }) => `${date} ${reason}`}
    />
  );
}
