import { describe, expect, it } from 'vitest';
import {
  type IntervalHistory,
  makeGrid,
  type Measure,
  MEASURES,
  type QueueCall,
  type QueueForecast,
  type ScheduledStretch,
} from '../../domain/index.ts';
import { piecesOf } from '../attendance/index.ts';
import { type KpiSettings, tallyKpis } from './tally-kpis.ts';

/** 2026-01-05 00:00 UTC. */
const DAY = 1_767_571_200;
const HOUR = 3600;
const SETTINGS: KpiSettings = {
  of: 'queue',
  every: 'day',
  zone: 'UTC',
  stepSeconds: HOUR,
  range: { start: DAY, end: DAY + 2 * 86_400 },
  queues: null,
  format: (instant) => `${(instant - DAY) / HOUR}`,
};

function history(
  totals: Partial<Record<Measure, readonly (number | null)[]>>,
  queue = 'sales',
): IntervalHistory {
  const length = Object.values(totals)[0]!.length;
  return {
    queue,
    channel: 'voice',
    attribution: 'arrival',
    grid: makeGrid('UTC', DAY + 8 * HOUR, HOUR, length),
    totals: Object.fromEntries(
      MEASURES.map((name) => [name, totals[name] ?? new Array<null>(length).fill(null)]),
    ) as unknown as IntervalHistory['totals'],
  };
}

const TOLD = {
  offered: [10, 30],
  answered: [8, 25],
  answeredInThreshold: [6, 20],
  abandoned: [2, 5],
  abandonedInThreshold: [1, 3],
  talkSeconds: [800, 2900],
  holdSeconds: [80, null],
  acwSeconds: [160, 500],
  waitAnsweredSeconds: [80, 250],
};

describe('key figures of contacts', () => {
  it('are ratios of sums, with each service level under its name', () => {
    const tally = tallyKpis(SETTINGS);
    tally.addHistory(history(TOLD));
    const [row, ...others] = tally.rows();
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      queue: 'sales',
      from: '0',
      to: '24',
      intervals: 2,
      offered: 40,
      answered: 33,
      abandoned: 7,
      abandonment: 7 / 40,
      serviceLevel: {
        offered: 26 / 40,
        entered: 26 / 40,
        answered: 26 / 33,
        excludingShortAbandons: 26 / 36,
        includingShortAbandons: 30 / 40,
      },
      averageSpeedOfAnswerSeconds: 10,
      averageTalkTimeSeconds: (800 + 80 + 2900) / 33,
      averageAfterContactWorkSeconds: 660 / 33,
      averageHandleTimeSeconds: 4440 / 33,
      // Of people and forecasts nothing was said.
      occupancy: null,
      utilisation: null,
      adherence: null,
      agents: null,
      contactsPerAgent: null,
      forecastOffered: null,
      forecastWape: null,
    });
  });

  it('take into a ratio only what is known of both sides, and 0 is not blank', () => {
    const tally = tallyKpis({ ...SETTINGS, every: 'interval' });
    tally.addHistory(
      history({
        offered: [10, 0, null, 7],
        answered: [8, 0, null, null],
        talkSeconds: [800, 0, null, null],
        answeredInThreshold: [null, 0, null, 5],
      }),
    );
    const rows = tally.rows();
    expect(rows.map(({ from, to, offered, answered }) => [from, to, offered, answered])).toEqual([
      ['8', '9', 10, 8],
      ['9', '10', 0, 0],
      ['11', '12', 7, null],
    ]);
    expect(rows.map((row) => row.averageTalkTimeSeconds)).toEqual([100, null, null]);
    // Without wrap-up there is no handle time.
    expect(rows.map((row) => row.averageHandleTimeSeconds)).toEqual([null, null, null]);
    expect(rows.map(({ serviceLevel }) => serviceLevel.offered)).toEqual([null, null, 5 / 7]);
    expect(rows.map(({ serviceLevel }) => serviceLevel.includingShortAbandons)).toEqual([
      null,
      null,
      null,
    ]);
    const whole = tallyKpis({ ...SETTINGS, every: 'whole' });
    whole.addHistory(history({ offered: [10, null], answered: [null, 4] }));
    expect(whole.rows()).toMatchObject([{ from: '0', to: '48', offered: 10, answered: 4 }]);
  });

  it('add queues up for the site, of those that are asked for', () => {
    const site = (queues: readonly string[] | null) => {
      const tally = tallyKpis({ ...SETTINGS, of: 'site', queues });
      tally.addHistory(history(TOLD));
      tally.addHistory(history(TOLD, 'support'));
      return tally.rows().map(({ queue, offered }) => [queue, offered]);
    };
    expect(site(null)).toEqual([[null, 80]]);
    expect(site(['support'])).toEqual([[null, 40]]);
    expect(site(['other'])).toEqual([]);
  });

  it('are held against a forecast where contacts are known', () => {
    const tally = tallyKpis(SETTINGS);
    const told = history({ offered: [10, 30, null] });
    tally.addHistory(told);
    const forecast = {
      queue: 'sales',
      grid: makeGrid('UTC', DAY, HOUR, 24),
      volume: { mean: new Array<number>(24).fill(16) },
    } as unknown as QueueForecast;
    tally.addForecast(forecast, told);
    // |10 - 16| + |30 - 16| over 40; 32 forecast.
    expect(tally.rows()).toMatchObject([
      { forecastOffered: 32, forecastWape: 20 / 40, forecastBias: -8 / 40 },
    ]);
  });
});

