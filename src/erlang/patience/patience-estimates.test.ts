import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponential, seededRandom } from '../../simulation/index.ts';
import { type CallWait } from './call-waits.ts';
import { estimateMeanPatience, totalWaits } from './estimate-mean-patience.ts';
import { estimatePatience, type PatienceEstimate } from './estimate-patience.ts';
import { kaplanMeier, restrictedMeanOfCurve } from './kaplan-meier.ts';
import { meanPatience, patienceHazard, restrictedMeanPatience } from './patience-survival.ts';

const hungUp = (waitSeconds: number): CallWait => ({ waitSeconds, outcome: 'abandoned' });
const answered = (waitSeconds: number): CallWait => ({ waitSeconds, outcome: 'answered' });
const times = (count: number, call: CallWait): CallWait[] => new Array<CallWait>(count).fill(call);

const anyCalls = fc
  .array(
    fc.record({
      waitSeconds: fc.integer({ min: 0, max: 300 }),
      outcome: fc.constantFrom<CallWait['outcome']>('answered', 'abandoned', 'other'),
    }),
    { minLength: 1, maxLength: 400 },
  )
  .filter((calls) => calls.some((call) => call.outcome === 'abandoned' && call.waitSeconds > 0));

function estimated(estimate: PatienceEstimate) {
  if (estimate.status !== 'estimated') throw new Error(`expected a law, got ${estimate.status}`);
  return estimate;
}

describe('Kaplan-Meier', () => {
  // Remission of 21 leukaemia patients under 6-MP (Freireich et al. 1963), as in Kalbfleisch &
  // Prentice; the figures are those of R's survfit(conf.type = "log-log").
  const events = [6, 6, 6, 7, 10, 13, 16, 22, 23].map(hungUp);
  const censored = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map(answered);

  it('agrees with a published case', () => {
    const { steps, longestSeconds } = kaplanMeier([...censored, ...events]);
    const published = [
      [6, 21, 3, 0.857, 0.0764, 0.62, 0.952],
      [7, 17, 1, 0.807, 0.0869, 0.563, 0.923],
      [10, 15, 1, 0.753, 0.0963, 0.503, 0.889],
      [13, 12, 1, 0.69, 0.1068, 0.432, 0.849],
      [16, 11, 1, 0.627, 0.1141, 0.368, 0.805],
      [22, 7, 1, 0.538, 0.1282, 0.268, 0.747],
      [23, 6, 1, 0.448, 0.1346, 0.188, 0.68],
    ] as const;
    expect(longestSeconds).toBe(35);
    expect(steps).toHaveLength(published.length);
    steps.forEach((step, i) => {
      const [at, waiting, count, survival, error, lower, upper] = published[i]!;
      expect([step.seconds, step.waiting, step.abandoned]).toEqual([at, waiting, count]);
      expect(step.survival).toBeCloseTo(survival, 3);
      expect(step.standardError).toBeCloseTo(error, 3);
      expect(step.band!.lower).toBeCloseTo(lower, 3);
      expect(step.band!.upper).toBeCloseTo(upper, 3);
    });
  });

  it('falls, keeps its band around it, and does not care for the order of calls', () => {
    fc.assert(
      fc.property(anyCalls, (calls) => {
        const curve = kaplanMeier(calls);
        let before = 1;
        for (const { survival, band } of curve.steps) {
          expect(survival).toBeLessThan(before);
          before = survival;
          if (band === null) expect(survival).toBe(0);
          else {
            expect(band.lower).toBeLessThan(survival);
            expect(band.upper).toBeGreaterThan(survival);
            expect(band.lower).toBeGreaterThanOrEqual(0);
            expect(band.upper).toBeLessThanOrEqual(1);
          }
        }
        expect(kaplanMeier([...calls].reverse())).toEqual(curve);
      }),
    );
  });

  it('without answers is the share of longer hang-ups', () => {
    const { steps } = kaplanMeier([10, 20, 30, 40].map(hungUp));
    const survivals = steps.map(({ survival }) => survival);
    [0.75, 0.5, 0.25, 0].forEach((share, i) => {
      expect(survivals[i]).toBeCloseTo(share, 15);
    });
    expect(steps.at(-1)).toMatchObject({ survival: 0, standardError: null, band: null });
    const curve = kaplanMeier([10, 20, 30, 40].map(hungUp));
    expect(restrictedMeanOfCurve(curve, 1000)).toEqual({ meanSeconds: 25, untilSeconds: 40 });
    expect(restrictedMeanOfCurve(curve, 15)).toEqual({ meanSeconds: 13.75, untilSeconds: 15 });
    expect(restrictedMeanOfCurve(curve, 0)).toEqual({ meanSeconds: 0, untilSeconds: 0 });
  });

  it('without hang-ups is 1 as far as anybody waited', () => {
    const curve = kaplanMeier([answered(5), answered(50)]);
    expect(curve.steps).toEqual([]);
    expect(restrictedMeanOfCurve(curve, 80)).toEqual({ meanSeconds: 50, untilSeconds: 50 });
  });
});

