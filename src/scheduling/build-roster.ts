import {
  checkNonNegative,
  checkNonNegativeInteger,
  type Note,
  type Proof,
  type Roster,
} from '../domain/index.ts';
import { auditShifts } from './audit-shifts.ts';
import { makePenalties, stepOff, stepWork } from './counters.ts';
import { type Draft, emptyDraft, objectiveOf } from './draft.ts';
import { fillDraft, ruinAndRecreate, sweep } from './improve.ts';
import { type MipSolver } from './mip-solver.ts';
import { makePeople, type Person } from './person.ts';
import { pickColumns, proveBound } from './prove-bound.ts';
import { makeRandom } from './random.ts';
import { type RosterProblem } from './roster-problem.ts';
import { scoreShifts } from './score-shifts.ts';
import { makeWatch, type SearchClock, type Watch } from './search-watch.ts';
import { writeShifts } from './write-shifts.ts';

/** A roster without where it came from. */
export type RosterContent = Omit<Roster, 'kind' | 'provenance'>;

export interface RosterOptions {
  readonly seed: number;
  /** 0 for the first legal roster. */
  readonly timeLimitSeconds: number;
  /** People re-rostered before the search ends, for the same roster on any machine. */
  readonly iterationLimit: number | null;
}

/** What the search needs of the world. */
export interface RosterWorld extends SearchClock {
  readonly solver: MipSolver;
}

/** Gap below which a roster counts as optimal, fraction. */
const OPTIMAL_GAP = 1e-6;

/**
 * Makes a roster for named people: legal from the first moment, then as cheap as the allowance
 * lets it become, with a proven bound.
 *
 * Everybody gets an exact best schedule in turn (a dynamic programme over days, see
 * docs/models/roster.md); rounds of improvement follow, and a Lagrangian bound. Maximums, rest,
 * leave, availability and locks always hold; a minimum that cannot be met stands in `violations`.
 * The bound is over rosters that miss no minimum by more than this one does.
 *
 * @throws {AgnerError} `INVALID_INPUT` for limits out of range
 */
export async function buildRoster(
  problem: RosterProblem,
  options: RosterOptions,
  world: RosterWorld,
): Promise<RosterContent> {
  checkNonNegative('timeLimitSeconds', options.timeLimitSeconds);
  if (options.iterationLimit !== null) {
    checkNonNegativeInteger('iterationLimit', options.iterationLimit);
  }
  const watch = makeWatch(options, world);
  const people = makePeople(problem, makePenalties(worthOf(problem)));
  const random = makeRandom(options.seed);
  const draft = emptyDraft(problem, people);
  fillDraft(draft, watch);
  watch.tell('first-roster', { objective: objectiveOf(draft) });
  sweep(draft, random, watch);

  const { solver, signal } = world;
  const proving = await proveBound(draft, penaltyOf(draft), solver, signal, watch);
  const picked = await pickColumns(draft, proving.columns, solver, signal, watch);
  const bound = proving.bound === null ? null : proving.bound - penaltyOf(picked);
  sweep(picked, random, watch);
  let isProven = isOptimal(objectiveOf(picked), bound);
  const best = ruinAndRecreate(
    picked,
    random,
    watch,
    () => isProven || watch.stopped() !== null,
    (objective) => {
      isProven = isOptimal(objective, bound);
      watch.tell('search', { objective, bound, gap: gapOf(objective, bound) });
    },
  );
  return finish(best, proving.bound === null ? null : proving.bound - penaltyOf(best), watch);
}

/** More than anybody's schedule can be worth or cost. */
function worthOf({ plan, days }: RosterProblem): number {
  const { underPerAgentHour, overPerAgentHour, unmetWish } = plan.costs;
  const pay = Math.max(0, ...plan.contracts.map(({ payPerHour }) => payPerHour));
  const wishes = plan.agents.map((agent) =>
    agent.wishes.reduce((sum, { weight }) => sum + weight, 0),
  );
  const perDay = 24 * (underPerAgentHour + overPerAgentHour + pay);
  return days * perDay + unmetWish * Math.max(0, ...wishes);
}

/** Penalties of everybody's schedule. */
function penaltyOf(draft: Draft): number {
  return draft.people.reduce(
    (sum, person, index) => sum + personPenalty(person, draft.choices[index]!),
    0,
  );
}

function personPenalty(person: Person, choices: Int32Array): number {
  const { rules, menu, contract } = person;
  let { start: counters, readyAt } = person;
  let penalty = 0;
  menu.forEach(({ duties, kinds, kindOf, forced }, day) => {
    const choice = choices[day]!;
    const duty = duties[choice];
    const step =
      duty === undefined
        ? stepOff(rules, day, counters)
        : stepWork(rules, day, counters, kinds[kindOf[choice]!]!, forced);
    if (step === null) return;
    penalty += step.penalty;
    counters = step.counters;
    if (duty === undefined) return;
    if (duty.start < readyAt) penalty += rules.penalties.breach;
    readyAt = duty.end + contract.minRestSeconds;
  });
  return penalty;
}

/** Nothing is left to find but rounding. */
function isOptimal(objective: number, bound: number | null): boolean {
  const gap = gapOf(objective, bound);
  return gap !== null && gap <= 1e-9;
}

function gapOf(objective: number, bound: number | null): number | null {
  if (bound === null) return null;
  return objective <= bound ? 0 : (objective - bound) / objective;
}

function finish(draft: Draft, bound: number | null, watch: Watch): RosterContent {
  const { problem, people } = draft;
  const { plan, grid } = problem;
  const shifts = writeShifts(draft);
  const { coverage, shortfalls, wishes, score } = scoreShifts(problem, shifts);
  const notes: Note[] = people
    .filter(({ queues }) => queues.length === 0)
    .map(({ agent }) => ({ code: 'agent-without-queue', details: { agent: agent.id } }));
  return {
    plan: plan.name,
    site: plan.site.name,
    grid,
    agents: plan.agents.map(({ id, name, contract, skills }) => ({ id, name, contract, skills })),
    shifts,
    coverage,
    shortfalls,
    wishes,
    violations: auditShifts(problem, shifts),
    score,
    proof: proofOf(score.objective, bound, watch),
    notes,
  };
}

function proofOf(objective: number, found: number | null, watch: Watch): Proof {
  const bound = found === null ? null : Math.min(objective, Math.max(0, found));
  const gap = gapOf(objective, bound);
  if (gap !== null && gap <= OPTIMAL_GAP) return { bound, gap, stoppedBy: 'optimal' };
  return { bound, gap, stoppedBy: watch.stopped() ?? 'optimal' };
}
