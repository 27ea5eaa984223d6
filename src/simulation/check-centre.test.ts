import { describe, expect, it } from 'vitest';
import { type AgentGroup, type Centre, type QueueModel } from './centre.ts';
import { checkCentre } from './check-centre.ts';

const queue: QueueModel = {
  name: 'a',
  contacts: {
    kind: 'poisson',
    volume: [5, 5],
    patience: null,
    handleTimes: { laws: [{ kind: 'exponential', meanSeconds: 60 }], byGroup: [] },
  },
  priority: 0,
  lines: null,
  thresholdSeconds: 20,
  routing: [{ groups: ['one'], afterSeconds: 0 }],
  redial: null,
  closings: [],
};
const group: AgentGroup = { name: 'one', agents: [1, 2], slowdowns: [1], spread: 'as-assigned' };
const centre: Centre = {
  intervals: 2,
  stepSeconds: 900,
  queues: [queue],
  groups: [group],
  shiftEnd: 'finish',
  atEnd: 'stop',
};

const withQueue = (rest: Partial<QueueModel>): Centre => ({
  ...centre,
  queues: [{ ...queue, ...rest }],
});
const withGroup = (rest: Partial<AgentGroup>): Centre => ({
  ...centre,
  groups: [{ ...group, ...rest }],
});
const withContacts = (contacts: QueueModel['contacts']): Centre => withQueue({ contacts });
const withLaws = (laws: unknown, byGroup: unknown = []): Centre =>
  withContacts({ ...queue.contacts, handleTimes: { laws, byGroup } } as QueueModel['contacts']);
const given = (arrivalSeconds: number[], handleSeconds: number[], patienceSeconds: number[]) =>
  withContacts({ kind: 'given', arrivalSeconds, handleSeconds, patienceSeconds });

describe('what can be simulated', () => {
  it('takes a centre that is right', () => {
    expect(() => {
      checkCentre(centre);
    }).not.toThrow();
  });

  it.each<[string, Centre]>([
    ['no intervals', { ...centre, intervals: 0 }],
    ['half an interval', { ...centre, intervals: 1.5 }],
    ['an endless step', { ...centre, stepSeconds: Infinity }],
    ['no queues', { ...centre, queues: [] }],
    ['no groups', { ...centre, groups: [] }],
    ['a queue twice', { ...centre, queues: [queue, queue] }],
    ['a group twice', { ...centre, groups: [group, group] }],
    ['agents of too few intervals', withGroup({ agents: [1] })],
    ['negative agents', withGroup({ agents: [1, -1] })],
    ['agents that are no number', withGroup({ agents: [1, Number.NaN] })],
    ['agents without room', withGroup({ slowdowns: [] })],
    ['a first slowdown other than 1', withGroup({ slowdowns: [2, 3] })],
    ['a slowdown of 0', withGroup({ slowdowns: [1, 0] })],
    ['too many contacts an agent', withGroup({ slowdowns: new Array<number>(200).fill(1) })],
    ['volume of too few intervals', withContacts({ ...queue.contacts, volume: [1] } as never)],
    ['a priority that is none', withQueue({ priority: Number.NaN })],
    ['negative lines', withQueue({ lines: -1 })],
    ['an endless threshold', withQueue({ thresholdSeconds: Infinity })],
    ['a closing after the end', withQueue({ closings: [2] })],
    ['no routing', withQueue({ routing: [] })],
    [
      'a first step later than at once',
      withQueue({ routing: [{ groups: ['one'], afterSeconds: 5 }] }),
    ],
    ['a step without groups', withQueue({ routing: [{ groups: [], afterSeconds: 0 }] })],
    ['an unknown group', withQueue({ routing: [{ groups: ['two'], afterSeconds: 0 }] })],
    [
      'a group twice in a routing',
      withQueue({ routing: [{ groups: ['one', 'one'], afterSeconds: 0 }] }),
    ],
    [
      'steps that go back in time',
      {
        ...withQueue({
          routing: [
            { groups: ['one'], afterSeconds: 0 },
            { groups: ['two'], afterSeconds: 9 },
            { groups: ['three'], afterSeconds: 5 },
          ],
        }),
        groups: [group, { ...group, name: 'two' }, { ...group, name: 'three' }],
      },
    ],
    ['no law of handle time', withLaws([])],
    [
      'laws of another number of intervals',
      withLaws(new Array(3).fill({ kind: 'exponential', meanSeconds: 1 })),
    ],
    ['an unknown law', withLaws([{ kind: 'cauchy', meanSeconds: 1 }])],
    ['a mean of 0', withLaws([{ kind: 'exponential', meanSeconds: 0 }])],
    ['a variation of 0', withLaws([{ kind: 'log-normal', meanSeconds: 1, variation: 0 }])],
    ['a negative shape', withLaws([{ kind: 'gamma', meanSeconds: 1, shape: -1 }])],
    ['half a stage', withLaws([{ kind: 'erlang', meanSeconds: 1, stages: 0.5 }])],
    ['no value', withLaws([{ kind: 'empirical', valuesSeconds: [] }])],
    [
      'a value that is no number',
      withLaws([{ kind: 'empirical', valuesSeconds: [1, Number.NaN] }]),
    ],
    ['a fixed time of 0', withLaws([{ kind: 'deterministic', valueSeconds: 0 }])],
    [
      'handle times of an unknown group',
      withLaws(
        [{ kind: 'exponential', meanSeconds: 1 }],
        [{ group: 'two', laws: [{ kind: 'exponential', meanSeconds: 1 }] }],
      ),
    ],
    [
      'handle times of a group twice',
      withLaws(
        [{ kind: 'exponential', meanSeconds: 1 }],
        new Array(2).fill({ group: 'one', laws: [{ kind: 'exponential', meanSeconds: 1 }] }),
      ),
    ],
    [
      'a patience that is none',
      withContacts({
        ...queue.contacts,
        patience: { kind: 'weibull', scaleSeconds: 1, shape: 0 },
      } as never),
    ],
    ['contacts of an unknown kind', withContacts({ kind: 'dial' } as never)],
    ['contacts out of order', given([5, 3], [1, 1], [1, 1])],
    ['contacts after the end', given([5, 1800], [1, 1], [1, 1])],
    ['contacts that are no numbers', given([Number.NaN], [1], [1])],
    ['an endless handle time', given([5], [Infinity], [1])],
    ['a negative patience', given([5], [1], [-1])],
    ['a patience that is no number', given([5], [1], [Number.NaN])],
    ['missing patience', given([5], [1], [])],
    [
      'redials of given contacts',
      {
        ...centre,
        queues: [
          {
            ...given([5], [1], [1]).queues[0]!,
            redial: {
              shareOfAbandoned: 0.5,
              shareOfBlocked: 0,
              delay: { kind: 'exponential', meanSeconds: 5 },
            },
          },
        ],
      },
    ],
  ])('refuses %s', (_, wrong) => {
    expect(() => {
      checkCentre(wrong);
    }).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(/^expected .* got /) as string,
      }),
    );
  });
});