describe('mean patience', () => {
  // Chi-square quantiles of scipy: 2 n and 2 n + 2 degrees of freedom.
  it.each([
    [1, 1000, 1000 / 5.571643390938898, 1000 / 0.025317807984289897],
    [20, 2000, 2000 / 30.8883779026746, 2000 / 12.216519585403944],
    [5904, 1367207, 1367207 / 6056.5563718212425, 1367207 / 5754.350664596495],
  ])('of %d hang-ups in %d s, with exact limits', (abandoned, wait, lower, upper) => {
    const estimate = estimateMeanPatience([
      { abandoned, waitAnsweredSeconds: wait - 1, waitAbandonedSeconds: 1 },
    ]);
    if (estimate.status !== 'estimated') throw new Error(estimate.status);
    expect(estimate.meanSeconds).toBe(wait / abandoned);
    expect(estimate.lowerSeconds / lower).toBeCloseTo(1, 11);
    expect(estimate.upperSeconds / upper).toBeCloseTo(1, 11);
  });

  it('has a lower limit alone where nobody hung up', () => {
    const totals = { abandoned: 0, waitAnsweredSeconds: 1000, waitAbandonedSeconds: 0 };
    expect(estimateMeanPatience([totals])).toEqual({
      status: 'none-abandoned',
      abandoned: 0,
      waitSeconds: 1000,
      confidence: 0.95,
      lowerSeconds: expect.closeTo(1000 / -Math.log(0.025), 9) as number,
    });
  });

  it('is not told from hang-ups at 0 seconds', () => {
    const totals = { abandoned: 7, waitAnsweredSeconds: 0, waitAbandonedSeconds: 0 };
    expect(estimateMeanPatience([totals])).toEqual({
      status: 'all-at-once',
      abandoned: 7,
      waitSeconds: 0,
      confidence: 0.95,
    });
  });

  it('adds intervals up and leaves out those that are not known in full', () => {
    const known = { abandoned: 2, waitAnsweredSeconds: 300, waitAbandonedSeconds: 100 };
    const blank = { abandoned: 50, waitAnsweredSeconds: null, waitAbandonedSeconds: 1 };
    expect(estimateMeanPatience([known, blank, known])).toMatchObject({
      abandoned: 4,
      waitSeconds: 800,
      meanSeconds: 200,
    });
  });

  it('holds the truth in its limits as often as it says', () => {
    const random = seededRandom(7);
    let held = 0;
    for (let run = 0; run < 400; run++) {
      const calls = Array.from({ length: 100 }, () => {
        const [patience, offered] = [exponential(random, 120), exponential(random, 60)];
        return patience < offered ? hungUp(patience) : answered(offered);
      });
      const estimate = estimateMeanPatience([totalWaits(calls)]);
      if (estimate.status !== 'estimated') throw new Error(estimate.status);
      if (estimate.lowerSeconds <= 120 && estimate.upperSeconds >= 120) held++;
    }
    // 95 % or a little more, within three standard errors of 400 runs.
    expect(held / 400).toBeGreaterThan(0.92);
    expect(held / 400).toBeLessThan(0.99);
  });
});

