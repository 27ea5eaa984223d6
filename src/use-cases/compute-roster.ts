import { type Requirement, type Roster } from '../domain/index.ts';
import { buildRoster, makeRosterProblem, type MipSolver } from '../scheduling/index.ts';
import { type WorkContext } from './ports.ts';
import { makeProvenance } from './provenance.ts';
import { serviceOfRoster } from './roster-service.ts';
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
  const { plan, requirement, period, before, carried, seed, inputs } = input;
  const problem = makeRosterProblem({ plan, requirement, period, before });
  const content = await buildRoster(
    problem,
    { seed, timeLimitSeconds: input.timeLimitSeconds, iterationLimit: input.iterationLimit },
    { ...tools, signal: context.signal, onProgress: context.onProgress },
    carried,
  );
  return {
    kind: 'roster',
    provenance: makeProvenance(
      {
        plan,
        requirement: demandOf(requirement),
        period,
        before,
        carried,
        timeLimitSeconds: input.timeLimitSeconds,
        iterationLimit: input.iterationLimit,
      },
      seed,
      inputs,
    ),
    ...content,
    service: serviceOfRoster(requirement, problem.grid, content.coverage),
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