const scheduled = (
  kind: ScheduledStretch['kind'],
  from: number,
  to: number,
  queue: string | null = null,
): ScheduledStretch => ({
  kind,
  name: kind,
  queue,
  paid: kind !== 'break',
  start: DAY + from * HOUR,
  end: DAY + to * HOUR,
});
const seen = (state: string, from: number, to: number, reason: string | null = null) => ({
  agent: 'ada',
  state: state as 'ready',
  reason,
  start: DAY + from * HOUR,
  end: DAY + to * HOUR,
});

/** Eight hours of work with an hour of training and half an hour of unpaid break. */
const SHIFT = [
  scheduled('work', 8, 10, 'sales'),
  scheduled('training', 10, 11),
  scheduled('work', 11, 12, 'sales'),
  scheduled('break', 12, 12.5),
  scheduled('work', 12.5, 16, 'sales'),
];

function personOf(
  states: readonly ReturnType<typeof seen>[],
  shift: readonly ScheduledStretch[] = SHIFT,
) {
  const day = {
    agent: 'a1',
    name: 'Ada',
    scheduled: shift,
    states,
    heard: [{ start: DAY + 8 * HOUR, end: DAY + 16 * HOUR }],
    from: DAY,
    to: DAY + 86_400,
    isRunning: false,
  };
  const settings = { graceSeconds: 0, activities: {}, format: String };
  return { agent: 'a1', name: 'Ada', pieces: piecesOf(day, settings), home: 'sales' };
}

const DAY_OF_ADA = [
  // Comes half an hour late, leaves the training and the break alone.
  seen('ready', 8.5, 9),
  seen('on-call', 9, 9.5),
  seen('wrap-up', 9.5, 10),
  seen('ready', 10, 12),
  seen('paused', 12, 12.5, 'break'),
  seen('ringing', 12.5, 13),
  seen('on-call', 13, 15),
  seen('paused', 15, 16, 'Notes'),
];

describe('key figures of people', () => {
  it('are of seconds: on contacts, on the phones, signed in, and paid', () => {
    for (const of of ['queue', 'agent', 'site'] as const) {
      const tally = tallyKpis({ ...SETTINGS, of });
      tally.addPerson(personOf(DAY_OF_ADA));
      const [row] = tally.rows();
      expect([row!.queue, row!.agent, row!.name]).toEqual([
        of === 'queue' ? 'sales' : null,
        ...(of === 'agent' ? ['a1', 'Ada'] : [null, null]),
      ]);
      // 3 h on contacts of 6 h on the phones (8.5 to 12, 12.5 to 15) and 7.5 h signed in.
      expect(row!.occupancy).toBeCloseTo(3 / 6, 12);
      expect(row!.utilisation).toBeCloseTo(3 / 7.5, 12);
      // Of 7.5 h paid: 1 h training, 0.5 h late, 1 h paused at work.
      expect(row!.shrinkage).toEqual({
        break: 0,
        training: 1 / 7.5,
        meeting: 0,
        absent: 0,
        away: 0.5 / 7.5,
        paused: 1 / 7.5,
        total: 2.5 / 7.5,
      });
      // Of 8 h scheduled: not while late, in the training, or paused at work.
      expect(row!.adherence).toBeCloseTo(5.5 / 8, 12);
    }
  });

  it('are cut where intervals begin', () => {
    const tally = tallyKpis({ ...SETTINGS, of: 'agent', every: 'interval' });
    tally.addPerson(personOf(DAY_OF_ADA));
    const rows = tally.rows();
    expect(rows.map(({ from, occupancy }) => [from, occupancy])).toEqual([
      ['8', 0],
      ['9', 1],
      ['10', 0],
      ['11', 0],
      ['12', 0],
      ['13', 1],
      ['14', 1],
      ['15', null],
    ]);
    expect(rows.map(({ adherence }) => adherence)).toEqual([0.5, 1, 0, 1, 1, 1, 1, 0]);
  });

  it('know the absent, and leave out what nobody heard', () => {
    const absent = tallyKpis(SETTINGS);
    absent.addPerson(personOf([seen('offline', 8, 16)]));
    expect(absent.rows()).toMatchObject([
      { occupancy: null, adherence: 0.5 / 8, shrinkage: { absent: 6.5 / 7.5, total: 1 } },
    ]);
    const unheard = tallyKpis(SETTINGS);
    unheard.addPerson(personOf([seen('unknown', 8, 16)]));
    expect(unheard.rows()).toEqual([]);
  });

  it('count the contacts that each took', () => {
    const call = (n: number, agent: string | null, talk: number | null): QueueCall => ({
      queue: 'sales',
      callId: `c${n}`,
      enteredAt: DAY + n,
      occurrence: 1,
      outcome: agent === null ? 'abandoned' : talk === null ? 'talk-cut' : 'answered',
      waitSeconds: 5,
      talkSeconds: talk,
      wrapUpSeconds: n === 1 ? 10 : null,
      agent,
    });
    const calls = [
      call(1, 'a1', 100),
      call(2, 'a1', 200),
      call(3, 'b2', 60),
      call(4, null, null),
      call(5, 'b2', null),
      call(6, 'a1', 30),
    ];
    const of = (subject: KpiSettings['of']) => {
      const tally = tallyKpis({ ...SETTINGS, of: subject });
      for (const one of calls) tally.addCall(one, one.agent);
      return tally.rows();
    };
    expect(of('queue')).toMatchObject([{ agents: 2, contactsPerAgent: 2.5, answered: null }]);
    expect(of('agent')).toMatchObject([
      {
        agent: 'a1',
        answered: 3,
        offered: null,
        averageTalkTimeSeconds: 110,
        averageAfterContactWorkSeconds: 10,
        averageHandleTimeSeconds: 110,
      },
      { agent: 'b2', answered: 2, averageTalkTimeSeconds: 60, averageHandleTimeSeconds: null },
    ]);
  });
});
