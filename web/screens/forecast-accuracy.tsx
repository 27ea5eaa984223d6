/** How good a forecast is: tests on the past before it, and the forecast itself beside what came. */
import { addDays } from '../../src/domain/calendar.ts';
import {
  type AccuracyCut,
  type AccuracyRow,
  type AccuracyVerdict,
} from '../../src/domain/forecast.ts';
import { loadAccuracy } from '../api/client.ts';
import { Chart, type Series } from '../charts/chart.tsx';
import { formatDate, formatNumber, formatShare } from '../i18n/format.ts';
import { messages } from '../i18n/index.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Notes } from '../parts/notes.tsx';
import { Await } from '../parts/states.tsx';
import { useLoaded } from '../state/resource.ts';
import { route, setParams } from '../state/route.ts';

const CUTS: readonly AccuracyCut[] = ['lead', 'weekday', 'hour'];
/** Before a Monday, for the names of weekdays. */
const SUNDAY = '2023-12-31';
const COLOURS = ['accent', 'fg', 'muted', 'over', 'under'] as const;

/** The report takes some seconds, so it is asked for. */
export function ForecastAccuracy({
  id,
  queue,
  view,
}: {
  readonly id: string;
  readonly queue: string;
  readonly view: 'chart' | 'table';
}) {
  const words = messages.value.accuracy;
  const isOpen = route.value.params['accuracy'] === 'yes';
  return (
    <section>
      <h2>{words.title}</h2>
      <div class="tools inner">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => {
            setParams({ accuracy: isOpen ? null : 'yes' });
          }}
        >
          {isOpen ? words.hide : words.show}
        </button>
      </div>
      {isOpen ? <Report id={id} queue={queue} view={view} /> : null}
    </section>
  );
}

function Report({
  id,
  queue,
  view,
}: {
  readonly id: string;
  readonly queue: string;
  readonly view: 'chart' | 'table';
}) {
  const { locale, accuracy: words } = messages.value;
  const [state, retry] = useLoaded(`${id} ${queue}`, (signal) => loadAccuracy(id, queue, signal));
  return (
    <Await state={state} onRetry={retry}>
      {({ backtest, since, notes }) => {
        const [outcome] = since;
        return (
          <>
            <h3>
              {words.before(formatNumber(backtest.origins.length, locale), backtest.leadDays)}
            </h3>
            <Judged {...backtest} view={view} />
            <h3>
              {outcome?.until == null
                ? words.nothingYet
                : words.since(formatDate(outcome.until, locale, 'full'))}
            </h3>
            {outcome?.until == null ? null : <Judged {...outcome} view={view} />}
            <Notes notes={notes} />
          </>
        );
      }}
    </Await>
  );
}

function Judged({
  accuracy,
  verdicts,
  view,
}: {
  readonly accuracy: readonly AccuracyRow[];
  readonly verdicts: readonly AccuracyVerdict[];
  readonly view: 'chart' | 'table';
}) {
  return (
    <>
      {verdicts.map((verdict) => (
        <Verdict key={verdict.method} verdict={verdict} />
      ))}
      <div class="columns">
        {CUTS.map((cut) => {
          const rows = accuracy.filter(({ by }) => by === cut);
          if (rows.length === 0) return null;
          return view === 'table' ? (
            <CutTable key={cut} cut={cut} rows={rows} />
          ) : (
            <CutChart key={cut} cut={cut} rows={rows} />
          );
        })}
      </div>
    </>
  );
}

function Verdict({ verdict }: { readonly verdict: AccuracyVerdict }) {
  const { locale, accuracy: words } = messages.value;
  const percent = (share: number): string => formatShare(share, locale);
  const { method, rival, outcome, wapeDay, lean, bias, bands } = verdict;
  return (
    <p>
      <b>{words.methods[method] ?? method}: </b>
      {[
        words.outcomes[outcome],
        rival === null
          ? words.off(percent(wapeDay))
          : words.offBeside(
              percent(wapeDay),
              words.methods[rival.method] ?? rival.method,
              percent(rival.wapeDay),
            ),
        words.leans[lean](percent(Math.abs(bias))),
        ...bands.map(({ level, share, fit }) => words.bands[fit](percent(level), percent(share))),
      ].join(' ')}
    </p>
  );
}

