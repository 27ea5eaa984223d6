import {
  addDays,
  epochSeconds,
  type Publication,
  type Roster,
  type ScheduledStretch,
  type ScheduleException,
} from '../../domain/index.ts';
import { type Store } from '../ports.ts';

/** What one person was scheduled to do, as published at each moment. */
export interface PersonSchedule {
  readonly agent: string;
  readonly name: string;
  /** In order, without overlap. */
  readonly scheduled: readonly ScheduledStretch[];
}

/** Publications of a day that are looked at. */
const MOST_PUBLICATIONS = 200;

/**
 * Everybody's schedule in a range of instants, each moment by what was published by then: what was
 * published later changes nothing of what had been before.
 */
export async function publishedSchedule(
  store: Pick<Store, 'listPublications' | 'loadResult'>,
  site: string,
  /** Local dates, both included; shifts that began the day before reach in. */
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly PersonSchedule[]> {
  const range = { from: addDays(from, -1), to };
  const publications = await store.listPublications(site, range, MOST_PUBLICATIONS);
  const people = new Map<string, { name: string; scheduled: ScheduledStretch[] }>();
  for (const publication of [...publications].reverse()) {
    const { document } = await store.loadResult<Roster>('roster', publication.roster);
    for (const { id, name } of document.agents) {
      if (!people.has(id)) people.set(id, { name, scheduled: [] });
    }
    for (const shift of document.shifts) {
      if (shift.date < range.from || shift.date > range.to) continue;
      const since = epochSeconds(publication.publishedAt);
      const until = supersededAt(publication, publications, shift.date);
      const person = people.get(shift.agent) ?? { name: shift.agent, scheduled: [] };
      people.set(shift.agent, person);
      for (const { kind, name, queue, paid, start, end } of shift.activities) {
        const [first, last] = [
          Math.max(epochSeconds(start), since),
          Math.min(epochSeconds(end), until),
        ];
        if (last > first)
          person.scheduled.push({ kind, name, queue, paid, start: first, end: last });
      }
    }
  }
  return [...people].map(([agent, { name, scheduled }]) => ({
    agent,
    name,
    scheduled: withoutOverlap(scheduled),
  }));
}

/** When a later publication of the same plan that holds the date was made. */
function supersededAt(
  { plan, version }: Publication,
  publications: readonly Publication[],
  date: string,
): number {
  const later = publications.filter(
    (other) =>
      other.plan === plan && other.version > version && other.from <= date && date <= other.to,
  );
  return Math.min(...later.map(({ publishedAt }) => epochSeconds(publishedAt)), Infinity);
}

/** Two plans may both have the person: what began first is kept. */
function withoutOverlap(stretches: readonly ScheduledStretch[]): readonly ScheduledStretch[] {
  const kept: ScheduledStretch[] = [];
  for (const stretch of [...stretches].sort((a, b) => a.start - b.start)) {
    const start = Math.max(stretch.start, kept.at(-1)?.end ?? -Infinity);
    if (stretch.end > start) kept.push({ ...stretch, start });
  }
  return kept;
}

/** A schedule with what is said of it beside, the latest said last. */
export function exceptSchedule(
  scheduled: readonly ScheduledStretch[],
  exceptions: readonly ScheduleException[],
): readonly ScheduledStretch[] {
  return exceptions.reduce<readonly ScheduledStretch[]>((before, exception) => {
    const [from, to] = [epochSeconds(exception.from), epochSeconds(exception.to)];
    const left = before.flatMap((stretch) =>
      [
        { ...stretch, end: Math.min(stretch.end, from) },
        { ...stretch, start: Math.max(stretch.start, to) },
      ].filter(({ start, end }) => end > start),
    );
    const kind = exception.activity;
    const instead: readonly ScheduledStretch[] =
      kind === 'off'
        ? []
        : [{ kind, name: kind, queue: null, paid: kind !== 'break', start: from, end: to }];
    return [...left, ...instead].sort((a, b) => a.start - b.start);
  }, scheduled);
}
