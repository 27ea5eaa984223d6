import { beforeAll, describe, expect, it } from 'vitest';
import { makeSample } from '../../../test/support/sample-roster.ts';
import {
  type Activity,
  DAY_CHANGES,
  type DayProposal,
  epochSeconds,
  type Estimate,
  formatInstant,
  type Plan,
  type Shift,
} from '../../domain/index.ts';
import { auditShifts, coverOfShifts } from '../../scheduling/index.ts';
import { staffQueue } from '../compute-requirement.ts';
import { computeProposals } from './compute-proposals.ts';
import { lookAtQueue, type QueueLook } from './look-at-queue.ts';
import { type ProposalInput, type ProposalOutput } from './proposal-input.ts';

const ZONE = 'Europe/Ljubljana';
const DATE = '2026-03-23';
const NOON = epochSeconds(`${DATE}T12:00:00+01:00`);
const sample = makeSample({ zone: ZONE, from: DATE, days: 1, agents: 24 });
/** Breaks may move by 90 minutes, and shifts be an hour longer or 90 minutes shorter. */
const plan: Plan = {
  ...sample.plan,
  shiftPatterns: sample.plan.shiftPatterns.map((pattern) => ({
    ...pattern,
    lengthsSeconds: [25_200, 30_600, 34_200],
    breaks: pattern.breaks.map((rest) => ({
      ...rest,
      latestSeconds: rest.earliestSeconds + 5400,
    })),
  })),
};
const context = { signal: new AbortController().signal, onProgress: () => undefined };

/** The second work stretch of somebody with half an hour of coaching in it, this afternoon. */
const coached = sample.roster.shifts.map((shift): Shift => {
  if (shift.agent !== 'a02') return shift;
  const at = shift.activities.findIndex(({ kind, start }) => {
    return kind === 'work' && epochSeconds(start) > NOON + 3600;
  });
  const work = shift.activities[at]!;
  const until = formatInstant(epochSeconds(work.start) + 1800, ZONE);
  const coaching: Activity = {
    ...work,
    kind: 'training',
    name: 'Coaching',
    queue: null,
    end: until,
  };
  const activities = shift.activities.flatMap((activity) =>
    activity === work ? [coaching, { ...work, start: until }] : [activity],
  );
  return { ...shift, activities };
});

/** The day at noon with so many times the forecast's contacts. */
function inputOf(factor: number, shifts: readonly Shift[] = coached): ProposalInput {
  const looks = sample.forecast.queues.map((before): QueueLook => {
    const scaled = (estimate: Estimate): Estimate => ({
      ...estimate,
      mean: estimate.mean.map((value) => value * factor),
    });
    const after = { ...before, volume: scaled(before.volume) };
    const queue = plan.queues.find(({ name }) => name === before.queue)!;
    const goal = { ...queue.goal, maxOccupancy: null };
    return {
      before,
      after,
      required: staffQueue(before, { ...queue, goal }, plan),
      anew: staffQueue(after, { ...queue, goal }, plan),
      history: null,
      coverage: [...coverOfShifts(before.grid, [before.queue], shifts)[0]!],
      onPhones: 0.95,
      now: NOON,
      snapshot: null,
      present: null,
    };
  });
  const since = NOON + 900;
  return { looks, plan, from: DATE, days: 1, shifts, since, absent: ['a04'], most: 4 };
}

const isBefore = (a: DayProposal, b: DayProposal): boolean =>
  DAY_CHANGES.indexOf(a.kind) <= DAY_CHANGES.indexOf(b.kind);

