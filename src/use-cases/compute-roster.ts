import { type Roster } from '../domain/index.ts';
import {
  buildRoster,
  makeRosterProblem,
  type MipSolver,
  type RosterContent,
} from '../scheduling/index.ts';
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

/** Builds a roster and tells what callers may expect of it. */
export async function computeRoster(
  input: RosterInput,
  context: WorkContext,
  tools: RosterTools,
): Promise<Roster> {
  const { plan, requirement, period, before, carried, seed, inputs } = input;
  const content = await findRoster(input, context, tools);
  return {
    kind: 'roster',
    provenance: makeProvenance(
      {
        plan,
        requirement: requirement.queues,
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
    service: serviceOfRoster(requirement, content.grid, content.coverage),
  };
}

/** What a roster is made from, wherever it comes from. */
export type RosterSearch = Omit<RosterInput, 'inputs'>;

/** Searches a roster; stopped early, it answers with the best found so far. */
export function findRoster(
  { plan, requirement, period, before, carried, ...options }: RosterSearch,
  { signal, onProgress }: WorkContext,
  tools: RosterTools,
): Promise<RosterContent> {
  const problem = makeRosterProblem({ plan, requirement, period, before });
  return buildRoster(problem, options, { ...tools, signal, onProgress }, carried);
}
