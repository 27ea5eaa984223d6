import { useMemo } from 'preact/hooks';
import { type StoredHeader } from '../../src/domain/document.ts';
import { type QueueRequirement, type Requirement } from '../../src/domain/requirement.ts';
import { type Roster } from '../../src/domain/roster.ts';
import { loadRequirement, loadRoster } from '../api/client.ts';
import { formatDate, formatHours } from '../i18n/format.ts';
import { messages } from '../i18n/index.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Notes } from '../parts/notes.tsx';
import { type Option, Picker, pickOf, resultOptions, ViewToggle } from '../parts/pickers.tsx';
import { Await, Empty, ProblemBox } from '../parts/states.tsx';
import { requirements, rosters } from '../state/lists.ts';
import { useLoaded } from '../state/resource.ts';
import { route, setParams } from '../state/route.ts';
import { type StaffingDay, rosterStaff, staffingDays } from './staffing-days.ts';
import { StaffingDayView } from './staffing-day.tsx';
import { StaffingFigures } from './staffing-figures.tsx';

/** What the roster picker says for "none". */
const WITHOUT = 'none';

export function StaffingScreen() {
  return (
    <div class="screen">
      <Await state={requirements.state.value} onRetry={() => void requirements.refresh()}>
        {(headers) =>
          headers.length === 0 ? (
            <Empty title={messages.value.staffing.empty} next={messages.value.staffing.emptyNext} />
          ) : (
            <PickedRequirement headers={headers} />
          )
        }
      </Await>
    </div>
  );
}

function PickedRequirement({ headers }: { readonly headers: readonly StoredHeader[] }) {
  const words = messages.value;
  const { params } = route.value;
  const options = resultOptions(headers, params['requirement']);
  const id = pickOf(options, params['requirement']) ?? '';
  const [state, retry] = useLoaded(id, (signal) => loadRequirement(id, signal));
  const queues =
    state.kind === 'ready'
      ? state.value.document.queues.map(({ queue }) => ({ value: queue, text: queue }))
      : [];
  const queue = pickOf(queues, params['queue']) ?? '';
  const listed = rosters.state.value;
  const rosterOptions: readonly Option[] = [
    ...resultOptions(
      listed.kind === 'ready' ? listed.value : [],
      params['roster'] === WITHOUT ? undefined : params['roster'],
    ),
    { value: WITHOUT, text: words.staffing.noRoster },
  ];
  const rosterId = pickOf(rosterOptions, params['roster']) ?? WITHOUT;
  const view = params['view'] === 'table' ? 'table' : 'chart';
  return (
    <>
      <div class="tools">
        <Picker
          label={words.frame.queue}
          value={queue}
          options={queues}
          onPick={(value) => {
            setParams({ queue: value });
          }}
        />
        <Picker
          label={words.staffing.requirement}
          value={id}
          options={options}
          onPick={(value) => {
            setParams({ requirement: value, day: null });
          }}
        />
        <Picker
          label={words.staffing.roster}
          value={rosterId}
          options={rosterOptions}
          onPick={(value) => {
            setParams({ roster: value });
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
        {({ document }) => (
          <WithRoster
            document={document}
            queue={queue}
            rosterId={rosterId === WITHOUT ? null : rosterId}
            view={view}
          />
        )}
      </Await>
    </>
  );
}

function WithRoster({
  document,
  queue,
  rosterId,
  view,
}: {
  readonly document: Requirement;
  readonly queue: string;
  readonly rosterId: string | null;
  readonly view: 'chart' | 'table';
}) {
  const [state, retry] = useLoaded(rosterId, (signal) => loadRoster(rosterId ?? '', signal));
  const requirement = document.queues.find((entry) => entry.queue === queue);
  if (requirement === undefined) return null;
  return (
    <>
      {rosterId !== null && state.kind === 'failed' ? (
        <ProblemBox problem={state.problem} onRetry={retry} />
      ) : null}
      <QueueView
        requirement={requirement}
        roster={rosterId !== null && state.kind === 'ready' ? state.value.document : null}
        view={view}
      />
    </>
  );
}

function QueueView({
  requirement,
  roster,
  view,
}: {
  readonly requirement: QueueRequirement;
  readonly roster: Roster | null;
  readonly view: 'chart' | 'table';
}) {
  const words = messages.value;
  const staff = useMemo(
    () => (roster === null ? null : rosterStaff(requirement, roster)),
    [requirement, roster],
  );
  const days = useMemo(() => staffingDays(requirement, staff), [requirement, staff]);
  const wanted = route.value.params['day'];
  const day = days.find(({ date }) => date === wanted) ?? days[0];
  return (
    <>
      <StaffingFigures requirement={requirement} />
      {roster !== null && staff === null ? <p class="muted">{words.staffing.noOverlap}</p> : null}
      {day === undefined ? null : (
        <StaffingDayView
          requirement={requirement}
          staff={staff}
          day={day}
          days={days}
          view={view}
        />
      )}
      <Days days={days} selected={day?.date ?? null} />
      <Notes notes={requirement.notes} />
    </>
  );
}

function Days({
  days,
  selected,
}: {
  readonly days: readonly StaffingDay[];
  readonly selected: string | null;
}) {
  const { locale, frame, staffing: words } = messages.value;
  const hours = (seconds: number | null): string =>
    seconds === null ? words.notKnown : formatHours(seconds, locale);
  const columns: Column<StaffingDay>[] = [
    {
      head: frame.day,
      figures: false,
      cell: ({ date }) => (
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
    { head: words.requiredHours, figures: true, cell: (day) => hours(day.requiredSeconds) },
    { head: words.rosterHours, figures: true, cell: (day) => hours(day.rosterSeconds) },
    { head: words.underHours, figures: true, cell: (day) => hours(day.underSeconds) },
    { head: words.overHours, figures: true, cell: (day) => hours(day.overSeconds) },
  ];
  return (
    <DataTable
      caption={words.days}
      columns={columns}
      rows={days}
      keyOf={({ date }) => date}
      selected={selected}
    />
  );
}
