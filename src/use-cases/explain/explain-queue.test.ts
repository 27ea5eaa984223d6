import { describe, expect, it } from 'vitest';
import { makeSample } from '../../../test/support/sample-roster.ts';
import {
  type AgentStateKind,
  makeGrid,
  type PlanQueue,
  type QueueExplanation,
  type QueueForecast,
  type ScheduledStretch,
} from '../../domain/index.ts';
import { staffQueue } from '../compute-requirement.ts';
import { attendedSlots } from './attended-slots.ts';
import { explainQueue } from './compute-explanation.ts';
import { type AttendedSlots, type ExplainedQueue } from './explained-queue.ts';

const { plan, forecast } = makeSample({
  zone: 'Europe/Ljubljana',
  from: '2026-03-23',
  days: 1,
  agents: 6,
});
const [queue] = plan.queues as [PlanQueue];
const series = forecast.queues.find((one) => one.queue === queue.name) as QueueForecast;
const goal = { ...queue.goal, serviceLevel: 0.8, thresholdSeconds: 20, maxOccupancy: null };
const planned = staffQueue(
  series,
  {
    ...queue,
    goal,
    staffing: { kind: 'calls', model: 'erlang-a', method: 'carry-over', patienceSeconds: 90 },
  },
  plan,
);
const { stepSeconds } = planned.grid;
/** Who is scheduled if the roster is what is required, over the share that is to come. */
const scheduled = planned.agents.map(
  (agents) => (agents / (1 - planned.unrosteredShrinkage)) * stepSeconds,
);
const share = (part: number) => scheduled.map((seconds) => seconds * part);

function attended(change: Partial<AttendedSlots> = {}): AttendedSlots {
  const came = share(1 - planned.unrosteredShrinkage);
  const heard = scheduled.map(() => 1);
  return { scheduled, known: scheduled, came, worked: came, heard, unplaced: 0, ...change };
}

function explain(change: Partial<ExplainedQueue> = {}): QueueExplanation {
  return explainQueue({
    planned,
    offered: planned.volume,
    handleTimeSeconds: planned.handleTimeSeconds,
    attended: attended(),
    achieved: 0.7,
    ...change,
  });
}

const partOf = ({ parts }: QueueExplanation, name: string) =>
  parts.find(({ factor }) => factor === name)!.part!;
const sumOf = ({ parts }: QueueExplanation) =>
  parts.reduce((sum, { part }) => sum + (part ?? 0), 0);

describe('the gap of a day', () => {
  it('that was as planned is left to the model alone', () => {
    const told = explain();
    expect(told.modelled).toBeCloseTo(told.planned.serviceLevel!, 9);
    for (const factor of ['volume', 'handle-time', 'roster-fit', 'absence', 'adherence']) {
      expect(partOf(told, factor)).toBeCloseTo(0, 9);
    }
    expect(partOf(told, 'model')).toBeCloseTo(0.7 - told.planned.serviceLevel!, 9);
    expect(told.notes).toEqual([]);
  });

  it.each([
    ['volume', { offered: planned.volume.map((contacts) => contacts * 1.2) }],
    ['handle-time', { handleTimeSeconds: planned.handleTimeSeconds.map((time) => time * 1.2) }],
    [
      'roster-fit',
      {
        attended: attended({
          scheduled: share(0.85),
          known: share(0.85),
          came: share(0.85 * (1 - planned.unrosteredShrinkage)),
          worked: share(0.85 * (1 - planned.unrosteredShrinkage)),
        }),
      },
    ],
    ['absence', { attended: attended({ came: share(0.75), worked: share(0.75) }) }],
    ['adherence', { attended: attended({ worked: share(0.75) }) }],
  ])('is that of %s where nothing else was otherwise', (name, change) => {
    const told = explain(change);
    expect(partOf(told, name)).toBeLessThan(-0.02);
    for (const { factor, part } of told.parts) {
      if (factor !== name && factor !== 'model') expect(part).toBeCloseTo(0, 9);
    }
    expect(sumOf(told)).toBeCloseTo(told.gap!, 12);
    expect(told.gap).toBeCloseTo(told.achieved.serviceLevel! - told.planned.serviceLevel!, 12);
  });

  it('of everything at once is the sum of the parts', () => {
    const told = explain({
      offered: planned.volume.map((contacts, slot) => contacts * (1 + (slot % 5) / 10)),
      handleTimeSeconds: planned.handleTimeSeconds.map((time) => time * 0.9),
      attended: attended({ came: share(0.8), worked: share(0.7) }),
    });
    expect(told.parts.map(({ factor }) => factor)).toEqual([
      'volume',
      'handle-time',
      'roster-fit',
      'absence',
      'adherence',
      'model',
    ]);
    expect(partOf(told, 'volume')).toBeLessThan(0);
    expect(partOf(told, 'handle-time')).toBeGreaterThan(0);
    expect(partOf(told, 'adherence')).toBeLessThan(0);
    expect(sumOf(told)).toBeCloseTo(told.gap!, 12);
  });

  it('leaves to the model what is not known, and says so', () => {
    const unpublished = explain({ attended: null });
    expect(unpublished.notes).toEqual([{ code: 'no-published-roster', details: {} }]);
    expect(
      unpublished.parts.flatMap(({ factor, part }) => (part === null ? [factor] : [])),
    ).toEqual(['roster-fit', 'absence', 'adherence']);
    expect(sumOf(unpublished)).toBeCloseTo(unpublished.gap!, 12);
    const nothing = scheduled.map(() => 0);
    const unheard = explain({
      attended: attended({ known: nothing, came: nothing, worked: nothing, heard: nothing }),
      handleTimeSeconds: planned.handleTimeSeconds.map(() => null),
    });
    expect(unheard.notes.map(({ code }) => code)).toEqual([
      'handle-time-unknown',
      'attendance-unknown',
    ]);
    expect(unheard.achieved.agentSeconds).toBeNull();
  });

  it('is none where nothing of the day is known', () => {
    const told = explain({ offered: planned.volume.map(() => null), achieved: null });
    expect(told).toMatchObject({ gap: null, parts: [], intervals: 0 });
    expect(told.notes).toContainEqual({ code: 'day-unknown', details: {} });
  });

  it('of minutes is looked at by quarters of an hour', () => {
    const times = Math.round(stepSeconds / 60);
    const spread = (values: readonly number[], by = times) =>
      values.flatMap((value) => Array.from({ length: times }, () => value / by));
    const open = planned.open.flatMap((isOpen) => Array.from({ length: times }, () => isOpen));
    const { zone, start } = planned.grid;
    const begins = Date.parse(start) / 1000;
    const told = explain({
      planned: {
        ...planned,
        grid: makeGrid(zone, begins, 60, open.length),
        open,
        volume: spread(planned.volume),
        handleTimeSeconds: spread(planned.handleTimeSeconds, 1),
        agents: spread(planned.agents, 1),
      },
      offered: spread(planned.volume).map((contacts) => contacts * 1.2),
      handleTimeSeconds: spread(planned.handleTimeSeconds, 1),
      attended: {
        scheduled: spread(scheduled),
        known: spread(scheduled),
        came: spread(share(1 - planned.unrosteredShrinkage)),
        worked: spread(share(1 - planned.unrosteredShrinkage)),
        heard: open.map(() => 1),
        unplaced: 0,
      },
    });
    const quarters = explain({ offered: planned.volume.map((contacts) => contacts * 1.2) });
    if (stepSeconds === 900) {
      expect(partOf(told, 'volume')).toBeCloseTo(partOf(quarters, 'volume'), 9);
    }
    expect(partOf(told, 'volume')).toBeLessThan(-0.02);
    expect(sumOf(told)).toBeCloseTo(told.gap!, 12);
  });
});