describe.each([
  ['too few people', 1.15],
  ['too many people', 0.25],
])('proposals with %s', (_, factor) => {
  const input = inputOf(factor);
  let found: ProposalOutput;
  beforeAll(() => {
    found = computeProposals(input, context);
  });
  const shiftOf = ({ shift }: DayProposal) =>
    input.shifts.find(({ agent, date }) => agent === shift.agent && date === shift.date)!;
  const with_ = (proposals: readonly DayProposal[]) =>
    input.shifts.map(
      (shift) =>
        proposals.find((one) => one.agent === shift.agent && one.shift.date === shift.date)
          ?.shift ?? shift,
    );
  const levelOf = (queue: string, shifts: readonly Shift[]) => {
    const look = input.looks.find(({ before }) => before.queue === queue)!;
    const coverage = [...coverOfShifts(look.before.grid, [queue], shifts)[0]!];
    return lookAtQueue({ ...look, coverage }).day.serviceLevel;
  };

  it('come in order of cost, one a person, of nobody who is absent', () => {
    const { proposals } = found;
    expect(proposals.length).toBeGreaterThan(2);
    expect(proposals.every((one, at) => at === 0 || isBefore(proposals[at - 1]!, one))).toBe(true);
    expect(new Set(proposals.map(({ agent }) => agent)).size).toBe(proposals.length);
    expect(proposals.map(({ agent }) => agent)).not.toContain('a04');
  });

  it('break no rule, and leave the past alone', () => {
    const audit = { plan, from: DATE, days: 1, before: [] };
    const before = auditShifts(audit, input.shifts).length;
    expect(auditShifts(audit, with_(found.proposals)).length).toBeLessThanOrEqual(before);
    for (const proposal of found.proposals) {
      const past = (shift: Shift) =>
        shift.activities
          .filter(({ start }) => epochSeconds(start) < input.since)
          .map(({ kind, queue, start, end }) => [
            ...[kind, queue, start],
            Math.min(epochSeconds(end), input.since),
          ]);
      expect(past(proposal.shift)).toEqual(past(shiftOf(proposal)));
    }
  });

  it('tell what each does, alone and together, as the projection itself would', () => {
    for (const [at, proposal] of found.proposals.entries()) {
      expect(proposal.effects.length).toBeGreaterThan(0);
      for (const { queue, before, alone, together } of proposal.effects) {
        expect(before).toBe(levelOf(queue, input.shifts));
        expect(alone).toBeCloseTo(levelOf(queue, with_([proposal]))!, 9);
        const upToHere = with_(found.proposals.slice(0, at + 1));
        expect(together).toBeCloseTo(levelOf(queue, upToHere)!, 9);
      }
    }
    for (const { queue, projected, withAll } of found.queues) {
      expect(projected).toBe(levelOf(queue, input.shifts));
      expect(withAll).toBeCloseTo(levelOf(queue, with_(found.proposals))!, 9);
    }
  });

  it('cost what the paid time is', () => {
    for (const proposal of found.proposals) {
      const paid = (shift: Shift) =>
        shift.activities
          .filter((one) => one.paid)
          .reduce((sum, { start, end }) => sum + epochSeconds(end) - epochSeconds(start), 0);
      const hours = (paid(proposal.shift) - paid(shiftOf(proposal))) / 3600;
      expect(proposal.cost).toBeCloseTo(18.5 * hours, 9);
    }
  });
});

describe('what is proposed', () => {
  it('helps where people lack: breaks, coaching, then overtime', () => {
    const { proposals, queues } = computeProposals({ ...inputOf(1.15), most: 12 }, context);
    const kinds = proposals.map(({ kind }) => kind);
    expect(kinds).toContain('move-break');
    expect(kinds).toContain('overtime');
    const skillsOf = (id: string) => plan.agents.find((agent) => agent.id === id)!.skills;
    for (const { kind, agent, cost, effects } of proposals) {
      if (kind === 'time-off' || kind === 'training') {
        // Only who cannot help the queue for which others are to stay longer.
        expect(skillsOf(agent)).toEqual(['support-en']);
        continue;
      }
      if (kind !== 'overtime') expect(cost).toBe(0);
      expect(effects.some(({ before, alone }) => alone! > before!)).toBe(true);
    }
    expect(queues.some(({ projected, withAll }) => withAll! > projected! + 0.005)).toBe(true);
    // One of a person: without breaks to move the coaching is called off.
    const rigid = {
      ...plan,
      shiftPatterns: plan.shiftPatterns.map((pattern) => ({
        ...pattern,
        breaks: pattern.breaks.map((rest) => ({ ...rest, latestSeconds: rest.earliestSeconds })),
      })),
    };
    const fixed = computeProposals({ ...inputOf(1.6), plan: rigid }, context);
    const [first] = fixed.proposals;
    expect(first).toMatchObject({ kind: 'call-off', agent: 'a02', activity: 'Coaching', cost: 0 });
  });

  it('spares people where they are many, and no interval below its requirement', () => {
    const input = inputOf(0.25);
    const { proposals, queues } = computeProposals(input, context);
    const kinds = new Set(proposals.map(({ kind }) => kind));
    expect([...kinds]).toEqual(['time-off', 'training']);
    const changed = input.shifts.map(
      (shift) => proposals.find(({ agent }) => agent === shift.agent)?.shift ?? shift,
    );
    for (const { before, anew } of input.looks) {
      const [has] = coverOfShifts(before.grid, [before.queue], changed);
      const [had] = coverOfShifts(before.grid, [before.queue], input.shifts);
      for (const [slot, count] of has!.entries()) {
        if (count < had![slot]!) expect(count).toBeGreaterThanOrEqual(anew.scheduledAgents[slot]!);
      }
    }
    for (const { goal, withAll } of queues) expect(withAll).toBeGreaterThan(goal.serviceLevel!);
    expect(proposals.filter(({ cost }) => cost < 0).length).toBe(4);
  });

  it('is nothing where no shift is left to change', () => {
    const input = inputOf(1.15);
    const over = input.shifts.filter(({ end }) => epochSeconds(end) <= NOON);
    const { proposals } = computeProposals({ ...inputOf(1.15, over), shifts: over }, context);
    expect(proposals).toEqual([]);
  });
});
