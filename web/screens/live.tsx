import { useEffect } from 'preact/hooks';
import { type QueueOutlook } from '../../src/domain/day-outlook.ts';
import { type AgentState, type LiveCentre, type QueueSnapshot } from '../../src/domain/live.ts';
import { loadDayOutlook } from '../api/client.ts';
import { clockOf, formatNumber, formatShare } from '../i18n/format.ts';
import { messages } from '../i18n/index.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { Figures } from '../parts/figures.tsx';
import { Picker, pickOf } from '../parts/pickers.tsx';
import { Empty, ProblemBox, Skeleton } from '../parts/states.tsx';
import { followLive, live } from '../state/live.ts';
import { plans } from '../state/lists.ts';
import { useLatest, useLoaded } from '../state/resource.ts';
import { route, setParams } from '../state/route.ts';
import { LiveAdherence } from './live-adherence.tsx';
import { LiveDay } from './live-day.tsx';

export function LiveScreen() {
  useEffect(
    () =>
      followLive((state) => {
        live.value = state;
      }),
    [],
  );
  const state = live.value;
  const words = messages.value.live;
  if (state.kind === 'waiting') return <Skeleton />;
  return (
    <div class="screen">
      {state.kind === 'none' ? (
        <Empty title={words.none} next={words.noneNext} />
      ) : (
        <Centre centre={state.centre} isHeard={state.isHeard} />
      )}
    </div>
  );
}

function Centre({ centre, isHeard }: { readonly centre: LiveCentre; readonly isHeard: boolean }) {
  const words = messages.value;
  const { params } = route.value;
  const queues = centre.queues.map(({ queue }) => ({ value: queue, text: queue }));
  const queue = pickOf(queues, params['queue']) ?? '';
  const listed = plans.state.value;
  const names = listed.kind === 'ready' ? [...new Set(listed.value.map(({ name }) => name))] : [];
  const planOptions = names.map((name) => ({ value: name, text: name }));
  const plan = pickOf(planOptions, params['plan']) ?? null;
  // Asked anew every minute, and when another plan is picked.
  const minute = centre.madeAt.slice(0, 16);
  const [outlook, retry] = useLoaded(plan === null ? null : `${plan} ${minute}`, (signal) =>
    loadDayOutlook(plan ?? '', signal),
  );
  const day = useLatest(outlook.kind === 'ready' ? outlook.value.queues : null)?.find(
    (entry) => entry.queue === queue,
  );
  const snapshot = centre.queues.find((entry) => entry.queue === queue);
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
        {plan === null ? null : (
          <Picker
            label={words.live.plan}
            value={plan}
            options={planOptions}
            onPick={(value) => {
              setParams({ plan: value });
            }}
          />
        )}
      </div>
      <SourceLine centre={centre} isHeard={isHeard} />
      {snapshot === undefined ? null : (
        <QueueFigures
          snapshot={snapshot}
          day={day ?? null}
          isOld={!isHeard || centre.source.stale}
        />
      )}
      {outlook.kind === 'failed' ? <ProblemBox problem={outlook.problem} onRetry={retry} /> : null}
      {day === undefined ? null : <LiveDay day={day} />}
      <LiveAdherence minute={minute} />
      <People agents={centre.agents.filter((person) => person.queues.includes(queue))} />
    </>
  );
}

/** Whether what is shown is to be believed, said before all figures. */
function SourceLine({
  centre,
  isHeard,
}: {
  readonly centre: LiveCentre;
  readonly isHeard: boolean;
}) {
  const words = messages.value.live;
  const { source } = centre;
  const clock = source.asOf === null ? null : clockOf(source.asOf);
  const text = !isHeard
    ? words.serverSilent
    : source.stale
      ? words.stale(source.name, clock ?? words.never)
      : words.heard(source.name, clock ?? words.never);
  return (
    <p role="status" class={isHeard && !source.stale ? 'muted' : 'box'}>
      {text}
      {source.problem === null ? null : ` ${source.problem}`}
    </p>
  );
}

function QueueFigures({
  snapshot,
  day,
  isOld,
}: {
  readonly snapshot: QueueSnapshot;
  readonly day: QueueOutlook | null;
  readonly isOld: boolean;
}) {
  const { locale, frame, live: words } = messages.value;
  const { today, agents } = snapshot;
  const number = (value: number): string => formatNumber(value, locale);
  const share = (value: number | null): string =>
    value === null ? words.notKnown : formatShare(value, locale);
  const seconds = (value: number | null): string =>
    value === null ? words.notKnown : frame.seconds(number(Math.round(value)));
  const note = isOld ? words.old : null;
  return (
    <Figures
      figures={[
        {
          name: words.waiting,
          value: number(snapshot.waiting),
          note:
            note ??
            (snapshot.longestWaitSeconds === null
              ? null
              : words.longest(seconds(snapshot.longestWaitSeconds))),
        },
        {
          name: words.ready,
          value: number(agents.ready),
          note: note ?? words.onCall(number(agents['on-call'])),
        },
        {
          name: words.offered,
          value: number(today.offered),
          note: words.answered(number(today.answered), number(today.abandoned)),
        },
        {
          name: words.soFar,
          value: share(today.serviceLevel),
          note: today.isPartial ? words.partial : words.within(seconds(today.thresholdSeconds)),
        },
        {
          name: words.projected,
          value: share(day?.day.serviceLevel ?? null),
          note:
            day === null || day.goal.serviceLevel === null
              ? null
              : words.goal(share(day.goal.serviceLevel)),
        },
      ]}
    />
  );
}

function People({ agents }: { readonly agents: readonly AgentState[] }) {
  const { live: words } = messages.value;
  const columns: Column<AgentState>[] = [
    { head: words.person, figures: false, cell: ({ agent }) => agent },
    {
      head: words.state,
      figures: false,
      cell: ({ state, reason }) =>
        reason === null || reason === ''
          ? words.states[state]
          : words.withReason(words.states[state], reason),
    },
    {
      head: words.since,
      figures: true,
      cell: ({ since }) => (since === null ? words.notKnown : clockOf(since)),
    },
  ];
  return (
    <DataTable
      caption={words.people}
      columns={columns}
      rows={agents}
      keyOf={({ agent }) => agent}
    />
  );
}
