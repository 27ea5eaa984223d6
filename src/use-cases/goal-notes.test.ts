import { describe, expect, it } from 'vitest';
import { eightyTwenty } from '../../test/support/eighty-twenty.ts';
import { type QueueStaffing, type ServiceGoal } from '../domain/index.ts';
import { requireQuestion } from '../erlang/index.ts';
import { goalNotes } from './goal-notes.ts';

const calls: QueueStaffing = {
  kind: 'calls',
  model: 'erlang-a',
  method: 'carry-over',
  patienceSeconds: 120,
};
const expected = { volume: [30, 10, 5], abandonment: [0.02, 0.1, null], leftAtClosing: [0, 0, 0] };
const warned = (goal: Partial<ServiceGoal>, staffing: QueueStaffing = calls) =>
  goalNotes({ goal: { ...eightyTwenty, ...goal }, staffing }, expected).map(({ code }) => code);

describe('a goal that callers who hang up make look better', () => {
  it('is warned about with the share that hangs up, weighted by contacts', () => {
    const goal: ServiceGoal = {
      ...eightyTwenty,
      serviceLevel: null,
      averageSpeedOfAnswerSeconds: 20,
    };
    const [note] = goalNotes({ goal, staffing: calls }, expected);
    expect(note!.code).toBe('abandonment-unlimited');
    expect(note!.details['abandonProbability']).toBeCloseTo((30 * 0.02 + 10 * 0.1) / 40, 12);
  });

  it.each<[string, Partial<ServiceGoal>, boolean]>([
    ['a level of the offered', { definition: 'offered' }, false],
    ['a level of the entered', { definition: 'entered' }, false],
    ['a level of the answered', { definition: 'answered' }, true],
    ['a level without short abandons', { definition: 'excludingShortAbandons' }, true],
    ['a level with short abandons', { definition: 'includingShortAbandons' }, true],
    ['an answer time alone', { serviceLevel: null, averageSpeedOfAnswerSeconds: 20 }, true],
    ['an answer time beside a level', { averageSpeedOfAnswerSeconds: 20 }, false],
    ['an occupancy alone', { serviceLevel: null, maxOccupancy: 0.8 }, true],
    ['a limit on who hangs up', { definition: 'answered', maxAbandonment: 0.05 }, false],
    ['nothing but a minimum', { serviceLevel: null, minimumAgents: 2 }, false],
  ])('%s', (_, goal, isWarned) => {
    expect(warned(goal)).toEqual(isWarned ? ['abandonment-unlimited'] : []);
  });

  it('is warned about where a single question is, with the same code', () => {
    for (const definition of ['offered', 'answered'] as const) {
      const answer = requireQuestion({
        model: 'erlang-a',
        demand: { kind: 'load', load: 10, handleTimeSeconds: 180 },
        patience: { kind: 'exponential', meanSeconds: 120 },
        lines: null,
        thresholdSeconds: 20,
        recallFraction: 0,
        redialFractionOfAbandoned: 0,
        redialFractionOfBlocked: 0,
        shrinkage: 0,
        targets: {
          serviceLevel: 0.8,
          serviceLevelDefinition: definition,
          averageSpeedOfAnswerSeconds: null,
          maxAbandonProbability: null,
          maxOccupancy: null,
          maxBlockingProbability: null,
        },
      });
      const codes = 'warnings' in answer ? answer.warnings.map(({ code }) => code) : null;
      expect(codes).toEqual(warned({ definition }));
    }
  });

  it('is no matter where nobody hangs up', () => {
    const goal = { definition: 'answered' } as const;
    expect(warned(goal, { ...calls, model: 'erlang-c', patienceSeconds: null })).toEqual([]);
    const chat = { kind: 'chat', handleTimeByConcurrencySeconds: [240] } as const;
    expect(warned(goal, { ...chat, patienceSeconds: null })).toEqual([]);
    expect(warned(goal, { ...chat, patienceSeconds: 60 })).toEqual(['abandonment-unlimited']);
    expect(warned(goal, { kind: 'deferred', clock: 'open', backlog: 0, certainty: 0.9 })).toEqual(
      [],
    );
  });
});

it('contacts that still wait at closing are told if they amount to anything', () => {
  const queue = { goal: eightyTwenty, staffing: calls };
  const left = (leftAtClosing: readonly number[]) =>
    goalNotes(queue, { ...expected, leftAtClosing });
  expect(left([0.5, 0, 0.25])).toEqual([{ code: 'left-at-closing', details: { contacts: 0.75 } }]);
  expect(left([0.01, 0.01, 0.01])).toEqual([]);
});
