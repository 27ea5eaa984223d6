import { type ShiftSolution } from '../domain/index.ts';
import { solveInstance } from '../scheduling/index.ts';
import { type RosterTools } from './compute-roster.ts';
import { type WorkContext } from './ports.ts';
import { type InstanceInput } from './tasks.ts';

/** Rosters a published instance; stopped early, it answers with the best found so far. */
export async function computeInstance(
  { instance, ...options }: InstanceInput,
  { signal, onProgress }: WorkContext,
  tools: RosterTools,
): Promise<ShiftSolution> {
  return solveInstance(instance, options, { ...tools, signal, onProgress });
}
