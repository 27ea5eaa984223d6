import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AgentGroup, type Centre, type QueueModel } from './centre.ts';
import { OUTCOMES } from './contact-log.ts';
import { simulateCentre, type SimulatedCentre } from './simulate-centre.ts';

const STEP = 100;
const RUN = { seed: 1, replication: 0, withLog: true };

/** A queue of given contacts: arrival, handle time and patience of each. */
function givenQueue(
  contacts: readonly (readonly [number, number, number?])[],
  rest: Partial<QueueModel> = {},
): QueueModel {
  return {
    name: 'a',
    contacts: {
      kind: 'given',
      arrivalSeconds: contacts.map(([arrival]) => arrival),
      handleSeconds: contacts.map(([, handle]) => handle),
      patienceSeconds: contacts.map(([, , patience]) => patience ?? Infinity),
    },
    priority: 1,
    lines: null,
    thresholdSeconds: 20,
    routing: [{ groups: ['one'], afterSeconds: 0 }],
    redial: null,
    closings: [],
    ...rest,
  };
}

function group(agents: readonly number[], rest: Partial<AgentGroup> = {}): AgentGroup {
  return { name: 'one', agents, slowdowns: [1], spread: 'as-assigned', ...rest };
}

function centre(
  queues: readonly QueueModel[],
  groups: readonly AgentGroup[],
  rest: Partial<Centre> = {},
): Centre {
  return {
    intervals: groups[0]!.agents.length,
    stepSeconds: STEP,
    queues,
    groups,
    shiftEnd: 'finish',
    atEnd: 'serve-waiting',
    ...rest,
  };
}

/** "outcome wait group" of every contact, in order of arrival. */
function fates({ contacts }: SimulatedCentre): string[] {
  return Array.from({ length: contacts!.length }, (_, row) =>
    [
      OUTCOMES[contacts!.outcome[row]!],
      contacts!.waitSeconds[row],
      contacts!.group[row]! >= 0 ? contacts!.group[row] : '',
    ]
      .join(' ')
      .trim(),
  );
}

describe('routing', () => {
  it('goes to the first step that has somebody free', () => {
    const queue = givenQueue(
      [
        [0, 50],
        [1, 50],
        [2, 50],
      ],
      {
        routing: [
          { groups: ['two'], afterSeconds: 0 },
          { groups: ['one'], afterSeconds: 0 },
        ],
      },
    );
    const result = simulateCentre(centre([queue], [group([1]), group([1], { name: 'two' })]), RUN);
    expect(fates(result)).toEqual(['answered 0 1', 'answered 0 0', 'answered 48 1']);
  });

  it('takes the agent who has been idle for longest within a step', () => {
    // Both idle from 0; then "one" works until 10 and "two" until 7, so "two" is next.
    const queue = givenQueue(
      [
        [0, 10],
        [1, 6],
        [20, 1],
        [30, 1],
      ],
      {
        routing: [{ groups: ['one', 'two'], afterSeconds: 0 }],
      },
    );
    const result = simulateCentre(centre([queue], [group([1]), group([1], { name: 'two' })]), RUN);
    expect(fates(result)).toEqual(['answered 0 0', 'answered 0 1', 'answered 0 1', 'answered 0 0']);
  });

  it('overflows to a further group once the wait is long enough', () => {
    const queue = givenQueue(
      [
        [0, 90],
        [10, 90],
        [12, 5],
        [40, 5],
      ],
      {
        routing: [
          { groups: ['one'], afterSeconds: 0 },
          { groups: ['two'], afterSeconds: 15 },
        ],
      },
    );
    const result = simulateCentre(centre([queue], [group([1]), group([1], { name: 'two' })]), RUN);
    // The second reaches group two at 25 and keeps it until 115; the others get group one at 90.
    expect(fates(result)).toEqual([
      'answered 0 0',
      'answered 15 1',
      'answered 78 0',
      'answered 55 0',
    ]);
  });

  it('lets nobody overflow who hangs up before', () => {
    const queue = givenQueue(
      [
        [0, 90],
        [10, 5, 14],
        [10, 5, 16],
      ],
      {
        routing: [
          { groups: ['one'], afterSeconds: 0 },
          { groups: ['two'], afterSeconds: 15 },
        ],
      },
    );
    const result = simulateCentre(centre([queue], [group([1]), group([1], { name: 'two' })]), RUN);
    expect(fates(result)).toEqual(['answered 0 0', 'abandoned 14', 'answered 15 1']);
  });

  it('serves the lower priority number first, then the longest wait', () => {
    const low = givenQueue(
      [
        [0, 20],
        [1, 10],
        [2, 10],
      ],
      { name: 'low', priority: 2 },
    );
    const high = givenQueue(
      [
        [5, 10],
        [6, 10],
      ],
      { name: 'high', priority: 1 },
    );
    const same = givenQueue([[3, 10]], { name: 'same', priority: 2 });
    const result = simulateCentre(centre([low, high, same], [group([1])]), RUN);
    expect(result.queues.map((queue) => queue.waitAnsweredSeconds[0])).toEqual([
      // 40 - 1 and 50 - 2 after both of high, 20 - 5 and 30 - 6; then 60 - 3.
      39 + 48,
      15 + 24,
      57,
    ]);
  });

  it('keeps those whom a group may not serve waiting beside its idle agents', () => {
    const queue = givenQueue([
      [0, 90],
      [1, 5, 30],
    ]);
    const result = simulateCentre(centre([queue], [group([1]), group([1], { name: 'two' })]), RUN);
    expect(fates(result)).toEqual(['answered 0 0', 'abandoned 30']);
    expect(result.groups[1]!.occupancy).toEqual([0]);
  });
});

