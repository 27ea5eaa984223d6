import { type Random } from '../random.ts';
import { copyDraft, type Draft, objectiveOf, putSchedule, type Schedule } from './draft.ts';
import { generateColumns } from './generate-columns.ts';
import { type Column, type Master, type Relaxed } from './master.ts';
import { groupOf, type SearchTools } from './neighbourhood.ts';
import { type Group } from './price-bound.ts';

/** Most steps of a dive; so many people are settled in each that they suffice. */
const MAX_STEPS = 40;
/** Value from which a schedule is settled along with the best. */
const CLEAR = 0.95;
/** Rounds of column generation after each step. */
const STEP_ROUNDS = 8;
/** Schedules that a person takes along to the next step. */
const TAKEN_ALONG = 60;

/**
 * Rounds a relaxation to whole schedules: those that it is surest of are settled, schedules for
 * the people left are priced anew around them, and so on. Gives up once its bound says that
 * nothing better can come of it.
 *
 * Changes the draft where the outcome costs less; tells whether it does.
 */
export async function dive(
  draft: Draft,
  group: Group,
  start: { readonly master: Master; readonly relaxed: Relaxed },
  random: Random,
  tools: SearchTools,
): Promise<boolean> {
  const trial = copyDraft(draft);
  const objective = objectiveOf(draft);
  const allowed = objective - (draft.model.costUnit ?? 1e-6 * Math.abs(objective)) + 1e-6;
  const { fromDay, toDay } = group;
  const share = Math.ceil(group.members.length / MAX_STEPS);
  let { members } = group;
  let { master, relaxed }: { master: Master; relaxed: Relaxed | null } = start;
  try {
    for (;;) {
      if (relaxed === null || tools.watch.stopped() !== null) return false;
      const { settled, left } = settle(master, relaxed, members, share, random);
      for (const { member, schedule } of settled) {
        putSchedule(trial, members[member]!, schedule);
      }
      if (left.length === 0) break;
      const known = left.map((member) => takeAlong(master, relaxed!, member));
      if (master !== start.master) master.close();
      members = left.map((member) => members[member]!);
      const rest = groupOf(trial, members, fromDay, toDay);
      const others = costOfOthers(trial, members);
      let bound = -Infinity;
      ({ master, relaxed } = await generateColumns(rest, known, {
        ...tools,
        maxRounds: STEP_ROUNDS,
        enough: 1e-3,
        until: () => bound + others > allowed,
        onBound: (found) => (bound = found),
      }));
      if (bound + others > allowed) return false;
    }
  } finally {
    if (master !== start.master) master.close();
  }
  if (objectiveOf(trial) > allowed) return false;
  for (const index of group.members) putSchedule(draft, index, trial.schedules[index]!);
  return true;
}

function costOfOthers({ schedules }: Draft, members: readonly number[]): number {
  const isMember = new Set(members);
  let cost = 0;
  schedules.forEach((schedule, index) => {
    if (schedule !== null && !isMember.has(index)) cost += schedule.cost + schedule.penalty;
  });
  return cost;
}

/** The surest schedules, at least `share` of them, and the members that are left. */
function settle(
  { columns }: Master,
  { values }: Relaxed,
  members: readonly number[],
  share: number,
  random: Random,
) {
  const surest: { column: Column; value: number }[] = [];
  columns.forEach((column, at) => {
    const value = (values[at] ?? 0) * (1 + 0.02 * random());
    const known = surest[column.member];
    if (known === undefined || value > known.value) surest[column.member] = { column, value };
  });
  const ranked = [...surest].sort((a, b) => b.value - a.value);
  const count = Math.max(share, ranked.filter(({ value }) => value >= CLEAR).length);
  const settled = ranked.slice(0, count).map(({ column }) => column);
  const gone = new Set(settled.map(({ member }) => member));
  return { settled, left: [...members.keys()].filter((member) => !gone.has(member)) };
}

/** A member's schedules that the relaxation thinks best. */
function takeAlong(master: Master, relaxed: Relaxed, member: number): readonly Schedule[] {
  const { columns } = master;
  return columns
    .flatMap((column, at) =>
      column.member === member
        ? [{ column, used: relaxed.values[at] ?? 0, reduced: master.reducedCost(column, relaxed) }]
        : [],
    )
    .sort((a, b) => b.used - a.used || a.reduced - b.reduced)
    .slice(0, TAKEN_ALONG)
    .map(({ column }) => column.schedule);
}