describe('people of a queue, slot by slot', () => {
  const HOUR = 3600;
  const grid = makeGrid('UTC', 0, HOUR, 4);
  const work = (from: number, to: number, of: string | null = 'a'): ScheduledStretch => ({
    kind: 'work',
    name: 'work',
    queue: of,
    paid: true,
    start: from * HOUR,
    end: to * HOUR,
  });
  const seen = (state: AgentStateKind, from: number, to: number) => ({
    agent: 'ada',
    state,
    reason: null,
    start: from * HOUR,
    end: to * HOUR,
  });
  const slotsOf = (
    people: readonly {
      scheduled: readonly ScheduledStretch[];
      states: readonly ReturnType<typeof seen>[];
    }[],
    heard = [{ start: 0, end: 4 * HOUR }],
  ) =>
    attendedSlots(
      people.map((person, at) => ({
        agent: `p${at}`,
        name: `p${at}`,
        isRostered: true,
        ...person,
        heard,
      })),
      'a',
      grid,
      { from: 0, to: 4 * HOUR },
      { graceSeconds: 0, activities: {}, format: String },
    );
  const inHours = (values: readonly number[]) => values.map((value) => value / HOUR);

  it('knows who came late, who paused, and who never came', () => {
    const told = slotsOf([
      { scheduled: [work(0, 2)], states: [seen('ready', 0.5, 1), seen('paused', 1, 2)] },
      { scheduled: [work(0, 2)], states: [] },
    ]);
    expect(inHours(told.scheduled)).toEqual([2, 2, 0, 0]);
    expect(inHours(told.known)).toEqual([2, 2, 0, 0]);
    expect(inHours(told.came)).toEqual([1, 1, 0, 0]);
    expect(inHours(told.worked)).toEqual([0.5, 0, 0, 0]);
  });

  it('counts for neither side while nothing is heard', () => {
    const told = slotsOf(
      [{ scheduled: [work(0, 4)], states: [seen('on-call', 0, 1.5)] }],
      [{ start: 0, end: 1.5 * HOUR }],
    );
    expect(inHours(told.scheduled)).toEqual([1, 1, 1, 1]);
    expect(inHours(told.known)).toEqual([1, 0.5, 0, 0]);
    expect(inHours(told.worked)).toEqual([1, 0.5, 0, 0]);
    expect(told.heard).toEqual([1, 0.5, 0, 0]);
  });

  it('gives work outside of the shift to its queue, and tells of people without one', () => {
    const told = slotsOf([
      { scheduled: [work(0, 1)], states: [seen('ready', 0, 2)] },
      { scheduled: [work(2, 3, 'b')], states: [seen('ready', 2, 3)] },
      { scheduled: [], states: [seen('on-call', 0, 3)] },
    ]);
    expect(inHours(told.worked)).toEqual([1, 1, 0, 0]);
    expect(told.unplaced).toBe(1);
  });
});
