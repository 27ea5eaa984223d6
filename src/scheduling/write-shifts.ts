import { type Activity, formatInstant, type Shift } from '../domain/index.ts';
import { type Draft } from './draft.ts';
import { type Assignment } from './duty-price.ts';
import { type Person } from './person.ts';

/** The shifts of a draft as the roster tells them: by person, then by date. */
export function writeShifts(draft: Draft): readonly Shift[] {
  return draft.people.flatMap((person, index) =>
    draft.work[index]!.flatMap((assignment, day) =>
      assignment === null ? [] : [writeShift(draft, person, assignment, person.menu[day]!.forced)],
    ),
  );
}

function writeShift(draft: Draft, person: Person, assignment: Assignment, locked: boolean): Shift {
  const { grid, demand } = draft.problem;
  const { duty, queue, breakOffsets } = assignment;
  const queueName = demand[queue]?.queue ?? person.agent.skills[0] ?? null;
  const text = (instant: number) => formatInstant(instant, grid.zone);
  const activities: Activity[] = [];
  let at = duty.start;
  const work = (until: number) => {
    if (until <= at) return;
    activities.push({
      kind: 'work',
      name: 'work',
      queue: queueName,
      paid: true,
      start: text(at),
      end: text(until),
    });
  };
  duty.breaks.forEach(({ rule }, index) => {
    const start = duty.start + breakOffsets[index]!;
    work(start);
    at = start + rule.lengthSeconds;
    activities.push({
      kind: 'break',
      name: rule.name,
      queue: null,
      paid: rule.paid,
      start: text(start),
      end: text(at),
    });
  });
  work(duty.end);
  return {
    agent: person.agent.id,
    date: duty.date,
    pattern: duty.pattern,
    start: text(duty.start),
    end: text(duty.end),
    activities,
    locked,
  };
}
