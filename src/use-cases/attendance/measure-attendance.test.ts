import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AgentStateKind, type ScheduledStretch } from '../../domain/index.ts';
import { measureAttendance, type PersonDay } from './measure-attendance.ts';

const MINUTE = 60;
const SETTINGS = { graceSeconds: 120, activities: { Coffee: 'break' }, format: String };

const stretch = (
  kind: ScheduledStretch['kind'],
  from: number,
  to: number,
  name: string = kind,
): ScheduledStretch => ({
  kind,
  name,
  queue: null,
  paid: kind !== 'break',
  start: from * MINUTE,
  end: to * MINUTE,
});
const seen = (state: AgentStateKind, from: number, to: number, reason: string | null = null) => ({
  agent: 'ada',
  state,
  reason,
  start: from * MINUTE,
  end: to * MINUTE,
});
/** A day of two hours: work, ten minutes of break at 60, work. */
const SHIFT = [stretch('work', 0, 60), stretch('break', 60, 70), stretch('work', 70, 120)];

function measure(
  scheduled: readonly ScheduledStretch[],
  states: PersonDay['states'],
  more: Partial<PersonDay> = {},
) {
  return measureAttendance(
    {
      agent: 'ada',
      name: 'Ada',
      scheduled,
      states,
      heard: [{ start: 0, end: 120 * MINUTE }],
      from: 0,
      to: 120 * MINUTE,
      isRunning: false,
      ...more,
    },
    SETTINGS,
  );
}

describe('adherence and conformance', () => {
  it('are 75 % and 100 % for who comes 15 minutes late of 60 and stays 15 longer', () => {
    const { adherence, conformance, unscheduledWorkSeconds } = measure(
      [stretch('work', 0, 60)],
      [seen('ready', 15, 75)],
    );
    expect([adherence, conformance, unscheduledWorkSeconds]).toEqual([0.75, 1, 15 * MINUTE]);
  });

  it('count by the second, in every state of the phone', () => {
    const { adherentSeconds, workedSeconds, deviations } = measure(SHIFT, [
      seen('ready', 0, 20),
      seen('on-call', 20, 25),
      seen('wrap-up', 25, 26.5),
      seen('ringing', 26.5, 27),
      seen('other-call', 27, 60),
      seen('paused', 60, 70, 'Coffee'),
      seen('ready', 70, 120),
    ]);
    expect([adherentSeconds, workedSeconds, deviations]).toEqual([7200, 6600, []]);
  });

  it('leave out on both sides what is not known', () => {
    const measured = measure(SHIFT, [seen('ready', 0, 30), seen('unknown', 30, 60)], {
      heard: [{ start: 0, end: 30 * MINUTE }],
    });
    expect(measured).toMatchObject({
      scheduledSeconds: 7200,
      knownSeconds: 1800,
      adherence: 1,
      conformance: 1,
    });
    expect(measure(SHIFT, [], { heard: [] })).toMatchObject({
      knownSeconds: 0,
      adherence: null,
      conformance: null,
      deviations: [],
    });
  });

  it('take who is not seen while the ACD is heard for offline', () => {
    const { adherence, deviations, firstSeen } = measure([stretch('work', 0, 60)], []);
    expect([adherence, firstSeen]).toEqual([0, null]);
    expect(deviations).toEqual([
      {
        from: '0',
        to: '3600',
        scheduled: 'work',
        name: 'work',
        actual: 'offline',
        reason: null,
        isExcused: false,
      },
    ]);
  });

  it('excuse deviations up to the grace, and tell both', () => {
    const { adherence, adherenceWithGrace, deviations } = measure(
      [stretch('work', 0, 100)],
      [seen('ready', 2, 50), seen('paused', 50, 53, 'Coffee'), seen('ready', 53, 100)],
    );
    expect(adherence).toBeCloseTo(0.95, 12);
    expect(adherenceWithGrace).toBeCloseTo(0.97, 12);
    expect(deviations.map(({ isExcused }) => isExcused)).toEqual([true, false]);
  });

  it('move a break that a call runs over, wrap-up included, and make it no shorter', () => {
    const states = [
      seen('ready', 0, 55),
      seen('on-call', 55, 63),
      seen('wrap-up', 63, 64),
      seen('paused', 64, 74, 'Coffee'),
      seen('ready', 74, 120),
    ];
    expect(measure(SHIFT, states)).toMatchObject({ adherence: 1, deviations: [] });
    const idle = states.map((span) => (span.state === 'on-call' ? seen('ready', 55, 63) : span));
    expect(measure(SHIFT, idle).adherence).toBeLessThan(1);
  });

  it('do not move a break into what comes after the work that follows it', () => {
    const scheduled = [
      stretch('work', 0, 60),
      stretch('break', 60, 70),
      stretch('meeting', 70, 80),
    ];
    const { adherentSeconds } = measure(scheduled, [
      seen('on-call', 0, 65),
      seen('paused', 65, 70, 'Coffee'),
      seen('paused', 70, 80, 'meeting'),
    ]);
    expect(adherentSeconds).toBe((60 + 5 + 10) * MINUTE);
  });

  it('know training by its name, its kind or a mapped reason, and a pause for nothing as out', () => {
    const scheduled = [stretch('training', 0, 60, 'New product')];
    const of = (reason: string) => measure(scheduled, [seen('paused', 0, 60, reason)]);
    expect(of('Training')).toMatchObject({ adherence: 1, conformance: 1 });
    expect(of('new product')).toMatchObject({ adherence: 1, conformance: 1 });
    expect(of('Coffee')).toMatchObject({ adherence: 0, conformance: 0 });
    expect(of('')).toMatchObject({ adherence: 0, conformance: 0 });
    expect(measure(SHIFT, [seen('paused', 0, 120, 'Lunch')]).adherentSeconds).toBe(0);
  });

  it('tell the moment: what is scheduled, what is done, since when they differ', () => {
    const running = { to: 65 * MINUTE, isRunning: true };
    const states = [seen('ready', 0, 62), seen('on-call', 62, 65)];
    expect(measure(SHIFT, states, running).now).toEqual({
      scheduled: 'break',
      name: 'break',
      state: 'on-call',
      reason: null,
      outSince: '3600',
    });
    expect(measure(SHIFT, [seen('ready', 0, 50)], { to: 3000, isRunning: true }).now).toMatchObject(
      {
        scheduled: 'work',
        outSince: null,
      },
    );
  });

  it('count a second once, whatever overlaps, and add up', () => {
    const span = fc.record({
      state: fc.constantFrom<AgentStateKind>('ready', 'on-call', 'paused', 'offline', 'unknown'),
      from: fc.integer({ min: 0, max: 110 }),
      length: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(fc.array(span, { maxLength: 12 }), (spans) => {
        const found = measure(
          SHIFT,
          spans.map(({ state, from, length }) => seen(state, from, from + length)),
        );
        const out = found.deviations
          .filter(({ scheduled }) => scheduled !== 'off')
          .reduce((sum, { from, to }) => sum + Number(to) - Number(from), 0);
        expect(found.scheduledSeconds).toBe(7200);
        expect(found.knownSeconds).toBeLessThanOrEqual(7200);
        expect(found.adherentSeconds + out).toBeCloseTo(found.knownSeconds, 6);
        expect(found.workedSeconds).toBeLessThanOrEqual(7200);
        for (const share of [found.adherence, found.adherenceWithGrace]) {
          if (share !== null) expect(share).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});
