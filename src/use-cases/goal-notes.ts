import { type Note, type PlanQueue, type QueueRequirement } from '../domain/index.ts';
import { isFlattered } from '../erlang/index.ts';

/** Contacts left at closing that are worth a word, over all slots. */
const WORTH_SAYING = 0.05;

/** What a planner should know about a goal and what it is expected to give. */
export function goalNotes(
  { goal, staffing }: Pick<PlanQueue, 'goal' | 'staffing'>,
  {
    volume,
    abandonment,
    leftAtClosing,
  }: Pick<QueueRequirement, 'volume' | 'abandonment' | 'leftAtClosing'>,
): readonly Note[] {
  const notes: Note[] = [];
  const left = leftAtClosing.reduce((sum, contacts) => sum + contacts, 0);
  if (left >= WORTH_SAYING) notes.push({ code: 'left-at-closing', details: { contacts: left } });
  const asks =
    goal.serviceLevel !== null ||
    goal.averageSpeedOfAnswerSeconds !== null ||
    goal.maxOccupancy !== null;
  const level = goal.serviceLevel === null ? null : goal.definition;
  if (asks && hangUp(staffing) && goal.maxAbandonment === null && isFlattered(level)) {
    let contacts = 0;
    let lost = 0;
    abandonment.forEach((share, slot) => {
      if (share === null) return;
      contacts += volume[slot]!;
      lost += share * volume[slot]!;
    });
    // As `agner erlang require` says it.
    const abandonProbability = contacts === 0 ? 0 : lost / contacts;
    notes.push({ code: 'abandonment-unlimited', details: { abandonProbability } });
  }
  return notes;
}

/** Whether its contacts give up waiting. */
function hangUp(staffing: PlanQueue['staffing']): boolean {
  switch (staffing.kind) {
    case 'calls':
      return staffing.model === 'erlang-a';
    case 'chat':
      return staffing.patienceSeconds !== null;
    case 'deferred':
      return false;
  }
}