describe('the end of a shift', () => {
  // Two agents until 100, then one. The first to come leaves: the one with the call until 150.
  const queue = givenQueue([
    [0, 150],
    [10, 100],
    [20, 30],
    [105, 10],
  ]);
  const run = (shiftEnd: Centre['shiftEnd']) =>
    simulateCentre(centre([queue], [group([2, 1, 1])], { shiftEnd }), RUN);

  it('finish: who leaves finishes, who stays goes on', () => {
    expect(fates(run('finish'))).toEqual([
      'answered 0 0',
      'answered 0 0',
      'answered 90 0',
      'answered 35 0',
    ]);
    expect(run('finish').groups[0]!.meanPresent).toEqual([2, 1.5, 1]);
  });

  it('first-free: nobody starts while too many are busy', () => {
    expect(fates(run('first-free'))).toEqual([
      'answered 0 0',
      'answered 0 0',
      'answered 130 0',
      'answered 75 0',
    ]);
    expect(run('first-free').groups[0]!.meanPresent).toEqual([2, 1.1, 1]);
  });

  it('return: the latest call taken goes back to the head, with what is left of it', () => {
    const result = run('return');
    // The second comes back at 100 with 10 s left, and is served before the third, from 150.
    expect(fates(result)).toEqual([
      'answered 0 0',
      'answered 0 0',
      'answered 140 0',
      'answered 85 0',
    ]);
    expect(result.queues[0]!.handleSeconds).toEqual([150 + 100 + 30, 10, 0]);
    expect(result.queues[0]!.completedDuring).toEqual([0, 3, 1]);
    expect(result.groups[0]!.meanPresent).toEqual([2, 1, 1]);
  });

  it('return: one who comes back has the patience that is left, and stays answered', () => {
    const impatient = givenQueue([
      [0, 30],
      [5, 500, 60],
    ]);
    const result = simulateCentre(
      centre([impatient], [group([1, 0, 0])], { shiftEnd: 'return' }),
      RUN,
    );
    // Of 60 s, 25 went before the first answer; it goes at 135.
    expect(fates(result)).toEqual(['answered 0 0', 'answered 25 0']);
    expect(result.queues[0]!.abandonedDuring).toEqual([0, 1, 0]);
    expect(result.queues[0]!.abandoned).toEqual([0, 0, 0]);
    expect(result.queues[0]!.handleSeconds).toEqual([30 + 70, 0, 0]);
  });

  it('finish: of agents with several contacts too', () => {
    const chats = givenQueue([
      [0, 60],
      [1, 60],
      [101, 10],
    ]);
    const result = simulateCentre(centre([chats], [group([1, 0, 1], { slowdowns: [1, 2] })]), RUN);
    // Alone until 1, two at half the speed: the first is done at 119, the other alone from there.
    expect(fates(result)).toEqual(['answered 0 0', 'answered 0 0', 'answered 99 0']);
    expect(result.queues[0]!.handleSeconds[0]).toBeCloseTo(119 + 119, 9);
    expect(result.groups[0]!.meanPresent[1]).toBeCloseTo(0.2, 9);
  });

  it('those who come serve those who wait at once', () => {
    const waiting = givenQueue([
      [0, 500],
      [1, 20],
    ]);
    expect(fates(simulateCentre(centre([waiting], [group([1, 2])]), RUN))).toEqual([
      'answered 0 0',
      'answered 99 0',
    ]);
  });
});

