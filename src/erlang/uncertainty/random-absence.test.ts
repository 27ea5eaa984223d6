import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eightyTwenty as goal } from '../../../test/support/eighty-twenty.ts';
import { SERVICE_LEVEL_DEFINITIONS } from '../../domain/requirement.ts';
import { seededRandom } from '../../simulation/random.ts';
import { presentAgents } from './random-absence.ts';
import { type AbsenceTask, scheduleForAbsence } from './schedule-for-absence.ts';
import { evaluateStaffing, requiredAgents } from '../staffing/staffing.ts';
import { evaluateUncertain } from './uncertain-volume.ts';

const task: AbsenceTask = {
  volume: 100,
  stepSeconds: 1800,
  handleTimeSeconds: 180,
  goal,
  model: 'erlang-c',
  patienceSeconds: null,
  absenceShare: 0.1,
};
const evaluate = (one: AbsenceTask, scheduled: number) =>
  evaluateUncertain({ ...one, volume: { kind: 'certain', mean: one.volume } }, scheduled);

describe('agents present', () => {
  it('is the binomial law in whole numbers', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.integer({ min: 1, max: 15 }), (scheduled, sixteenths) => {
        const { first, probabilities } = presentAgents(scheduled, sixteenths / 16);
        const whole = 16n ** BigInt(scheduled);
        let ways = 1n;
        for (let absent = 0; absent <= scheduled; absent++) {
          const present = scheduled - absent;
          const share =
            BigInt(sixteenths) ** BigInt(absent) * BigInt(16 - sixteenths) ** BigInt(present);
          const expected = Number(ways * share) / Number(whole);
          const actual = probabilities[present - first] ?? 0;
          expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-14 * expected + 1e-18);
          ways = (ways * BigInt(scheduled - absent)) / BigInt(absent + 1);
        }
      }),
    );
  });

  // 60-digit values of binomial(s, k) (1 - a)^k a^(s - k), a as the double it is.
  it.each([
    [10_000, 0.1, 9000, 0.013296955574587915],
    [10_000, 0.1, 8900, 5.7650963212731294e-5],
    [10_000, 0.1, 9100, 4.530382020587649e-5],
    [10_000, 0.003, 9970, 0.07274372219322736],
    [10_000, 0.003, 9999, 2.6915919017730775e-12],
    [2500, 0.55, 1125, 0.016036457790351538],
    [2500, 0.55, 1000, 4.802525856084819e-8],
    [2500, 0.55, 1300, 3.31847059594021e-13],
  ])('%d scheduled, absence %d, %d present: %d', (scheduled, absence, present, expected) => {
    const { first, probabilities } = presentAgents(scheduled, absence);
    expect(Math.abs(probabilities[present - first]! / expected - 1)).toBeLessThan(1e-12);
  });

  it('leaves out less than 1e-12 and sums to 1', () => {
    for (const absence of [1e-9, 0.001, 0.3, 0.999]) {
      const { first, probabilities } = presentAgents(10_000, absence);
      const mean = probabilities.reduce((sum, share, i) => sum + share * (first + i), 0);
      expect(mean / (10_000 * (1 - absence))).toBeCloseTo(1, 12);
      expect(probabilities.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 13);
    }
  });

  it('holds everybody without absence, and nobody of nobody', () => {
    expect(presentAgents(7, 0)).toEqual({ first: 7, probabilities: [1] });
    expect(presentAgents(0, 0.4)).toEqual({ first: 0, probabilities: [1] });
  });
});

