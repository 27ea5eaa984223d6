import {
  checkNonNegative,
  checkNonNegativeInteger,
  type LedgerEntry,
  type Note,
  type Proof,
  type Roster,
} from '../domain/index.ts';
import { auditShifts } from './audit-shifts.ts';
import { searchRoster, type SearchWorld } from './engine/search-roster.ts';
import { explainUnmet } from './explain-unmet.ts';
import { ledgerOf } from './ledger.ts';
import { modelOfPlan } from './plan-model.ts';
import { type RosterProblem } from './roster-problem.ts';
import { scoreShifts } from './score-shifts.ts';
import { makeWatch, type Watch } from './search-watch.ts';
import { writeShifts } from './write-shifts.ts';

/** A roster without where it came from. */
export type RosterContent = Omit<Roster, 'kind' | 'provenance' | 'service'>;

export interface RosterOptions {
  readonly seed: number;
  /** 0 for the first legal roster. */
  readonly timeLimitSeconds: number;
  /** People re-rostered before the search ends, for the same roster on any machine. */
  readonly iterationLimit: number | null;
}

/** Most people of whom it is said what stands in the way of their contract. */
const MAX_EXPLAINED = 10;

/** Gap below which a roster counts as optimal, fraction. */
const OPTIMAL_GAP = 1e-6;

/**
 * Makes a roster for named people: legal from the first moment, then as cheap as the allowance
 * lets it become, with a proven bound. See docs/models/roster.md for the search.
 *
 * Maximums, rest, leave, availability and locks always hold; a minimum that cannot be met is
 * missed by as little as can be and stands in `violations`, as does a locked shift that breaks a
 * rule. The bound is over rosters that miss no minimum by more than this one does.
 *
 * @param carried the ledger of the roster before
 * @throws {AgnerError} `INVALID_INPUT` for limits out of range
 */
export async function buildRoster(
  problem: RosterProblem,
  options: RosterOptions,
  world: SearchWorld,
  carried: readonly LedgerEntry[] = [],
): Promise<RosterContent> {
  checkNonNegative('timeLimitSeconds', options.timeLimitSeconds);
  if (options.iterationLimit !== null) {
    checkNonNegativeInteger('iterationLimit', options.iterationLimit);
  }
  const watch = makeWatch(options, world);
  const planModel = modelOfPlan(problem);
  const found = await searchRoster(planModel.model, options.seed, watch, world);
  const { plan, grid } = problem;
  const schedules = found.draft.schedules.map((schedule) => schedule!);
  const shifts = writeShifts(problem, planModel, schedules);
  const { coverage, shortfalls, wishes, score } = scoreShifts(problem, shifts);
  const penalty = schedules.reduce((sum, schedule) => sum + schedule.penalty, 0);
  const bound = found.bound === null ? null : found.bound - penalty;
  const notes: Note[] = plan.agents
    .filter((_, index) => planModel.queues[index]!.length === 0)
    .map(({ id }) => ({ code: 'agent-without-queue', details: { agent: id } }));
  const unmet = plan.agents.filter((_, index) => schedules[index]!.penalty > 0);
  for (const { id } of unmet.slice(0, MAX_EXPLAINED)) {
    if (world.signal.aborted) break;
    const note = explainUnmet(problem, id);
    if (note !== null) notes.push(note);
  }
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
    ledger: ledgerOf(problem, shifts, wishes, carried),
  };
}

function proofOf(objective: number, found: number | null, watch: Watch): Proof {
  const bound = found === null ? null : Math.min(objective, Math.max(0, found));
  const gap = bound === null ? null : objective <= bound ? 0 : (objective - bound) / objective;
  if (gap !== null && gap <= OPTIMAL_GAP) return { bound, gap, stoppedBy: 'optimal' };
  return { bound, gap, stoppedBy: watch.stopped() ?? 'optimal' };
}
