import { type InstanceEmployee, type InstanceRule, type ShiftInstance } from '../domain/index.ts';
import { cheapestPath } from './engine/person-path.ts';
import { modelOfInstance } from './instance-model.ts';

/** Rules that may be dropped, the most particular to the person first, and how. */
const DROPS: readonly (readonly [InstanceRule, (days: number) => Partial<InstanceEmployee>])[] = [
  ['minConsecutiveShifts', () => ({ minConsecutiveShifts: 1 })],
  ['minConsecutiveDaysOff', () => ({ minConsecutiveDaysOff: 1 })],
  ['maxConsecutiveShifts', (days) => ({ maxConsecutiveShifts: days })],
  ['maxWeekends', (days) => ({ maxWeekends: days })],
  ['daysOff', () => ({ daysOff: [] })],
  ['maxPaidSeconds', () => ({ maxPaidSeconds: Number.MAX_SAFE_INTEGER })],
  ['minPaidSeconds', () => ({ minPaidSeconds: 0 })],
];

/**
 * A set of rules that leave an employee without any schedule (a deletion filter over the
 * exact single-person search): every rule that is not needed for the clash is dropped in turn.
 *
 * @returns rules that cannot hold together, each needed for that; other sets may clash as well
 */
export function explainClash(
  instance: ShiftInstance,
  employee: InstanceEmployee,
): readonly InstanceRule[] {
  const alone = { ...instance, requests: [], cover: [] };
  const hasSchedule = (changed: ShiftInstance) => {
    const person = modelOfInstance(changed).people[0]!;
    const prices = person.menu.map(({ costs }) => costs);
    return cheapestPath(person, prices) !== null;
  };
  let present: ShiftInstance = { ...alone, staff: [employee] };
  const rules: InstanceRule[] = [];
  const tryWithout = (rule: InstanceRule, changed: ShiftInstance) => {
    if (!hasSchedule(changed)) present = changed;
    else rules.push(rule);
  };
  const withStaff = (change: Partial<InstanceEmployee>): ShiftInstance => ({
    ...present,
    staff: present.staff.map((one) => ({ ...one, ...change })),
  });
  for (const [rule, drop] of DROPS) tryWithout(rule, withStaff(drop(instance.days)));
  tryWithout('notBefore', {
    ...present,
    shifts: present.shifts.map((shift) => ({ ...shift, notBefore: [] })),
  });
  const free = Object.fromEntries(instance.shifts.map(({ id }) => [id, instance.days]));
  tryWithout('maxShifts', withStaff({ maxShifts: free }));
  return rules;
}
