/** The lists that several screens pick from. */
import { listPlans, listQueues, listResults } from '../api/client.ts';
import { resource } from './resource.ts';

export const queues = resource(listQueues);
export const plans = resource(listPlans);
export const forecasts = resource(() => listResults('forecast'));
export const requirements = resource(() => listResults('requirement'));
export const rosters = resource(() => listResults('roster'));

/** Asks for all of them again, after something was imported or made. */
export async function refreshLists(): Promise<void> {
  await Promise.all(
    [queues, plans, forecasts, requirements, rosters].map((list) => list.refresh()),
  );
}