describe('the end of the day', () => {
  const queue = givenQueue([
    [0, 250],
    [50, 30],
    [60, 30, 400],
  ]);

  it('serves those who wait, or leaves them', () => {
    expect(fates(simulateCentre(centre([queue], [group([1])]), RUN))).toEqual([
      'answered 0 0',
      'answered 200 0',
      'answered 220 0',
    ]);
    const stopped = simulateCentre(centre([queue], [group([1])], { atEnd: 'stop' }), RUN);
    expect(fates(stopped)).toEqual(['answered 0 0', 'left 50', 'left 40']);
    expect(stopped.queues[0]!.left).toEqual([2]);
    expect(stopped.queues[0]!.queueLengthAtEnd).toEqual([2]);
    expect(stopped.queues[0]!.handleSeconds).toEqual([250]);
  });

  it('without agents: left for ever, or hung up', () => {
    const result = simulateCentre(centre([queue], [group([0])]), RUN);
    expect(fates(result)).toEqual(['left Infinity', 'left Infinity', 'abandoned 400']);
    expect(result.groups[0]!.occupancy).toEqual([null]);
  });

  it('sends away at closing those who still wait', () => {
    const closing = { ...queue, closings: [1] };
    const result = simulateCentre(centre([closing], [group([1, 1, 1])]), RUN);
    expect(fates(result)).toEqual(['answered 0 0', 'left 50', 'left 40']);
    expect(result.queues[0]!.queueLengthAtEnd).toEqual([2, 0, 0]);
  });
});

describe('lines', () => {
  it('turn away whoever comes when all are taken', () => {
    const queue = givenQueue(
      [
        [0, 50],
        [10, 50],
        [20, 50],
        [60, 50],
      ],
      { lines: 2 },
    );
    const result = simulateCentre(centre([queue], [group([1, 1])]), RUN);
    expect(fates(result)).toEqual(['answered 0 0', 'answered 40 0', 'blocked 0', 'answered 40 0']);
    expect(result.queues[0]!.blocked).toEqual([1, 0]);
  });

  it('a line that is given up at an instant is free at that instant', () => {
    const queue = givenQueue(
      [
        [0, 90],
        [10, 5, 10],
        [20, 5],
      ],
      { lines: 2 },
    );
    expect(fates(simulateCentre(centre([queue], [group([1])]), RUN))).toEqual([
      'answered 0 0',
      'abandoned 10',
      'answered 70 0',
    ]);
  });

  it('0 lines turn everybody away', () => {
    const queue = givenQueue(
      [
        [0, 50],
        [10, 50],
      ],
      { lines: 0 },
    );
    expect(fates(simulateCentre(centre([queue], [group([5])]), RUN))).toEqual([
      'blocked 0',
      'blocked 0',
    ]);
  });
});

describe('agents with several contacts', () => {
  it('goes to the agent with the fewest', () => {
    const queue = givenQueue([
      [0, 50],
      [1, 50],
      [2, 50],
      [3, 50],
      [4, 50],
    ]);
    const result = simulateCentre(centre([queue], [group([2, 0], { slowdowns: [1, 1] })]), RUN);
    expect(fates(result)).toEqual([
      'answered 0 0',
      'answered 0 0',
      'answered 0 0',
      'answered 0 0',
      'answered 46 0',
    ]);
  });

  it('works at the speed of the level, by hand', () => {
    const queue = givenQueue([
      [0, 30],
      [10, 30],
    ]);
    const result = simulateCentre(centre([queue], [group([1, 1], { slowdowns: [1, 1.5] })]), RUN);
    // 20 s are left of the first at 10, done at 40; the second has done 20 by then, done at 50.
    expect(result.queues[0]!.handleSeconds[0]).toBeCloseTo(40 + 40, 9);
    expect(result.groups[0]!.meanBusy[0]).toBeCloseTo(0.5, 9);
    expect(result.groups[0]!.meanContacts[0]).toBeCloseTo(0.8, 9);
  });

  it('always-even moves a contact when numbers differ by two', () => {
    const queue = givenQueue([
      [0, 10],
      [1, 40],
      [2, 90],
      [3, 40],
    ]);
    const done = (spread: AgentGroup['spread']) => {
      const agents = group([2, 2, 2, 2], { slowdowns: [1, 3], spread });
      return simulateCentre(centre([queue], [agents]), RUN).queues[0]!.handleSeconds[0]!;
    };
    // Both have two until 26, when the first is done: the third then ends at 108. From there its
    // agent is idle while the other has two with 3 and 5 s left, or takes one over.
    expect(done('as-assigned')).toBeCloseTo(26 + 116 + 106 + 116, 9);
    expect(done('always-even')).toBeCloseTo(26 + 110 + 106 + 110, 9);
  });
});

