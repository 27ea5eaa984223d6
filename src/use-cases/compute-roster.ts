import { type Requirement, type Roster } from '../domain/index.ts';
import { buildRoster, makeRosterProblem, type MipSolver } from '../scheduling/index.ts';
import { type WorkContext } from './ports.ts';
import { makeProvenance } from './provenance.ts';
import { type RosterInput } from './tasks.ts';

/** What rostering needs from the world beside its input. */
export interface RosterTools {
  readonly solver: MipSolver;
  /** Seconds since the work began. */
  readonly elapsedSeconds: () => number;
}

/** Builds a roster; stopped early, it answers with the best found so far. */
export async function computeRoster(
  input: RosterInput,
  context: WorkContext,
  tools: RosterTools,
): Promise<Roster> {
  const { plan, requirement, period, before, seed, inputs } = input;
  const problem = makeRosterProblem({ plan, requirement, period, before });
  const content = await buildRoster(
    problem,
    { seed, timeLimitSeconds: input.timeLimitSeconds, iterationLimit: input.iterationLimit },
    { ...tools, signal: context.signal, onProgress: context.onProgress },
  );
  return {
    kind: 'roster',
    provenance: makeProvenance(
      {
        plan,
        requirement: demandOf(requirement),
        period,
        before,
        timeLimitSeconds: input.timeLimitSeconds,
        iterationLimit: input.iterationLimit,
      },
      seed,
      inputs,
    ),
    ...content,
  };
}

/** What of a requirement a roster depends on. */
function demandOf(requirement: Requirement) {
  return requirement.queues.map(({ queue, grid, open, scheduledAgents }) => ({
    queue,
    grid,
    open,
    scheduledAgents,
  }));
}
