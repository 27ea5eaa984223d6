import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type InstanceEmployee,
  type ShiftAssignment,
  type ShiftInstance,
} from '../domain/index.ts';
import { auditInstance } from './audit-instance.ts';
import { createHighsSolver } from '../solvers/index.ts';
import { solveInstance } from './solve-instance.ts';

const solver = createHighsSolver();

describe('an instance', () => {
  it('is solved as cheaply as by trying every roster, and the bound says so', async () => {
    await fc.assert(
      fc.asyncProperty(tinyInstance(), async (instance) => {
        const least = cheapestOfAll(instance);
        const solution = await solve(instance);
        if (least === null) {
          expect(solution.clashes.length).toBeGreaterThan(0);
          return;
        }
        expect(solution.clashes).toEqual([]);
        expect(solution.violations).toEqual([]);
        expect(solution.cost.total).toBe(least);
        expect(solution.proof).toEqual({ bound: least, gap: 0, stoppedBy: 'optimal' });
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same roster for the same seed and iterations', async () => {
    const instance = smallInstance(6, 14);
    const [first, second] = [await solve(instance), await solve(instance)];
    expect(second).toEqual(first);
    expect(first.proof.stoppedBy).toBe('iterations');
  });

  it('has a legal roster with no time at all, and no bound', async () => {
    const solution = await solve(smallInstance(6, 14), { timeLimitSeconds: 0 });
    expect(solution.violations).toEqual([]);
    expect(solution.assignments.length).toBeGreaterThan(0);
    expect(solution.proof).toEqual({ bound: null, gap: null, stoppedBy: 'time-limit' });
  });

  it('without staff costs what nobody covers, proven', async () => {
    const solution = await solve({ ...smallInstance(1, 7), staff: [], requests: [] });
    expect(solution.cost.total).toBe(7 * 100);
    expect(solution.proof).toEqual({ bound: 700, gap: 0, stoppedBy: 'optimal' });
  });

  it('names the rules that leave someone no schedule, and rosters the others', async () => {
    const instance = smallInstance(3, 14);
    const staff = instance.staff.map((one, index) =>
      index === 1 ? { ...one, daysOff: [1, 3, 5, 7, 9, 11], minPaidSeconds: 8 * 28_800 } : one,
    );
    const solution = await solve({ ...instance, staff });
    expect(solution.clashes).toEqual([
      { employee: 'P1', rules: ['minConsecutiveDaysOff', 'daysOff', 'minPaidSeconds'] },
    ]);
    expect(new Set(solution.assignments.map(({ employee }) => employee))).toEqual(
      new Set(['P0', 'P2']),
    );
    expect(solution.violations).toEqual([{ employee: 'P1', rule: 'minPaidSeconds', day: null }]);
  });

  it('refuses a negative time limit', async () => {
    await expect(solve(smallInstance(1, 7), { timeLimitSeconds: -1 })).rejects.toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });
});

describe('auditInstance', () => {
  const instance: ShiftInstance = {
    ...smallInstance(1, 14),
    shifts: [
      { id: 'E', paidSeconds: 28_800, notBefore: [] },
      { id: 'L', paidSeconds: 28_800, notBefore: ['E'] },
    ],
  };
  const legal: Partial<InstanceEmployee> = { maxShifts: { E: 9, L: 2 }, minPaidSeconds: 0 };
  it.each([
    ['oneShiftPerDay', 'EEE', {}, [{ employee: 'P0', day: 1, shift: 'L' }]],
    ['known', 'EEE', {}, [{ employee: 'P9', day: 1, shift: 'E' }]],
    ['known', 'EEE', {}, [{ employee: 'P0', day: 14, shift: 'E' }]],
    ['known', 'EEE', {}, [{ employee: 'P0', day: 5, shift: 'N' }]],
    ['daysOff', 'EEE', { daysOff: [1] }, []],
    ['notBefore', '.LE', {}, []],
    ['maxShifts', '.LLL', {}, []],
    ['minPaidSeconds', '.EE', { minPaidSeconds: 3 * 28_800 }, []],
    ['maxPaidSeconds', '.EE', { maxPaidSeconds: 28_800 }, []],
    ['maxConsecutiveShifts', 'EEEEEE', {}, []],
    ['minConsecutiveShifts', 'EE..E..', {}, []],
    ['minConsecutiveDaysOff', 'EE.EE', {}, []],
    ['maxWeekends', '.....EE.....EE', { maxWeekends: 1 }, []],
  ] as const)('finds %s broken in %s', (rule, days, change, more) => {
    const staff = instance.staff.map((one) => ({ ...one, ...legal, ...change }));
    const own = [...days].flatMap((shift, day) =>
      shift === '.' ? [] : [{ employee: 'P0', day, shift }],
    );
    const { violations } = auditInstance({ ...instance, staff }, [...own, ...more]);
    expect(violations.map((one) => one.rule)).toEqual([rule]);
  });

  it.each(['EE..EE', 'E..EE', '..EE..EE......', '............EE', '.....EE'])(
    'finds nothing in %s: runs at the ends may be short, a weekend counts once',
    (days) => {
      const staff = instance.staff.map((one) => ({ ...one, ...legal, maxWeekends: 1 }));
      const own = [...days].flatMap((shift, day) =>
        shift === '.' ? [] : [{ employee: 'P0', day, shift }],
      );
      expect(auditInstance({ ...instance, staff }, own).violations).toEqual([]);
    },
  );

  it('says what each goal costs', () => {
    const { cost } = auditInstance(
      {
        ...instance,
        requests: [
          { kind: 'on', employee: 'P0', day: 0, shift: 'E', weight: 5 },
          { kind: 'on', employee: 'P0', day: 1, shift: 'L', weight: 7 },
          { kind: 'off', employee: 'P0', day: 1, shift: 'E', weight: 2 },
        ],
        cover: [
          { day: 0, shift: 'E', required: 3, underWeight: 100, overWeight: 1 },
          { day: 1, shift: 'E', required: 0, underWeight: 100, overWeight: 4 },
        ],
      },
      [0, 1].map((day) => ({ employee: 'P0', day, shift: 'E' })),
    );
    expect(cost).toEqual({ total: 213, under: 200, over: 4, refusedOn: 7, refusedOff: 2 });
  });
});

function solve(instance: ShiftInstance, options = {}) {
  return solveInstance(
    instance,
    { seed: 1, timeLimitSeconds: 1e6, iterationLimit: 60, ...options },
    { solver, elapsedSeconds: () => 0, signal: { aborted: false }, onProgress: () => undefined },
  );
}

/** One shift type, one agent wanted a day, everybody alike. */
function smallInstance(people: number, days: number): ShiftInstance {
  return {
    days,
    shifts: [{ id: 'E', paidSeconds: 28_800, notBefore: [] }],
    staff: Array.from({ length: people }, (_, index) => ({
      id: `P${index}`,
      maxShifts: { E: days },
      maxPaidSeconds: 10 * 28_800,
      minPaidSeconds: Math.floor(days / 2) * 28_800 - 28_800,
      maxConsecutiveShifts: 5,
      minConsecutiveShifts: 2,
      minConsecutiveDaysOff: 2,
      maxWeekends: 2,
      daysOff: [],
    })),
    requests: Array.from({ length: people }, (_, index) => ({
      kind: 'off' as const,
      employee: `P${index}`,
      day: (3 * index) % days,
      shift: 'E',
      weight: 1 + index,
    })),
    cover: Array.from({ length: days }, (_, day) => ({
      day,
      shift: 'E',
      required: 1 + (day % 3 === 0 ? 1 : 0) * (people > 1 ? 1 : 0),
      underWeight: 100,
      overWeight: 1,
    })),
  };
}

/** Two people, five days and up to three shift types whose successions need not form a chain. */
function tinyInstance(): fc.Arbitrary<ShiftInstance> {
  const shiftIds = ['E', 'L', 'N'];
  return fc.integer({ min: 1, max: 3 }).chain((types) => {
    const ids = shiftIds.slice(0, types);
    const day = fc.integer({ min: 0, max: 4 });
    const weight = fc.integer({ min: 0, max: 4 });
    const shift = fc.constantFrom(...ids);
    const employee = fc.record({
      maxShifts: fc.record(
        Object.fromEntries(ids.map((id) => [id, fc.integer({ min: 0, max: 5 })])),
      ),
      maxPaidSeconds: fc.integer({ min: 2, max: 10 }),
      minPaidSeconds: fc.integer({ min: 0, max: 4 }),
      maxConsecutiveShifts: fc.integer({ min: 1, max: 4 }),
      minConsecutiveShifts: fc.integer({ min: 1, max: 2 }),
      minConsecutiveDaysOff: fc.integer({ min: 1, max: 2 }),
      maxWeekends: fc.integer({ min: 0, max: 1 }),
      daysOff: fc.uniqueArray(day, { maxLength: 2 }),
    });
    return fc.record({
      days: fc.constant(5),
      shifts: fc.tuple(
        ...ids.map((id) =>
          fc.record({
            id: fc.constant(id),
            paidSeconds: fc.integer({ min: 1, max: 3 }),
            notBefore: fc.subarray(ids),
          }),
        ),
      ),
      staff: fc.tuple(
        employee.map((one) => ({ ...one, id: 'P0' })),
        employee.map((one) => ({ ...one, id: 'P1' })),
      ),
      requests: fc.array(
        fc.record({
          kind: fc.constantFrom('on' as const, 'off' as const),
          employee: fc.constantFrom('P0', 'P1'),
          day,
          shift,
          weight,
        }),
        { maxLength: 6 },
      ),
      cover: fc.uniqueArray(
        fc.record({
          day,
          shift,
          required: fc.integer({ min: 0, max: 2 }),
          underWeight: weight,
          overWeight: weight,
        }),
        { maxLength: 10, selector: (one) => `${one.day} ${one.shift}` },
      ),
    });
  });
}

/** Least cost of all legal rosters of two people; `null` where one of them has no schedule. */
function cheapestOfAll(instance: ShiftInstance): number | null {
  const [first, second] = instance.staff.map(({ id }) => legalSchedules(instance, id));
  let least: number | null = null;
  for (const own of first!) {
    for (const other of second!) {
      const { total } = auditInstance(instance, [...own, ...other]).cost;
      if (least === null || total < least) least = total;
    }
  }
  return least;
}

function legalSchedules(instance: ShiftInstance, employee: string): readonly ShiftAssignment[][] {
  const alone = { ...instance, staff: instance.staff.filter(({ id }) => id === employee) };
  const choices = [null, ...instance.shifts.map(({ id }) => id)];
  let partial: ShiftAssignment[][] = [[]];
  for (let day = 0; day < instance.days; day++) {
    partial = partial.flatMap((own) =>
      choices.map((shift) => (shift === null ? own : [...own, { employee, day, shift }])),
    );
  }
  return partial.filter((own) => auditInstance(alone, own).violations.length === 0);
}