describe('redials', () => {
  const poisson = (rest: Partial<QueueModel>): QueueModel => ({
    ...givenQueue([]),
    contacts: {
      kind: 'poisson',
      volume: new Array<number>(40).fill(30),
      patience: { kind: 'exponential', meanSeconds: 10 },
      handleTimes: { laws: [{ kind: 'exponential', meanSeconds: 20 }], byGroup: [] },
    },
    ...rest,
  });
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const agents = group(new Array<number>(40).fill(4));

  it('nobody is born twice: redials are at most those not served before', () => {
    const delay = { kind: 'exponential', meanSeconds: 50 } as const;
    const redial = { shareOfAbandoned: 0.6, shareOfBlocked: 0.9, delay };
    const { queues } = simulateCentre(centre([poisson({ redial, lines: 6 })], [agents]), RUN);
    const queue = queues[0]!;
    const expected = 0.6 * sum(queue.abandoned) + 0.9 * sum(queue.blocked);
    expect(sum(queue.blocked)).toBeGreaterThan(50);
    expect(sum(queue.abandoned)).toBeGreaterThan(50);
    // A few delays reach beyond the end; the rest is chance.
    expect(sum(queue.redials)).toBeGreaterThan(0.85 * expected);
    expect(sum(queue.redials)).toBeLessThan(1.1 * expected);
  });

  it('comes after its delay, as another attempt of the same caller', () => {
    const delay = { kind: 'deterministic', valueSeconds: 30 } as const;
    const redial = { shareOfAbandoned: 0.999, shareOfBlocked: 0, delay };
    const queue: QueueModel = {
      ...givenQueue([]),
      contacts: {
        kind: 'arrivals',
        arrivalSeconds: [10],
        patience: { kind: 'deterministic', valueSeconds: 15 },
        handleTimes: { laws: [{ kind: 'deterministic', valueSeconds: 5 }], byGroup: [] },
      },
      redial,
    };
    const { contacts, queues } = simulateCentre(centre([queue], [group([0, 1])]), RUN);
    expect([...contacts!.arrivalSeconds]).toEqual([10, 55, 100]);
    expect([...contacts!.attempt]).toEqual([0, 1, 2]);
    expect([...contacts!.ordinal]).toEqual([0, 0, 0]);
    expect([...contacts!.waitSeconds]).toEqual([15, 15, 0]);
    expect(queues[0]!.redials).toEqual([1, 1]);
    const ended = simulateCentre(centre([queue], [group([0])]), RUN);
    expect([...ended.contacts!.arrivalSeconds]).toEqual([10, 55]);
  });
});