describe('scheduled agents of whom some are absent', () => {
  it('14 of whom a tenth is absent give 69.5 %, where 14 present give 88.8 %', () => {
    const present = evaluateStaffing({ ...task, volume: 100 }, 14, 'erlang-c', null, 20);
    expect(present.serviceLevels.offered).toBeCloseTo(0.888, 3);
    expect(evaluate(task, 14).serviceLevel).toBeCloseTo(0.6953793381970726, 9);
  });

  it('is the mean over who turns up, written out', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 25 }),
        fc.double({ min: 0.01, max: 0.6, noNaN: true }),
        fc.double({ min: 1, max: 200, noNaN: true }),
        fc.constantFrom('erlang-a' as const, 'erlang-c' as const),
        fc.constantFrom(...SERVICE_LEVEL_DEFINITIONS),
        (scheduled, absenceShare, volume, model, definition) => {
          const one = {
            ...task,
            volume,
            absenceShare,
            model,
            patienceSeconds: 90,
            goal: { ...goal, definition },
          };
          const load = (volume * 180) / 1800;
          const required = requiredAgents({ ...one, volume }, one.goal, model, 90);
          let good = 0;
          let base = 0;
          let met = 0;
          let left = 0;
          let busy = 0;
          for (let present = 0; present <= scheduled; present++) {
            let weight = 1;
            for (let i = 1; i <= present; i++) weight *= (scheduled - present + i) / i;
            weight *= (1 - absenceShare) ** present * absenceShare ** (scheduled - present);
            if (present >= required) met += weight;
            if (model === 'erlang-c' && present <= load) {
              base += weight;
              busy += weight * present;
              continue;
            }
            if (present === 0) {
              left += weight;
              const soon = 1 - Math.exp(-20 / 90);
              if (definition === 'includingShortAbandons') good += weight * soon;
              if (definition === 'excludingShortAbandons') base += weight * (1 - soon);
              else if (definition !== 'answered') base += weight;
              continue;
            }
            const seen = evaluateStaffing({ ...one, volume }, present, model, 90, 20);
            const level = seen.serviceLevels[definition];
            const top =
              seen.answeredWithinThreshold +
              (definition === 'includingShortAbandons' ? seen.abandonedWithinThreshold : 0);
            good += weight * top;
            base += level === 0 ? 0 : (weight * top) / level;
            left += weight * seen.abandonProbability;
            busy += weight * seen.occupancy * present;
          }
          const actual = evaluate(one, scheduled);
          expect(actual.serviceLevel).toBeCloseTo(good / base, 9);
          expect(actual.goalProbability).toBeCloseTo(met, 11);
          expect(actual.abandonment).toBeCloseTo(left, 11);
          expect(actual.occupancy).toBeCloseTo(busy / (scheduled * (1 - absenceShare)), 9);
        },
      ),
    );
  });

  it('agrees with dice', () => {
    const random = seededRandom(11);
    const levels = Array.from({ length: 16 }, (_, present) =>
      present <= 10
        ? 0
        : evaluateStaffing({ ...task, volume: 100 }, present, 'erlang-c', null, 20).serviceLevels
            .offered,
    );
    const DAYS = 200_000;
    let level = 0;
    let met = 0;
    for (let day = 0; day < DAYS; day++) {
      let present = 0;
      for (let agent = 0; agent < 15; agent++) if (random() >= 0.1) present++;
      level += levels[present]! / DAYS;
      if (levels[present]! >= 0.8) met += 1 / DAYS;
    }
    const model = evaluate(task, 15);
    expect(Math.abs(model.serviceLevel! - level)).toBeLessThan(0.0025);
    expect(Math.abs(model.goalProbability - met)).toBeLessThan(0.0045);
  });
});

