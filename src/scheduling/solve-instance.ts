import {
  checkNonNegative,
  type Proof,
  type RuleClash,
  type ShiftInstance,
  type ShiftSolution,
} from '../domain/index.ts';
import { auditInstance } from './audit-instance.ts';
import { objectiveOf } from './engine/draft.ts';
import { searchRoster, type SearchWorld } from './engine/search-roster.ts';
import { explainClash } from './explain-clash.ts';
import { modelOfInstance } from './instance-model.ts';
import { makeWatch, type SearchLimits } from './search-watch.ts';

/**
 * Rosters a published instance. Employees for whom no schedule keeps every rule are left out and
 * told with the rules that clash; the others are rostered as well as can be.
 *
 * @throws {AgnerError} `INVALID_INPUT` for limits out of range
 */
export async function solveInstance(
  instance: ShiftInstance,
  options: SearchLimits & { readonly seed: number },
  world: SearchWorld,
): Promise<ShiftSolution> {
  checkNonNegative('timeLimitSeconds', options.timeLimitSeconds);
  const watch = makeWatch(options, world);
  const { seed } = options;
  let { staff, requests } = instance;
  let found = await searchRoster(modelOfInstance(instance), seed, watch, world);
  const clashes = found.without.map((index): RuleClash => ({
    employee: staff[index]!.id,
    rules: explainClash(instance, staff[index]!),
  }));
  if (clashes.length > 0) {
    const without = new Set(clashes.map(({ employee }) => employee));
    staff = staff.filter(({ id }) => !without.has(id));
    requests = requests.filter(({ employee }) => !without.has(employee));
    found = await searchRoster(
      modelOfInstance({ ...instance, staff, requests }),
      seed,
      watch,
      world,
    );
  }
  const { draft } = found;
  const assignments = draft.schedules.flatMap((schedule, index) =>
    schedule!.work.flatMap((assignment, day) =>
      assignment === null
        ? []
        : [{ employee: staff[index]!.id, day, shift: instance.shifts[assignment.line]!.id }],
    ),
  );
  const { cost, violations } = auditInstance(instance, assignments);
  // What the left out asked for is granted or refused whatever the search does.
  const fixed = cost.total - objectiveOf(draft);
  // Nothing in an instance earns: 0 bounds it too.
  const bound = found.bound === null ? null : Math.max(0, found.bound) + fixed;
  const proof = proofOf(cost.total, bound, watch.stopped());
  return { assignments, cost, proof, clashes, violations };
}

function proofOf(cost: number, bound: number | null, stopped: Proof['stoppedBy'] | null): Proof {
  if (bound === null) return { bound, gap: null, stoppedBy: stopped ?? 'optimal' };
  const gap = cost - bound <= 1e-9 * (1 + Math.abs(cost)) ? 0 : (cost - bound) / cost;
  return {
    bound: Math.min(bound, cost),
    gap,
    stoppedBy: gap === 0 ? 'optimal' : (stopped ?? 'optimal'),
  };
}