describe('what is drawn', () => {
  const model: QueueModel = {
    ...givenQueue([]),
    contacts: {
      kind: 'poisson',
      volume: [40, 0, 60, 20],
      patience: { kind: 'weibull', scaleSeconds: 30, shape: 1.5 },
      handleTimes: { laws: [{ kind: 'gamma', meanSeconds: 25, shape: 2 }], byGroup: [] },
    },
  };

  it('is the same for the same seed, and another for another', () => {
    const run = (seed: number, replication: number) =>
      simulateCentre(centre([model], [group([9, 9, 9, 9])]), { seed, replication, withLog: true });
    expect(run(3, 1)).toEqual(run(3, 1));
    expect(run(3, 1)).not.toEqual(run(4, 1));
    expect(run(3, 1)).not.toEqual(run(3, 2));
    expect(run(3, 1)).not.toEqual(run(3 + 2 ** 32, 1));
  });

  it('is the same caller in every plan: common random numbers', () => {
    const other: QueueModel = { ...model, name: 'b' };
    const few = simulateCentre(centre([model, other], [group([6, 0, 7, 3])]), RUN).contacts!;
    const many = simulateCentre(centre([model, other], [group([12, 9, 19, 9])]), RUN).contacts!;
    expect(few.arrivalSeconds).toEqual(many.arrivalSeconds);
    expect(few.outcome).not.toEqual(many.outcome);
    // One who hangs up in both, or hangs up in one and waits longer in the other, never waits less.
    const patience = new Map<number, number>();
    const abandoned = OUTCOMES.indexOf('abandoned');
    for (let row = 0; row < few.length; row++) {
      if (few.outcome[row] === abandoned) patience.set(row, few.waitSeconds[row]!);
    }
    let both = 0;
    for (let row = 0; row < many.length; row++) {
      if (!patience.has(row)) continue;
      if (many.outcome[row] === abandoned) {
        both++;
        expect(many.waitSeconds[row]!).toBeCloseTo(patience.get(row)!, 9);
      } else expect(many.waitSeconds[row]!).toBeLessThanOrEqual(patience.get(row)!);
    }
    expect(both).toBeGreaterThan(0);
  });

  it('makes the difference of two plans far less a matter of luck', () => {
    const level = (agents: number, seed: number): number => {
      const { queues } = simulateCentre(
        centre([model], [group([agents, agents, agents, agents])]),
        { seed, replication: 0, withLog: false },
      );
      return queues[0]!.answeredInThreshold.reduce((sum, count) => sum + count, 0) / 120;
    };
    const variance = (values: number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    };
    const seeds = Array.from({ length: 200 }, (_, seed) => seed);
    const same = variance(seeds.map((seed) => level(14, seed) - level(13, seed)));
    const other = variance(seeds.map((seed) => level(14, seed) - level(13, seed + 1000)));
    expect(same).toBeLessThan(other / 10);
  });

  it('does not depend on another queue', () => {
    const alone = simulateCentre(centre([model], [group([5, 5, 5, 5])]), RUN).contacts!;
    const besides = simulateCentre(
      centre(
        [model, { ...model, name: 'b', routing: [{ groups: ['two'], afterSeconds: 0 }] }],
        [group([5, 5, 5, 5]), group([5, 5, 5, 5], { name: 'two' })],
      ),
      RUN,
    ).contacts!;
    const own = [...besides.waitSeconds].filter((_, row) => besides.queue[row] === 0);
    expect(own).toEqual([...alone.waitSeconds]);
  });

  it('nothing comes without volume', () => {
    const { queues, groups } = simulateCentre(
      centre(
        [{ ...model, contacts: { ...model.contacts, volume: [0, 0] } as QueueModel['contacts'] }],
        [group([2, 0])],
      ),
      RUN,
    );
    expect(queues[0]!.offered).toEqual([0, 0]);
    expect(groups[0]!.occupancy).toEqual([0, null]);
  });
});

