/** A requirement set against the staff that a roster gives. */
import { gridDays, slotAt, slotStart } from '../../src/domain/interval-grid.ts';
import { type QueueRequirement } from '../../src/domain/requirement.ts';
import { type Roster } from '../../src/domain/roster.ts';

/**
 * Agents of a roster on a queue, per slot of the requirement; `null` where the roster says
 * nothing. The whole is `null` if it has no slot of this queue in the same intervals.
 */
export function rosterStaff(
  requirement: QueueRequirement,
  roster: Roster,
): readonly (number | null)[] | null {
  const coverage = roster.coverage.find((part) => part.queue === requirement.queue);
  const { grid } = requirement;
  if (coverage === undefined || roster.grid.stepSeconds !== grid.stepSeconds) return null;
  const shift = slotAt(roster.grid, slotStart(grid, 0));
  // Intervals of one length that start at other minutes are not the same intervals.
  if (slotStart(roster.grid, shift) !== slotStart(grid, 0)) return null;
  const staff = Array.from(
    { length: grid.length },
    (_, slot) => coverage.scheduled[slot + shift] ?? null,
  );
  return staff.some((agents) => agents !== null) ? staff : null;
}

/** One local date; agents times time, `null` without a roster for the whole of it. */
export interface StaffingDay {
  readonly date: string;
  readonly firstSlot: number;
  readonly slots: number;
  /** In whole people, as the roster is held against it. */
  readonly requiredSeconds: number;
  readonly rosterSeconds: number | null;
  readonly underSeconds: number | null;
  readonly overSeconds: number | null;
}

export function staffingDays(
  requirement: QueueRequirement,
  staff: readonly (number | null)[] | null,
): readonly StaffingDay[] {
  const { grid, scheduledAgents } = requirement;
  return gridDays(grid).map((day) => {
    let required = 0;
    let rostered = 0;
    let under = 0;
    let over = 0;
    let whole = staff !== null;
    for (let slot = day.firstSlot; slot < day.firstSlot + day.slots; slot++) {
      const wanted = scheduledAgents[slot] ?? 0;
      required += wanted;
      const have = staff?.[slot] ?? null;
      if (have === null) {
        whole = false;
        continue;
      }
      const balance = have - wanted;
      rostered += have;
      if (balance < 0) under -= balance;
      else over += balance;
    }
    const seconds = (agentSlots: number): number | null =>
      whole ? agentSlots * grid.stepSeconds : null;
    return {
      ...day,
      requiredSeconds: required * grid.stepSeconds,
      rosterSeconds: seconds(rostered),
      underSeconds: seconds(under),
      overSeconds: seconds(over),
    };
  });
}

/** Slot with the most agents on the phones, the first of equals; `null` without any. */
export function peakSlot(
  requirement: QueueRequirement,
  firstSlot: number,
  slots: number,
): number | null {
  let peak: number | null = null;
  for (let slot = firstSlot; slot < firstSlot + slots; slot++) {
    const agents = requirement.agents[slot] ?? 0;
    if (agents > 0 && agents > (peak === null ? 0 : (requirement.agents[peak] ?? 0))) peak = slot;
  }
  return peak;
}

/** Expected service level over all contacts, weighted by volume; `null` without contacts. */
export function expectedServiceLevel(requirement: QueueRequirement): number | null {
  let contacts = 0;
  let inTime = 0;
  requirement.serviceLevel.forEach((share, slot) => {
    if (share === null) return;
    const volume = requirement.volume[slot] ?? 0;
    contacts += volume;
    inTime += share * volume;
  });
  return contacts > 0 ? inTime / contacts : null;
}
