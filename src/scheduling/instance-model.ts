import { type InstanceEmployee, type ShiftInstance, type Weekday } from '../domain/index.ts';
import { periodPaidTally } from './engine/meters/period-paid.ts';
import { NOTHING_BEFORE, runsMeter } from './engine/meters/runs.ts';
import { successionMeter } from './engine/meters/succession.ts';
import { countTally } from './engine/meters/count.ts';
import { saturdayMeter, weekendsTally } from './engine/meters/weekends.ts';
import {
  type DayMenu,
  type DutyKind,
  type ModelDuty,
  type ModelPerson,
  type PersonRules,
  type RosterModel,
} from './engine/roster-model.ts';

/** A published instance as the engine sees it: a line is a shift type, a cell is a day. */
export function modelOfInstance(instance: ShiftInstance): RosterModel {
  const { days, shifts, staff, requests, cover } = instance;
  const lines = shifts.map(() => ({
    required: new Float64Array(days),
    base: new Float64Array(days),
    under: new Float64Array(days),
    over: new Float64Array(days),
    floor: new Float64Array(days),
    below: new Float64Array(days),
  }));
  const indexOf = new Map(shifts.map(({ id }, index) => [id, index]));
  for (const { day, shift, required, underWeight, overWeight } of cover) {
    const line = lines[indexOf.get(shift)!]!;
    line.required[day] = required;
    line.under[day] = underWeight;
    line.over[day] = overWeight;
  }
  const frame = makeFrame(instance);
  const rulesOf = new Map<string, PersonRules>();
  const requestsOf = new Map<string, ShiftInstance['requests'][number][]>();
  for (const request of requests) {
    const own = requestsOf.get(request.employee) ?? [];
    own.push(request);
    requestsOf.set(request.employee, own);
  }
  const people = staff.map((employee): ModelPerson => {
    const kinds = kindsOf(instance, employee, frame.chain === null);
    const key = JSON.stringify([{ ...employee, id: '', daysOff: [] }]);
    let rules = rulesOf.get(key);
    if (rules === undefined) {
      rules = rulesFor(instance, employee, kinds.kinds, frame);
      rulesOf.set(key, rules);
    }
    const own = requestsOf.get(employee.id) ?? [];
    const menu = Array.from({ length: days }, (_, day) =>
      dayMenu(instance, frame, employee, kinds.kindOf, own, day),
    );
    return { menu, rules, lenient: null, startGate: 0, twinKey: employee.id };
  });
  const prices = [
    ...requests.map(({ weight }) => weight),
    ...cover.flatMap(({ underWeight, overWeight }) => [underWeight, overWeight]),
    ...cover.map(({ required }) => required),
  ];
  return { days, lines, people, costUnit: prices.every(Number.isInteger) ? 1 : null };
}

interface Frame {
  /** Per day and shift type. */
  readonly duties: readonly (readonly ModelDuty[])[];
  readonly lines: readonly (readonly number[])[];
  /** Sets of shifts that a day may close, each within the next; `null` where they are no chain. */
  readonly chain: readonly ReadonlySet<string>[] | null;
}

function makeFrame({ days, shifts }: ShiftInstance): Frame {
  const sets = new Map<string, ReadonlySet<string>>([['', new Set()]]);
  for (const { notBefore } of shifts) {
    sets.set([...notBefore].sort().join('|'), new Set(notBefore));
  }
  const chain = [...sets.values()].sort((a, b) => a.size - b.size);
  const isChain = chain.every(
    (set, index) => index === 0 || [...chain[index - 1]!].every((id) => set.has(id)),
  );
  return {
    duties: Array.from({ length: days }, (_, day) =>
      shifts.map((_shift, type) => ({
        id: day * shifts.length + type,
        day,
        from: day,
        to: day + 1,
        breaks: [],
      })),
    ),
    lines: shifts.map((_, type) => [type]),
    chain: isChain ? chain : null,
  };
}