describe('fewest scheduled agents', () => {
  const anyTask = fc
    .record({
      volume: fc.double({ min: 0.5, max: 200, noNaN: true }),
      absenceShare: fc.nat(50).map((hundredths) => hundredths / 100),
      model: fc.constantFrom('erlang-a' as const, 'erlang-c' as const),
      serviceLevel: fc.option(fc.double({ min: 0.2, max: 0.97, noNaN: true })),
      maxOccupancy: fc.option(fc.double({ min: 0.4, max: 0.95, noNaN: true })),
      maxAbandonment: fc.option(fc.double({ min: 0.01, max: 0.3, noNaN: true })),
      definition: fc.constantFrom(...SERVICE_LEVEL_DEFINITIONS),
      minimumAgents: fc.nat(3),
    })
    .map(({ volume, absenceShare, model, ...parts }): AbsenceTask => {
      return {
        ...task,
        volume,
        absenceShare,
        model,
        patienceSeconds: 90,
        goal: { ...goal, ...parts },
      };
    });

  const meets = (one: AbsenceTask, scheduled: number): boolean => {
    if (scheduled === 0) return false;
    const seen = evaluate(one, scheduled);
    const { serviceLevel, maxAbandonment, maxOccupancy, minimumAgents } = one.goal;
    const present = scheduled * (1 - one.absenceShare);
    return (
      (serviceLevel === null || seen.serviceLevel! >= serviceLevel - 1e-12) &&
      (maxAbandonment === null || seen.abandonment! <= maxAbandonment + 1e-12) &&
      (maxOccupancy === null || seen.occupancy! <= maxOccupancy + 1e-12) &&
      present >= minimumAgents - 1e-9 &&
      (one.model === 'erlang-a' || present > one.volume / 10)
    );
  };

  it('in expectation: meet the goal, and no smaller number does', () => {
    fc.assert(
      fc.property(anyTask, (one) => {
        const { scheduledAgents: least } = scheduleForAbsence(one, { kind: 'expectation' });
        expect(meets(one, least)).toBe(true);
        for (let fewer = 1; fewer < least; fewer++)
          expect(meets(one, fewer), `${fewer}`).toBe(false);
      }),
      { numRuns: 100 },
    );
  });

  it('with a probability: enough turn up, and rise with the probability', () => {
    fc.assert(
      fc.property(anyTask, fc.double({ min: 0.05, max: 0.99, noNaN: true }), (one, share) => {
        const answer = scheduleForAbsence(one, { kind: 'probability', share });
        const { scheduledAgents: least, requiredAgents: required } = answer;
        expect(answer.performance.goalProbability).toBeGreaterThanOrEqual(share - 1e-12);
        expect(least).toBeGreaterThanOrEqual(required);
        if (least > required) {
          expect(evaluate(one, least - 1).goalProbability).toBeLessThan(share);
        }
        const surer = { kind: 'probability', share: (1 + share) / 2 } as const;
        expect(scheduleForAbsence(one, surer).scheduledAgents).toBeGreaterThanOrEqual(least);
      }),
      { numRuns: 100 },
    );
  });

  it('without absence are the agents required', () => {
    fc.assert(
      fc.property(anyTask, (one) => {
        const certain = { ...one, absenceShare: 0 };
        const required = requiredAgents({ ...one, volume: one.volume }, one.goal, one.model, 90);
        for (const aim of [{ kind: 'expectation' }, { kind: 'probability', share: 0.9 }] as const) {
          const answer = scheduleForAbsence(certain, aim);
          expect(answer.scheduledAgents).toBe(required);
          expect(answer.performance.goalProbability).toBe(1);
        }
      }),
    );
  });

  it('one more scheduled never lowers what is expected', () => {
    fc.assert(
      fc.property(anyTask, fc.integer({ min: 1, max: 40 }), (one, scheduled) => {
        fc.pre(one.goal.definition !== 'answered');
        const fewer = evaluate(one, scheduled);
        const more = evaluate(one, scheduled + 1);
        expect(more.serviceLevel!).toBeGreaterThanOrEqual(fewer.serviceLevel! - 1e-12);
        expect(more.goalProbability).toBeGreaterThanOrEqual(fewer.goalProbability - 1e-12);
        expect(more.abandonment!).toBeLessThanOrEqual(fewer.abandonment! + 1e-12);
        expect(more.occupancy!).toBeLessThanOrEqual(fewer.occupancy! + 1e-12);
      }),
    );
  });

  it('holds the minimum of the dead hours too', () => {
    const quiet = { ...task, volume: 0, goal: { ...goal, minimumAgents: 2 } };
    expect(scheduleForAbsence(quiet, { kind: 'expectation' }).scheduledAgents).toBe(3);
    // 0.9^2 = 0.81 is below 0.9; of 3 at least 2 turn up with 0.972.
    const sure = scheduleForAbsence(quiet, { kind: 'probability', share: 0.9 });
    expect(sure.scheduledAgents).toBe(3);
    expect(sure.performance.goalProbability).toBeCloseTo(0.972, 12);
    expect(sure.performance.serviceLevel).toBeNull();
  });
});

describe('refusals', () => {
  const run = (part: Partial<AbsenceTask>, share = 0.9) => {
    return () => scheduleForAbsence({ ...task, ...part }, { kind: 'probability', share });
  };
  it.each([
    ['percent', run({ absenceShare: 10 }), 'INVALID_INPUT', /^expected absenceShare .* got 10$/],
    ['nobody comes', run({ absenceShare: 1 }), 'INVALID_INPUT', /^expected absenceShare .* got 1$/],
    ['NaN', run({ absenceShare: Number.NaN }), 'INVALID_INPUT', /got NaN$/],
    ['surely', run({}, 1), 'INVALID_INPUT', /^expected share of an aim .* got 1$/],
    ['never', run({}, 0), 'INVALID_INPUT', /^expected share of an aim .* got 0$/],
    ['aim in percent', run({}, 90), 'INVALID_INPUT', /^expected share of an aim .* got 90$/],
    ['volume', run({ volume: -1 }), 'INVALID_INPUT', /^expected volume mean .* got -1$/],
    [
      'all in time',
      run({ goal: { ...goal, serviceLevel: 1 } }),
      'UNREACHABLE_GOAL',
      /^expected serviceLevel below 1/,
    ],
    [
      'half a person',
      () => presentAgents(2.5, 0.1),
      'INVALID_INPUT',
      /^expected scheduledAgents .* got 2.5$/,
    ],
    [
      'an endless wait',
      () =>
        scheduleForAbsence(
          { ...task, goal: { ...goal, averageSpeedOfAnswerSeconds: 10 } },
          { kind: 'expectation' },
        ),
      'UNREACHABLE_GOAL',
      /^expected no averageSpeedOfAnswerSeconds in expectation with Erlang C/,
    ],
  ])('%s', (_, refused, code, message) => {
    expect(refused).toThrowError(
      expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
    );
  });
});
