import { describe, expect, it } from 'vitest';
import { makeSample } from '../../test/support/sample-roster.ts';
import {
  type PlanQueue,
  type QueueForecast,
  type QueueStaffing,
  type Uncertainty,
} from '../domain/index.ts';
import { chat, scheduledAgents } from '../erlang/index.ts';
import { staffQueue } from './compute-requirement.ts';

const { plan, forecast } = makeSample({
  zone: 'Europe/Ljubljana',
  from: '2026-03-23',
  days: 2,
  agents: 6,
});
const [queue] = plan.queues as [PlanQueue];
const [series] = forecast.queues.filter((one) => one.queue === queue.name) as [QueueForecast];

function staff(staffing: QueueStaffing, goal: Partial<PlanQueue['goal']>) {
  const asked = { ...queue.goal, maxOccupancy: null, maxAbandonment: null, ...goal };
  return staffQueue(series, { ...queue, staffing, goal: asked }, plan);
}

describe('a chat queue', () => {
  const staffing = {
    kind: 'chat',
    handleTimeByConcurrencySeconds: [240, 300, 390],
    patienceSeconds: 180,
  } as const;
  const goal = { serviceLevel: 0.8, thresholdSeconds: 30, period: 'interval' } as const;
  const required = staff(staffing, goal);

  it('has the fewest agents that meet the goal', () => {
    required.agents.forEach((agents, slot) => {
      const volume = required.volume[slot]!;
      if (required.open[slot] !== true || volume === 0) return;
      expect(required.serviceLevel[slot]).toBeGreaterThanOrEqual(0.8);
      if (agents <= Math.max(1, queue.goal.minimumAgents)) return;
      const { stepSeconds } = required.grid;
      const fewer = chat({ ...staffing, volume, stepSeconds, lines: null }, agents - 1, 30);
      expect(fewer.serviceLevels.offered).toBeLessThan(0.8);
    });
  });

  it('hands on what each agent fewer or more would leave late', () => {
    required.lateContacts.forEach((late, slot) => {
      if (late === null) return;
      expect(late).toHaveLength(11);
      expect(late[5]).toBeCloseTo(required.volume[slot]! * (1 - required.serviceLevel[slot]!), 9);
      for (let at = 1; at < 11; at++) expect(late[at]!).toBeLessThanOrEqual(late[at - 1]! + 1e-9);
    });
    expect(required.lateContacts.some((late) => late !== null)).toBe(true);
  });

  it('says where one contact more in hand is a loss', () => {
    const slow = { ...staffing, handleTimeByConcurrencySeconds: [240, 300, 900] };
    expect(staff(slow, goal).notes).toContainEqual({
      code: 'chat-throughput-falls',
      details: { concurrency: 3 },
    });
  });
});

describe('deferred work', () => {
  const staffing = { kind: 'deferred', clock: 'open', backlog: 0, certainty: 0.95 } as const;
  const goal = { serviceLevel: 0.9, thresholdSeconds: 4 * 3600, minimumAgents: 0 } as const;
  const required = staff(staffing, goal);
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

  it('needs at least the work and a lower peak than its own load', () => {
    expect(sum(required.agents)).toBeGreaterThan(0.9 * sum(required.load));
    expect(Math.max(...required.agents)).toBeLessThanOrEqual(
      Math.ceil(Math.max(...required.load)) + 1,
    );
    for (const level of required.serviceLevel) {
      if (level !== null) expect(level).toBeGreaterThanOrEqual(0);
    }
  });

  it('takes more for more certainty and for a backlog', () => {
    const certain = staff({ ...staffing, certainty: 0.999 }, goal);
    const late = staff({ ...staffing, backlog: 200 }, goal);
    expect(sum(certain.agents)).toBeGreaterThanOrEqual(sum(required.agents));
    expect(sum(late.agents)).toBeGreaterThan(sum(required.agents));
  });
});

it('a goal out of reach names the queue', () => {
  const staffing = { kind: 'deferred', clock: 'open', backlog: 0, certainty: 0.95 } as const;
  expect(() => staff(staffing, { serviceLevel: 0.9, thresholdSeconds: 1 })).toThrowError(
    `queue "${queue.name}": expected thresholdSeconds of at least one interval of 900, got 1`,
  );
});

it('people to schedule are those on the phones over the unrostered shares', () => {
  const shares = plan.shrinkage.unrostered.map(({ share }) => share);
  const staffing = {
    kind: 'calls',
    model: 'erlang-a',
    method: 'sipp',
    patienceSeconds: 90,
  } as const;
  const required = staff(staffing, {});
  expect(shares.length).toBeGreaterThan(0);
  const scheduled = required.agents.map((agents) => scheduledAgents(agents, shares));
  expect(required.scheduledAgents).toEqual(scheduled.map((one) => one.scheduledAgents));
  expect(required.scheduledAgentsExact).toEqual(scheduled.map(({ exact }) => exact));
});