describe('laws', () => {
  const law = fc.constantFrom<QueueModel['routing']>(
    [{ groups: ['one'], afterSeconds: 0 }],
    [
      { groups: ['one'], afterSeconds: 0 },
      { groups: ['two'], afterSeconds: 15 },
    ],
    [{ groups: ['two', 'one'], afterSeconds: 0 }],
  );
  const queueOf = (name: string) =>
    fc
      .record({
        volume: fc.array(fc.nat(60), { minLength: 4, maxLength: 4 }),
        lines: fc.option(fc.nat(12)),
        routing: law,
        priority: fc.nat(2),
        patience: fc.option(fc.integer({ min: 1, max: 200 })),
        redial: fc.boolean(),
      })
      .map(({ volume, patience, redial, ...rest }): QueueModel => ({
        ...givenQueue([]),
        ...rest,
        name,
        contacts: {
          kind: 'poisson',
          volume,
          patience: patience === null ? null : { kind: 'exponential', meanSeconds: patience },
          handleTimes: {
            laws: [{ kind: 'log-normal', meanSeconds: 20, variation: 1 }],
            byGroup: [{ group: 'two', laws: [{ kind: 'deterministic', valueSeconds: 25 }] }],
          },
        },
        redial: redial
          ? {
              shareOfAbandoned: 0.5,
              shareOfBlocked: 0.5,
              delay: { kind: 'exponential', meanSeconds: 30 },
            }
          : null,
      }));
  const agents = fc.array(fc.nat(8), { minLength: 4, maxLength: 4 });
  const anyCentre = fc
    .record({
      a: queueOf('a'),
      b: queueOf('b'),
      one: agents,
      two: agents,
      chat: fc.boolean(),
      even: fc.boolean(),
      shiftEnd: fc.constantFrom<Centre['shiftEnd']>('finish', 'first-free', 'return'),
      atEnd: fc.constantFrom<Centre['atEnd']>('stop', 'serve-waiting'),
    })
    .map(({ a, b, one, two, chat, even, ...rest }) =>
      centre(
        [a, b],
        [
          group(one),
          group(two, {
            name: 'two',
            slowdowns: chat ? [1, 1.4, 2] : [1],
            spread: even ? 'always-even' : 'as-assigned',
          }),
        ],
        rest,
      ),
    );

  it('everybody who is offered is blocked, answered, gone or left', () => {
    fc.assert(
      fc.property(anyCentre, fc.nat(), (model, seed) => {
        const { queues } = simulateCentre(model, { seed, replication: 0, withLog: false });
        for (const queue of queues) {
          queue.offered.forEach((offered, interval) => {
            expect(
              queue.blocked[interval]! +
                queue.answered[interval]! +
                queue.abandoned[interval]! +
                queue.left[interval]!,
            ).toBe(offered);
            expect(queue.delayed[interval]! + queue.blocked[interval]!).toBeLessThanOrEqual(
              offered,
            );
            expect(queue.answeredInThreshold[interval]!).toBeLessThanOrEqual(
              queue.answered[interval]!,
            );
            expect(queue.abandonedInThreshold[interval]!).toBeLessThanOrEqual(
              queue.abandoned[interval]!,
            );
          });
        }
      }),
    );
  });

  it('those in the system are those who came less those who went', () => {
    fc.assert(
      fc.property(anyCentre, fc.nat(), (model, seed) => {
        const { queues } = simulateCentre(model, { seed, replication: 0, withLog: false });
        for (const queue of queues) {
          let inSystem = 0;
          queue.offered.forEach((offered, interval) => {
            inSystem += offered - queue.blocked[interval]!;
            inSystem -= queue.completedDuring[interval]! + queue.abandonedDuring[interval]!;
            expect(queue.inSystemAtEnd[interval]).toBe(inSystem);
          });
        }
      }),
    );
  });

  it('no more agents are busy than are there, and contacts in hand agree', () => {
    fc.assert(
      fc.property(anyCentre, fc.nat(), (model, seed) => {
        const { queues, groups } = simulateCentre(model, {
          seed,
          replication: 0,
          withLog: false,
        });
        for (let interval = 0; interval < model.intervals; interval++) {
          const served = queues.reduce((sum, queue) => sum + queue.meanServed[interval]!, 0);
          const inHand = groups.reduce((sum, one) => sum + one.meanContacts[interval]!, 0);
          expect(served).toBeCloseTo(inHand, 9);
          groups.forEach((one, place) => {
            const busy = one.meanBusy[interval]!;
            expect(busy).toBeLessThanOrEqual(one.meanPresent[interval]! + 1e-9);
            expect(one.meanContacts[interval]!).toBeLessThanOrEqual(
              busy * model.groups[place]!.slowdowns.length + 1e-9,
            );
            if (model.shiftEnd !== 'finish') return;
            expect(one.meanPresent[interval]!).toBeGreaterThanOrEqual(
              model.groups[place]!.agents[interval]! - 1e-9,
            );
          });
        }
      }),
    );
  });

  it("Little's law: waits summed over contacts are the queue summed over time", () => {
    fc.assert(
      fc.property(anyCentre, fc.nat(), (model, seed) => {
        // All who wait do so before the end, unless somebody is left with no end of patience.
        const result = simulateCentre(
          { ...model, atEnd: 'stop', shiftEnd: 'finish' },
          { seed, replication: 0, withLog: true },
        );
        result.queues.forEach((queue, place) => {
          const log = result.contacts!;
          let waits = 0;
          for (let row = 0; row < log.length; row++) {
            if (log.queue[row] === place) waits += log.waitSeconds[row]!;
          }
          const area = queue.meanQueueLength.reduce((sum, mean) => sum + mean * STEP, 0);
          expect(area).toBeCloseTo(waits, 6);
        });
      }),
    );
  });
});
