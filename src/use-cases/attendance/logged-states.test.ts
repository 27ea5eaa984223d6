import { describe, expect, it } from 'vitest';
import { type AgentSpan, type QueueCall } from '../../domain/index.ts';
import { loggedStates } from './logged-states.ts';

const span = (
  kind: AgentSpan['kind'],
  start: number,
  end: number | null,
  more: Partial<AgentSpan> = {},
): AgentSpan => ({
  agent: 'Ada',
  queue: 'sales',
  kind,
  reason: '',
  start,
  end,
  endIsKnown: end !== null,
  ...more,
});
const call = (enteredAt: number, more: Partial<QueueCall> = {}): QueueCall => ({
  queue: 'sales',
  callId: `c${enteredAt}`,
  enteredAt,
  occurrence: 1,
  outcome: 'answered',
  waitSeconds: 5,
  talkSeconds: 20,
  wrapUpSeconds: null,
  agent: 'Ada',
  ...more,
});
const RANGE = { start: 0, end: 100 };
const told = (spans: readonly AgentSpan[], calls: readonly QueueCall[] = []) =>
  loggedStates(spans, calls, RANGE).map(
    ({ agent, state, reason, start, end }) =>
      `${agent} ${state}${reason === null ? '' : `:${reason}`} ${start}-${end}`,
  );

describe('states as a log tells them', () => {
  it('are calls over wrap-up over pauses over sessions', () => {
    expect(
      told(
        [span('member', 10, 90), span('pause', 50, 60, { reason: 'Lunch' })],
        [call(15, { wrapUpSeconds: 5 }), call(40)],
      ),
    ).toEqual([
      'Ada offline 0-10',
      'Ada ready 10-20',
      'Ada on-call 20-40',
      'Ada wrap-up 40-45',
      'Ada on-call 45-65',
      'Ada ready 65-90',
      'Ada offline 90-100',
    ]);
  });

  it('are paused where no queue is left, and last as long as nothing ends them', () => {
    const both = [span('member', -50, null), span('member', -50, null, { queue: 'support' })];
    const lunch = { reason: 'Lunch' };
    expect(told([...both, span('pause', 10, null, lunch)])).toEqual(['Ada ready 0-100']);
    expect(
      told([
        ...both,
        span('pause', 10, null, lunch),
        span('pause', 20, 30, { ...lunch, queue: 'support' }),
      ]),
    ).toEqual(['Ada ready 0-20', 'Ada paused:Lunch 20-30', 'Ada ready 30-100']);
    expect(told([span('login', 0, 50, { queue: null }), span('pause', 20, 30, lunch)])).toEqual([
      'Ada ready 0-20',
      'Ada paused:Lunch 20-30',
      'Ada ready 30-50',
      'Ada offline 50-100',
    ]);
  });

  it('are none where somebody never signs in: static members may be there all day', () => {
    const ada = span('member', 0, null);
    expect(told([ada], [call(10, { agent: 'Ben' })])).toEqual([]);
    expect(told([ada, span('pause', 10, 20, { agent: 'Ben' })])).toEqual([]);
    expect(told([ada], [call(10, { agent: null, outcome: 'abandoned' })])).toEqual([
      'Ada ready 0-100',
    ]);
  });
});