describe('hazard of hanging up', () => {
  it('of one piece is one over the mean patience', () => {
    fc.assert(
      fc.property(anyCalls, (calls) => {
        const positive = calls.filter(({ waitSeconds }) => waitSeconds > 0);
        const one = { abandonedPerPiece: 1, maxPieces: 1 };
        const { patience } = estimated(estimatePatience(positive, 0.95, one));
        const mean = estimateMeanPatience([totalWaits(positive)]);
        expect(mean).toMatchObject({ status: 'estimated' });
        expect(patience.breaksSeconds).toEqual([0]);
        if (mean.status !== 'estimated') return;
        expect(patience.hazardPerSecond[0]! * mean.meanSeconds).toBeCloseTo(1, 12);
      }),
    );
  });

  it('counts every hang-up and every second once', () => {
    const detail = { abandonedPerPiece: 10, maxPieces: 8 };
    fc.assert(
      fc.property(anyCalls, (calls) => {
        const { pieces, balking, patience } = estimated(estimatePatience(calls, 0.95, detail));
        const { abandoned, waitAnsweredSeconds, waitAbandonedSeconds } = totalWaits(calls);
        const sum = (key: 'abandoned' | 'exposureSeconds') =>
          pieces.reduce((total, piece) => total + piece[key], 0);
        expect(sum('abandoned') + balking.abandoned).toBe(abandoned);
        expect(sum('exposureSeconds')).toBeCloseTo(waitAnsweredSeconds! + waitAbandonedSeconds!, 6);
        expect(pieces.length).toBeLessThanOrEqual(8);
        if (pieces.length > 1) {
          for (const piece of pieces) expect(piece.abandoned).toBeGreaterThanOrEqual(10);
        }
        for (const { hazardPerSecond, lowerPerSecond, upperPerSecond } of pieces) {
          expect(hazardPerSecond).toBeGreaterThan(lowerPerSecond);
          expect(hazardPerSecond).toBeLessThan(upperPerSecond);
        }
        expect(patience.breaksSeconds[0]).toBe(0);
        expect(meanPatience(patience)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('holds the law that calls were drawn from in its limits as often as it says', () => {
    const held: boolean[] = [];
    for (let seed = 1; seed <= 12; seed++) {
      const random = seededRandom(seed);
      const calls = Array.from({ length: 15_000 }, () => {
        const offered = exponential(random, 60);
        // A tenth hangs up at once; hazard 0.02 for 10 s, then 0.005.
        const early = exponential(random, 50);
        const patience = random() < 0.1 ? 0 : early < 10 ? early : 10 + exponential(random, 200);
        return patience < offered ? hungUp(patience) : answered(offered);
      });
      const { balking, pieces } = estimated(estimatePatience(calls));
      expect(pieces).toHaveLength(12);
      held.push(balking.lower < 0.1 && balking.upper > 0.1);
      for (const { fromSeconds, toSeconds, lowerPerSecond, upperPerSecond } of pieces) {
        const early = toSeconds !== null && toSeconds <= 10;
        if (!early && fromSeconds < 10) continue;
        const truth = early ? 0.02 : 0.005;
        held.push(lowerPerSecond < truth && upperPerSecond > truth);
      }
    }
    // 95 % of some 140 limits, within three standard errors.
    expect(held.length).toBeGreaterThan(130);
    const share = held.filter(Boolean).length / held.length;
    expect(share).toBeGreaterThan(0.89);
    expect(share).toBeLessThan(1);
  });

  it('where all hang up at once, says so', () => {
    const estimate = estimatePatience([...times(9, hungUp(0)), answered(0)]);
    expect(estimate).toMatchObject({
      status: 'all-at-once',
      balking: { waiting: 9, abandoned: 9, share: 1, upper: 1 },
    });
    expect(estimate.balking.lower).toBeCloseTo(9 / (9 + 1.959963984540054 ** 2), 12);
  });

  it('where nobody hangs up, says at most how many would', () => {
    expect(estimatePatience([answered(0), ...times(4, answered(25))])).toEqual({
      status: 'none-abandoned',
      confidence: 0.95,
      balking: {
        waiting: 4,
        abandoned: 0,
        share: 0,
        lower: 0,
        upper: expect.closeTo(1.959963984540054 ** 2 / (4 + 1.959963984540054 ** 2), 12) as number,
      },
      exposureSeconds: 100,
      upperPerSecond: expect.closeTo(-Math.log(0.025) / 100, 12) as number,
    });
  });

  it('takes hang-ups at one and the same time as one piece', () => {
    const calls = [...times(5000, hungUp(30)), ...times(5000, answered(30))];
    const { pieces, patience } = estimated(estimatePatience(calls));
    expect(patience).toEqual({
      kind: 'piecewise-hazard',
      balkingShare: 0,
      breaksSeconds: [0],
      hazardPerSecond: [1 / 60],
    });
    expect(pieces[0]).toMatchObject({ toSeconds: null, abandoned: 5000, waiting: 10_000 });
    expect(kaplanMeier(calls).steps).toHaveLength(1);
  });

  it('does not split ties', () => {
    const calls = [10, 20, 30].flatMap((wait) => times(100, hungUp(wait)));
    const detail = { abandonedPerPiece: 50, maxPieces: 12 };
    const { patience, pieces } = estimated(estimatePatience(calls, 0.95, detail));
    expect(patience.breaksSeconds).toEqual([0, 10, 20]);
    expect(pieces.map(({ abandoned }) => abandoned)).toEqual([100, 100, 100]);
    expect(pieces.map(({ exposureSeconds }) => exposureSeconds)).toEqual([3000, 2000, 1000]);
  });
});

describe('refusals', () => {
  const none = /^expected at least one call that waited or hung up, got none among /;
  const every = [
    (calls: readonly CallWait[]) => kaplanMeier(calls),
    (calls: readonly CallWait[]) => estimatePatience(calls),
    (calls: readonly CallWait[]) => totalWaits(calls),
  ];
  it.each([
    [
      'negative wait',
      [hungUp(3), answered(-1)],
      'INVALID_INPUT',
      /^expected calls\[1\].waitSeconds .* got -1$/,
    ],
    ['NaN', [hungUp(Number.NaN)], 'INVALID_INPUT', /^expected calls\[0\].waitSeconds .* got NaN$/],
    ['endless wait', [answered(Infinity)], 'INVALID_INPUT', /got Infinity$/],
    ['no calls', [], 'INSUFFICIENT_HISTORY', none],
    ['all answered at once', [answered(0), answered(0)], 'INSUFFICIENT_HISTORY', none],
    ['neither', [{ waitSeconds: 9, outcome: 'other' } as const], 'INSUFFICIENT_HISTORY', none],
  ])('%s', (_, calls, code, message) => {
    for (const run of every) {
      expect(() => run(calls)).toThrowError(
        expect.objectContaining({ code, message: expect.stringMatching(message) as string }),
      );
    }
  });

  const totals = { abandoned: 1, waitAnsweredSeconds: 100, waitAbandonedSeconds: 10 };
  it.each([
    [
      'no intervals',
      () => estimateMeanPatience([]),
      /^expected intervals in which somebody waited/,
    ],
    [
      'nobody waited',
      () =>
        estimateMeanPatience([{ abandoned: 0, waitAnsweredSeconds: 0, waitAbandonedSeconds: 0 }]),
      /^expected intervals in which somebody waited or hung up, got none among 1$/,
    ],
    [
      'part of a hang-up',
      () => estimateMeanPatience([{ ...totals, abandoned: 1.5 }]),
      /^expected intervals\[0\].abandoned .* got 1.5$/,
    ],
    [
      'negative wait',
      () => estimateMeanPatience([totals, { ...totals, waitAnsweredSeconds: -5 }]),
      /^expected intervals\[1\].waitAnsweredSeconds .* got -5$/,
    ],
    ['percent', () => estimateMeanPatience([totals], 95), /^expected confidence .* got 95$/],
    ['certainty', () => kaplanMeier([hungUp(3)], 1), /^expected confidence .* got 1$/],
    [
      'no pieces',
      () => estimatePatience([hungUp(3)], 0.95, { abandonedPerPiece: 50, maxPieces: 0 }),
      /^expected maxPieces .* got 0$/,
    ],
  ])('%s', (_, run, message) => {
    expect(run).toThrowError(
      expect.objectContaining({ message: expect.stringMatching(message) as string }),
    );
  });
});

const BANK = join(
  process.env['AGNER_SHARED'] ?? '../shared',
  'data',
  'anon_bank_feb1999_calls.csv',
);

describe('calls of a bank, February 1999', () => {
  it.skipIf(!existsSync(BANK))(
    'show the known hazard, early and with a second peak at a minute (stands aside without the data)',
    () => {
      const outcomes: Record<string, CallWait['outcome']> = {
        AGENT: 'answered',
        HANG: 'abandoned',
      };
      const calls = readFileSync(BANK, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(','))
        .map((row): CallWait => ({
          waitSeconds: Number(row[4]),
          outcome: outcomes[row[5]!] ?? 'other',
        }));
      const { balking, pieces, patience } = estimated(estimatePatience(calls));
      expect(balking).toMatchObject({ waiting: 20_000, abandoned: 1972 });
      const hazards = pieces.map(({ hazardPerSecond }) => hazardPerSecond);
      const highest = hazards.indexOf(Math.max(...hazards));
      expect(pieces[highest]!.fromSeconds).toBeLessThan(15);
      // The announcement after a minute makes some hang up (Gans, Koole & Mandelbaum 2003).
      expect(patienceHazard(patience, 55)).toBeGreaterThan(patienceHazard(patience, 30)!);
      expect(patienceHazard(patience, 55)).toBeGreaterThan(patienceHazard(patience, 85)!);

      const mean = estimateMeanPatience([totalWaits(calls)]);
      if (mean.status !== 'estimated') throw new Error(mean.status);
      expect(mean.meanSeconds).toBeCloseTo(231.573, 3);
      expect(mean.lowerSeconds).toBeCloseTo(225.74, 2);
      expect(mean.upperSeconds).toBeCloseTo(237.595, 3);

      // One number cannot tell hang-ups at once from patience that grows: to 600 s it says 214 s.
      const curve = kaplanMeier(calls);
      const { meanSeconds } = restrictedMeanOfCurve(curve, 600);
      const exponentialMean = mean.meanSeconds * -Math.expm1(-600 / mean.meanSeconds);
      expect(meanSeconds).toBeGreaterThan(1.3 * exponentialMean);
      expect(restrictedMeanPatience(patience, 600) / meanSeconds).toBeCloseTo(1, 1);
      expect(
        restrictedMeanPatience(patience, 60) / restrictedMeanOfCurve(curve, 60).meanSeconds,
      ).toBeCloseTo(1, 2);
    },
  );
});
