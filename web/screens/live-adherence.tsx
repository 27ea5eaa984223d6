/** Everybody's day against what was published: who is out of it first. */
import { type DayAttendance, type PersonAttendance } from '../../src/domain/attendance.ts';
import { loadAdherence } from '../api/client.ts';
import { clockOf, formatNumber, formatShare } from '../i18n/format.ts';
import { messages } from '../i18n/index.ts';
import { type Column, DataTable } from '../parts/data-table.tsx';
import { ProblemBox } from '../parts/states.tsx';
import { useLatest, useLoaded } from '../state/resource.ts';

/** @param minute asked anew whenever it changes */
export function LiveAdherence({ minute }: { readonly minute: string }) {
  const [loaded, retry] = useLoaded(minute, loadAdherence);
  const day = useLatest(loaded.kind === 'ready' ? loaded.value : null);
  if (loaded.kind === 'failed') return <ProblemBox problem={loaded.problem} onRetry={retry} />;
  return day === null ? null : <Adherence day={day} />;
}

function Adherence({ day }: { readonly day: DayAttendance }) {
  const { locale, live: words } = messages.value;
  const people = day.people.filter(({ scheduledSeconds }) => scheduledSeconds > 0);
  const isOut = ({ now }: PersonAttendance): boolean => (now?.outSince ?? null) !== null;
  const ordered = [...people.filter(isOut), ...people.filter((person) => !isOut(person))];
  const share = (value: number | null): string =>
    value === null ? words.notKnown : formatShare(value, locale);
  const columns: Column<PersonAttendance>[] = [
    { head: words.person, figures: false, cell: ({ name }) => name },
    {
      head: words.scheduledNow,
      figures: false,
      cell: ({ now }) => now?.name ?? words.off,
    },
    {
      head: words.state,
      figures: false,
      cell: ({ now }) => {
        const state = words.states[now?.state ?? 'unknown'];
        const reason = now?.reason ?? '';
        return reason === '' ? state : words.withReason(state, reason);
      },
    },
    {
      head: words.outSince,
      figures: true,
      cell: ({ now }) => (now?.outSince == null ? '' : clockOf(now.outSince)),
    },
    { head: words.adherence, figures: true, cell: ({ adherence }) => share(adherence) },
    { head: words.conformance, figures: true, cell: ({ conformance }) => share(conformance) },
  ];
  const names = new Map(day.people.map(({ agent, name }) => [agent, name]));
  const minutes = (list: DayAttendance['late']): readonly string[] =>
    list.map(({ agent, seconds }) =>
      words.withMinutes(names.get(agent) ?? agent, formatNumber(seconds / 60, locale)),
    );
  const lists = [
    [words.absent, day.absent.map((agent) => names.get(agent) ?? agent)],
    [words.late, minutes(day.late)],
    [words.early, minutes(day.early)],
    [words.unscheduled, minutes(day.unscheduled)],
  ] as const;
  return (
    <section>
      <h2>{words.adherence}</h2>
      {people.length === 0 ? (
        <p>{words.nobodyScheduled}</p>
      ) : (
        <DataTable
          caption={words.adherenceOf}
          columns={columns}
          rows={ordered}
          keyOf={({ agent }) => agent}
        />
      )}
      {lists.map(([name, listed]) =>
        listed.length === 0 ? null : <p key={name}>{words.listed(name, listed.join(', '))}</p>,
      )}
    </section>
  );
}
