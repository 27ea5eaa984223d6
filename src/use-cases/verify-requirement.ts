import { type Requirement, type Verification } from '../domain/index.ts';
import { type WorkContext } from './ports.ts';
import {
  type Answer,
  type DocumentSource,
  findDocument,
  keep,
  type Keeping,
  type World,
} from './sources.ts';

export interface VerifyRequirementRequest {
  readonly requirement: DocumentSource<Requirement>;
  /** Runs of each queue. */
  readonly replications: number;
  readonly seed: number;
  readonly keeping: Keeping;
}

/** Puts a requirement to the test by simulation: predicted beside simulated. */
export async function verifyRequirement(
  world: World,
  request: VerifyRequirementRequest,
  context: WorkContext,
): Promise<Answer<Verification>> {
  const { replications, seed } = request;
  const requirement = await findDocument<Requirement>(
    world.store,
    'requirement',
    request.requirement,
  );
  const inputs = { requirement: requirement.name };
  const document = await world.tasks.run(
    'verify',
    { requirement: requirement.value, replications, seed, inputs },
    context,
  );
  return keep(world, request.keeping, requirement.name, document);
}