/** Shift types that rules need not tell apart are one kind. */
function kindsOf({ shifts, days }: ShiftInstance, employee: InstanceEmployee, apart: boolean) {
  const kinds: DutyKind[] = [];
  const kindOf = shifts.map(({ id, paidSeconds }) => {
    const max = employee.maxShifts[id] ?? 0;
    const counted = apart || max < mostShifts(employee, paidSeconds, days);
    const type = counted ? id : '';
    const found = kinds.findIndex((kind) => kind.paidSeconds === paidSeconds && kind.type === type);
    return found >= 0 ? found : kinds.push({ paidSeconds, night: false, type }) - 1;
  });
  return { kinds, kindOf };
}

function mostShifts(employee: InstanceEmployee, paidSeconds: number, days: number): number {
  return Math.min(days, Math.floor(employee.maxPaidSeconds / Math.max(1, paidSeconds)));
}

function rulesFor(
  { days, shifts }: ShiftInstance,
  employee: InstanceEmployee,
  kinds: readonly DutyKind[],
  { chain }: Frame,
): PersonRules {
  const weekdayOf = (day: number) => ((day % 7) + 1) as Weekday;
  const counted = kinds
    .filter(({ type }) => type !== '')
    .map(({ type }) => ({ type, max: employee.maxShifts[type] ?? 0 }))
    .filter(({ max }) => max > 0 && max < days);
  const notBefore = new Map(shifts.map(({ id, notBefore: ids }) => [id, new Set(ids)]));
  return {
    days,
    kinds: Array.from({ length: days }, () => kinds),
    forced: Array.from({ length: days }, () => false),
    meters: [
      runsMeter(
        {
          maxWork: employee.maxConsecutiveShifts,
          minWork: employee.minConsecutiveShifts,
          minOff: employee.minConsecutiveDaysOff,
        },
        NOTHING_BEFORE,
      ),
      saturdayMeter(weekdayOf),
      ...(chain === null ? [successionMeter(notBefore)] : []),
    ],
    tallies: [
      periodPaidTally(employee.minPaidSeconds, employee.maxPaidSeconds, Infinity),
      weekendsTally(weekdayOf, employee.maxWeekends),
      ...counted.map(({ type, max }) =>
        countTally(`type ${type}`, max, (kind) => kind.type === type),
      ),
    ],
    breach: Infinity,
  };
}

function dayMenu(
  { shifts, days }: ShiftInstance,
  { duties, lines, chain }: Frame,
  employee: InstanceEmployee,
  kindOf: readonly number[],
  requests: readonly ShiftInstance['requests'][number][],
  day: number,
): DayMenu {
  const isOff = employee.daysOff.includes(day);
  const allowed = shifts.flatMap(({ id }, type) =>
    !isOff && (employee.maxShifts[id] ?? 0) > 0 ? [type] : [],
  );
  const today = requests.filter((request) => request.day === day);
  const costWith = (worked: string | null) =>
    today.reduce((sum, { kind, shift, weight }) => {
      const refused = kind === 'on' ? worked !== shift : worked === shift;
      return refused ? sum + weight : sum;
    }, 0);
  const sets = chain ?? [new Set<string>()];
  return {
    duties: allowed.map((type) => duties[day]![type]!),
    costs: Float64Array.from(allowed, (type) => costWith(shifts[type]!.id)),
    lines: allowed.map((type) => lines[type]!),
    kindOf: Int32Array.from(allowed, (type) => kindOf[type]!),
    offCost: costWith(null),
    forced: false,
    gates: {
      count: day === 0 ? 1 : sets.length,
      lastGate: Int32Array.from(allowed, (type) =>
        day === 0 ? 0 : sets.filter((set) => !set.has(shifts[type]!.id)).length - 1,
      ),
      leaves: Int32Array.from(allowed, (type) => {
        const { notBefore } = shifts[type]!;
        return day === days - 1 || chain === null
          ? 0
          : sets.findIndex((set) => set.size === new Set(notBefore).size);
      }),
      offLeaves: new Int32Array(day === 0 ? 1 : sets.length),
    },
  };
}
