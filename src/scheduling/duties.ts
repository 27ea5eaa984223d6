import {
  type BreakRule,
  type Contract,
  type NightWindow,
  type ShiftPattern,
  weekdayOf,
} from '../domain/index.ts';
import { type DutyBreak, type ModelDuty } from './engine/roster-model.ts';
import { isNightWork, type PlannedClock } from './night.ts';

/** A break of the plan on a duty. */
export interface PlannedBreak extends DutyBreak {
  readonly rule: BreakRule;
}

/** One way of working on one date: pattern, start and length; queue and breaks are still open. */
export interface Duty extends ModelDuty {
  readonly date: string;
  readonly pattern: string;
  /** Epoch seconds. */
  readonly start: number;
  readonly end: number;
  readonly paidSeconds: number;
  readonly night: boolean;
  readonly breaks: readonly PlannedBreak[];
}

/** What duties are made against. */
export interface DutyFrame {
  readonly clock: PlannedClock;
  readonly nightWindow: NightWindow;
  /** First instant of the grid. */
  readonly origin: number;
  readonly stepSeconds: number;
}

/** Makes duties; their ids count from 0. */
export type MakeDuty = (
  pattern: ShiftPattern,
  day: number,
  date: string,
  start: number,
  lengthSeconds: number,
) => Duty | null;

/**
 * A maker of duties; gives `null` where the pattern's breaks do not fit one after the other.
 *
 * @param made where each duty is put, at the index that is its id
 */
export function dutyMaker(frame: DutyFrame, made: Duty[]): MakeDuty {
  const { origin, stepSeconds, clock, nightWindow } = frame;
  const breaksOf = new Map<string, readonly PlannedBreak[] | null>();
  return (pattern, day, date, start, lengthSeconds) => {
    const phase = (((start - origin) % stepSeconds) + stepSeconds) % stepSeconds;
    const key = `${pattern.name} ${lengthSeconds} ${phase}`;
    let breaks = breaksOf.get(key);
    if (breaks === undefined) {
      breaks = placeableBreaks(pattern, lengthSeconds, phase, stepSeconds);
      breaksOf.set(key, breaks);
    }
    if (breaks === null) return null;
    const end = start + lengthSeconds;
    const unpaid = breaks.reduce(
      (sum, { rule }) => (rule.paid ? sum : sum + rule.lengthSeconds),
      0,
    );
    const duty = {
      id: made.length,
      day,
      date,
      pattern: pattern.name,
      start,
      end,
      from: (start - origin) / stepSeconds,
      to: (end - origin) / stepSeconds,
      paidSeconds: lengthSeconds - unpaid,
      night: isNightWork(nightWindow, clock, date, start, end),
      breaks,
    };
    made.push(duty);
    return duty;
  };
}

/** Every duty that a contract allows on a date, by start; legal per day, nothing else. */
export function contractDuties(
  contract: Contract,
  patterns: ReadonlyMap<string, ShiftPattern>,
  make: MakeDuty,
  clock: PlannedClock,
  day: number,
  date: string,
): readonly Duty[] {
  const duties: Duty[] = [];
  const { min, max } = contract.paidSecondsPerDay;
  for (const name of contract.shiftPatterns) {
    const pattern = patterns.get(name)!;
    if (!pattern.weekdays.includes(weekdayOf(date))) continue;
    const starts = new Set<number>();
    const { startFromSeconds, startToSeconds, startStepSeconds } = pattern;
    for (let wall = startFromSeconds; wall <= startToSeconds; wall += startStepSeconds) {
      if (wall < 86_400) starts.add(clock(date, wall));
    }
    for (const start of starts) {
      for (const lengthSeconds of pattern.lengthsSeconds) {
        const duty = make(pattern, day, date, start, lengthSeconds);
        if (duty === null || duty.paidSeconds < min || duty.paidSeconds > max) continue;
        duties.push(duty);
      }
    }
  }
  return duties.sort((a, b) => a.start - b.start || a.id - b.id);
}

/**
 * Breaks that fit a shift of this length, with the starts among which the cheapest always is:
 * price is even within a slot, so a best start lies at a window's end or has the break's start or
 * end on a slot's edge. A break whose window opens too late for it to end before the shift falls
 * away.
 */
function placeableBreaks(
  pattern: ShiftPattern,
  lengthSeconds: number,
  phase: number,
  stepSeconds: number,
): readonly PlannedBreak[] | null {
  const breaks: PlannedBreak[] = [];
  let previousEnds: number[] = [0];
  for (const rule of pattern.breaks) {
    if (rule.earliestSeconds + rule.lengthSeconds >= lengthSeconds) continue;
    const earliest = Math.max(rule.earliestSeconds, previousEnds[0]!);
    const latest = Math.min(rule.latestSeconds, lengthSeconds - rule.lengthSeconds);
    if (earliest > latest) return null;
    const offsets = new Set([earliest, latest]);
    for (const edge of [phase, phase + rule.lengthSeconds]) {
      const first = Math.ceil((earliest + edge) / stepSeconds) * stepSeconds - edge;
      for (let offset = first; offset <= latest; offset += stepSeconds) offsets.add(offset);
    }
    for (const end of previousEnds) if (end >= earliest && end <= latest) offsets.add(end);
    const offsetsSeconds = [...offsets].sort((a, b) => a - b);
    const isOnEdge = (offset: number) => (phase + offset) % stepSeconds === 0;
    breaks.push({
      isOnEdges:
        phase === 0 && rule.lengthSeconds % stepSeconds === 0 && offsetsSeconds.every(isOnEdge),
      rule,
      lengthSlots: rule.lengthSeconds / stepSeconds,
      slotsPerSecond: 1 / stepSeconds,
      offsetsSeconds,
      offsetsSlots: Float64Array.from(offsetsSeconds, (offset) => offset / stepSeconds),
    });
    previousEnds = offsetsSeconds.map((offset) => offset + rule.lengthSeconds);
  }
  return breaks;
}
