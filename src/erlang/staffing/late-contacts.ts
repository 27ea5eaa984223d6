/** How many agents fewer and more are looked at. */
const AROUND = 5;

/**
 * Expected contacts outside a goal's threshold with 5 agents fewer to 5 more: what an agent is
 * worth to a slot, for whoever has to choose between slots.
 *
 * @param contacts offered in the slot, above 0
 * @param agents what the slot requires
 * @param levelWith service level with a number of agents, a fraction; `null` where the model has
 *   none (nobody there, or a line that grows without end), and all are late
 * @returns 11 numbers
 *
 * Cost: 11 evaluations of the model.
 */
export function lateContacts(
  contacts: number,
  agents: number,
  levelWith: (agents: number) => number | null,
): number[] {
  return Array.from(
    { length: 2 * AROUND + 1 },
    (_, index) => contacts * (1 - (levelWith(agents + index - AROUND) ?? 0)),
  );
}
