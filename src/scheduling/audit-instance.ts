import {
  type InstanceCost,
  type InstanceEmployee,
  type InstanceRule,
  type InstanceShift,
  type InstanceViolation,
  type ShiftAssignment,
  type ShiftInstance,
} from '../domain/index.ts';

/** What a roster of an instance costs, and which rules it breaks. */
export interface InstanceAudit {
  readonly cost: InstanceCost;
  readonly violations: readonly InstanceViolation[];
}

/**
 * Reads any roster of an instance anew, with nothing of the search's. Assignments of unknown
 * employees, shifts or days break the rule `known` and count for nothing.
 *
 * Cost: O(staff x days + assignments).
 */
export function auditInstance(
  instance: ShiftInstance,
  assignments: readonly ShiftAssignment[],
): InstanceAudit {
  const violations: InstanceViolation[] = [];
  const shifts = new Map(instance.shifts.map((shift) => [shift.id, shift]));
  const rosters = new Map(
    instance.staff.map(({ id }) => [id, Array.from({ length: instance.days }, () => '')]),
  );
  for (const { employee, day, shift } of assignments) {
    const roster = rosters.get(employee);
    if (roster?.[day] === undefined || !shifts.has(shift)) {
      violations.push({ employee, rule: 'known', day });
    } else if (roster[day] === '') roster[day] = shift;
    else violations.push({ employee, rule: 'oneShiftPerDay', day });
  }
  for (const employee of instance.staff) {
    const broken = auditEmployee(employee, rosters.get(employee.id)!, shifts);
    violations.push(...broken.map(([rule, day]) => ({ employee: employee.id, rule, day })));
  }
  return { cost: costOf(instance, rosters), violations };
}

type Broken = readonly [rule: InstanceRule, day: number | null];

function auditEmployee(
  employee: InstanceEmployee,
  roster: readonly string[],
  shifts: ReadonlyMap<string, InstanceShift>,
): readonly Broken[] {
  const broken: Broken[] = [];
  const counts = new Map<string, number>();
  const weekends = new Set<number>();
  let paidSeconds = 0;
  roster.forEach((shift, day) => {
    if (shift === '') return;
    counts.set(shift, (counts.get(shift) ?? 0) + 1);
    paidSeconds += shifts.get(shift)!.paidSeconds;
    if (day % 7 >= 5) weekends.add(Math.floor(day / 7));
    const before = day === 0 ? '' : roster[day - 1]!;
    if (before !== '' && shifts.get(before)!.notBefore.includes(shift)) {
      broken.push(['notBefore', day]);
    }
  });
  for (const day of employee.daysOff) if (roster[day] !== '') broken.push(['daysOff', day]);
  for (const [shift, count] of counts) {
    if (count > (employee.maxShifts[shift] ?? 0)) broken.push(['maxShifts', null]);
  }
  if (paidSeconds < employee.minPaidSeconds) broken.push(['minPaidSeconds', null]);
  if (paidSeconds > employee.maxPaidSeconds) broken.push(['maxPaidSeconds', null]);
  if (weekends.size > employee.maxWeekends) broken.push(['maxWeekends', null]);
  return [...broken, ...brokenRuns(employee, roster)];
}

/** Runs that touch either end of the horizon may be shorter than the minimum. */
function brokenRuns(employee: InstanceEmployee, roster: readonly string[]): readonly Broken[] {
  const broken: Broken[] = [];
  for (let from = 0, to = 0; from < roster.length; from = to) {
    const isWork = roster[from] !== '';
    while (to < roster.length && (roster[to] !== '') === isWork) to++;
    const isInside = from > 0 && to < roster.length;
    const length = to - from;
    if (isWork && length > employee.maxConsecutiveShifts) {
      broken.push(['maxConsecutiveShifts', from]);
    }
    if (!isInside) continue;
    if (isWork && length < employee.minConsecutiveShifts) {
      broken.push(['minConsecutiveShifts', from]);
    }
    if (!isWork && length < employee.minConsecutiveDaysOff) {
      broken.push(['minConsecutiveDaysOff', from]);
    }
  }
  return broken;
}

function costOf(
  { requests, cover }: ShiftInstance,
  rosters: ReadonlyMap<string, readonly string[]>,
): InstanceCost {
  let [under, over, refusedOn, refusedOff] = [0, 0, 0, 0];
  for (const { kind, employee, day, shift, weight } of requests) {
    const isWorked = rosters.get(employee)?.[day] === shift;
    if (kind === 'on' && !isWorked) refusedOn += weight;
    if (kind === 'off' && isWorked) refusedOff += weight;
  }
  const present = new Map<string, number>();
  for (const roster of rosters.values()) {
    roster.forEach((shift, day) => {
      const key = `${day} ${shift}`;
      present.set(key, (present.get(key) ?? 0) + 1);
    });
  }
  for (const { day, shift, required, underWeight, overWeight } of cover) {
    const missing = required - (present.get(`${day} ${shift}`) ?? 0);
    if (missing > 0) under += missing * underWeight;
    else over -= missing * overWeight;
  }
  return { total: under + over + refusedOn + refusedOff, under, over, refusedOn, refusedOff };
}
