import { type Activity, type Agent, formatInstant, type Shift } from '../domain/index.ts';
import { type Schedule } from './engine/draft.ts';
import { type Assignment } from './engine/duty-price.ts';
import { type PlanModel } from './plan-model.ts';
import { type RosterProblem } from './roster-problem.ts';

/** The schedules of a plan's people as the roster tells them: by person, then by date. */
export function writeShifts(
  problem: RosterProblem,
  planModel: PlanModel,
  schedules: readonly Schedule[],
): readonly Shift[] {
  return problem.plan.agents.flatMap((agent, index) =>
    schedules[index]!.work.flatMap((assignment, day) => {
      if (assignment === null) return [];
      const { forced } = planModel.model.people[index]!.menu[day]!;
      return [writeShift(problem, planModel, agent, assignment, forced)];
    }),
  );
}

function writeShift(
  { grid, demand }: RosterProblem,
  { duties }: PlanModel,
  agent: Agent,
  { duty: { id }, line, breakOffsets }: Assignment,
  locked: boolean,
): Shift {
  const duty = duties[id]!;
  const queueName = demand[line]?.queue ?? agent.skills[0] ?? null;
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
    agent: agent.id,
    date: duty.date,
    pattern: duty.pattern,
    start: text(duty.start),
    end: text(duty.end),
    activities,
    locked,
  };
}