function CutChart({
  cut,
  rows,
}: {
  readonly cut: AccuracyCut;
  readonly rows: readonly AccuracyRow[];
}) {
  const { locale, accuracy: words } = messages.value;
  const buckets = [...new Set(rows.map(({ bucket }) => bucket))];
  const methods = [...new Set(rows.map(({ method }) => method))];
  const errorAt = (method: string, at: number): number | null => {
    const row = rows.find((each) => each.method === method && each.bucket === buckets[at]);
    return row === undefined ? null : errorOf(row);
  };
  const nameOf = (at: number): string => bucketName(cut, buckets[at] ?? '');
  const named = (method: string): string => words.methods[method] ?? method;
  return (
    <div class="titled">
      <h2>{words.cuts[cut]}</h2>
      <Chart
        label={words.cuts[cut]}
        length={buckets.length}
        series={methods.map((method, index): Series => ({
          shape: 'line',
          label: named(method),
          values: buckets.map((_, at) => {
            const error = errorAt(method, at);
            return error === null ? null : 100 * error;
          }),
          colour: COLOURS[index % COLOURS.length]!,
          dashed: index > 0,
        }))}
        steps={false}
        height="low"
        ticks={buckets.flatMap((_, at) =>
          cut === 'hour' && at % 4 > 0 ? [] : [{ at, text: nameOf(at) }],
        )}
        nameOf={nameOf}
        describe={(at) =>
          methods.flatMap((method) => {
            const error = errorAt(method, at);
            return error === null ? [] : [`${named(method)} ${formatShare(error, locale)}`];
          })
        }
        selected={null}
        onSelect={null}
      />
    </div>
  );
}

function CutTable({
  cut,
  rows,
}: {
  readonly cut: AccuracyCut;
  readonly rows: readonly AccuracyRow[];
}) {
  const { locale, accuracy: words, forecast } = messages.value;
  const levels = rows[0]?.coverage.map(({ level }) => level) ?? [];
  const columns: Column<AccuracyRow>[] = [
    { head: words.heads[cut], figures: false, cell: ({ bucket }) => bucketName(cut, bucket) },
    { head: words.method, figures: false, cell: ({ method }) => words.methods[method] ?? method },
    { head: words.wapeDay, figures: true, cell: ({ wapeDay }) => formatShare(wapeDay, locale) },
    {
      head: words.wapeInterval,
      figures: true,
      cell: ({ wapeInterval }) => formatShare(wapeInterval, locale),
    },
    { head: words.bias, figures: true, cell: ({ bias }) => formatShare(bias, locale) },
    ...levels.map((level, at) => ({
      head: forecast.band(formatShare(level, locale)),
      figures: true,
      cell: ({ coverage }: AccuracyRow) => {
        const share = coverage[at]?.share;
        return share === undefined ? '' : formatShare(share, locale);
      },
    })),
  ];
  return (
    <DataTable
      caption={words.cuts[cut]}
      columns={columns}
      rows={rows}
      keyOf={({ method, bucket }) => `${method} ${bucket}`}
    />
  );
}

/** Hours hold too few contacts of a day to speak of day totals. */
function errorOf({ by, wapeDay, wapeInterval }: AccuracyRow): number {
  return by === 'hour' ? wapeInterval : wapeDay;
}

function bucketName(cut: AccuracyCut, bucket: string): string {
  const { locale, accuracy: words } = messages.value;
  if (cut === 'hour') return `${bucket}:00`;
  if (cut === 'lead') return words.leads[bucket] ?? bucket;
  return formatDate(addDays(SUNDAY, Number(bucket)), locale, 'weekday');
}