describe('a queue whose volume and absence may turn out otherwise', () => {
  const staffing = {
    kind: 'calls',
    model: 'erlang-a',
    method: 'carry-over',
    patienceSeconds: 90,
  } as const;
  const goal = { ...queue.goal, period: 'interval', maxOccupancy: null } as const;
  const MORNING = 40;
  // Small counts vary no more than Poisson's, so that their band says nothing.
  const times = (values: readonly number[]) => values.slice(0, MORNING).map((value) => value * 40);
  const { grid, volume, handleTimeSeconds } = series;
  const busy: QueueForecast = {
    ...series,
    grid: { ...grid, length: MORNING },
    handleTimeSeconds: { ...handleTimeSeconds, mean: handleTimeSeconds.mean.slice(0, MORNING) },
    volume: {
      mean: times(volume.mean),
      median: times(volume.median),
      bands: volume.bands.map(({ level, lower, upper }) => ({
        level,
        lower: times(lower),
        upper: times(upper),
      })),
    },
  };
  const absence = plan.shrinkage.unrostered.reduce((sum, { share }) => sum + share, 0);
  const under = (part: Partial<Uncertainty>, by = plan, changes: Partial<PlanQueue> = {}) =>
    staffQueue(
      busy,
      {
        ...queue,
        staffing,
        goal,
        ...changes,
        uncertainty: {
          volume: { kind: 'forecast-band' },
          absence: 'random',
          aim: { kind: 'expectation' },
          ...part,
        },
      },
      by,
    );
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

  it('meets the goal in expectation, each interval by the law of the forecast', () => {
    const required = under({});
    required.serviceLevel.forEach((level, slot) => {
      if (required.open[slot] !== true || required.volume[slot] === 0) return;
      expect(level).toBeGreaterThanOrEqual(goal.serviceLevel! - 1e-12);
    });
    expect(required.outlook!.goalProbability.some((share) => share !== null)).toBe(true);
    expect(required.unrosteredShrinkage).toBe(absence);
  });

  it('meets it with a probability, for more agents', () => {
    const sure = under({ aim: { kind: 'probability', share: 0.95 } });
    const expected = under({});
    for (const share of sure.outlook!.goalProbability) {
      if (share !== null) expect(share).toBeGreaterThanOrEqual(0.95 - 1e-12);
    }
    expect(total(sure.scheduledAgents)).toBeGreaterThan(total(expected.scheduledAgents));
  });

  it('with nothing uncertain is the stationary requirement at the load at hand', () => {
    const known = under({ volume: { kind: 'certain' }, absence: 'divided' });
    const plain = staffQueue(
      busy,
      { ...queue, staffing: { ...staffing, method: 'mol-mean' }, goal, uncertainty: null },
      plan,
    );
    expect(known.agents).toEqual(plain.agents);
    expect(known.scheduledAgentsExact).toEqual(plain.scheduledAgentsExact);
  });

  it('tells the bill with its band', () => {
    const { outlook, scheduledAgentsExact } = under({});
    const { required, lower, median, upper, bandLevel } = outlook!;
    expect(bandLevel).toBe(0.8);
    expect(required.paidSeconds).toBeCloseTo(total(scheduledAgentsExact) * grid.stepSeconds, 3);
    expect(lower.paidSeconds).toBeLessThanOrEqual(median.paidSeconds);
    expect(median.paidSeconds).toBeLessThanOrEqual(upper.paidSeconds);
    expect(lower.paidSeconds).toBeLessThan(upper.paidSeconds);
    expect(required.cost! / required.paidSeconds).toBeCloseTo(upper.cost! / upper.paidSeconds, 9);
    expect(required.fte! / required.paidSeconds).toBeCloseTo(upper.fte! / upper.paidSeconds, 12);
  });

  it('knows neither FTE nor cost where nobody may work', () => {
    const { outlook } = under({}, { ...plan, agents: [] });
    for (const bill of [outlook!.required, outlook!.lower, outlook!.median, outlook!.upper]) {
      expect(bill).toEqual({ paidSeconds: expect.any(Number) as number, fte: null, cost: null });
    }
  });

  it('has neither a probability nor late contacts where nothing comes or is open', () => {
    const { outlook, open, lateContacts, agents, ...rest } = under({}, plan, {
      openingHours: plan.queues[1]!.openingHours,
      goal: { ...goal, minimumAgents: 2 },
    });
    expect(open).toContain(false);
    open.forEach((isOpen, slot) => {
      if (isOpen && rest.volume[slot]! > 0) return;
      expect(outlook!.goalProbability[slot]).toBeNull();
      expect(lateContacts[slot]).toBeNull();
      if (!isOpen) expect(agents[slot]).toBe(0);
    });
  });

  it('needs a forecast that has bands', () => {
    const bare = { ...series, volume: { ...volume, bands: [] } };
    const uncertainty = {
      volume: { kind: 'forecast-band' },
      absence: 'random',
      aim: { kind: 'expectation' },
    } as const;
    expect(() => staffQueue(bare, { ...queue, staffing, goal, uncertainty }, plan)).toThrowError(
      `queue "${queue.name}": expected a forecast with bands where uncertainty.volume is forecast-band, got one without`,
    );
  });
});
