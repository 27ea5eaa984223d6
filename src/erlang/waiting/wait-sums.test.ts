import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundedWaitSums } from './bounded-wait-sums.ts';
import { infiniteWaitIntegrals } from './wait-integrals.ts';
import {
  type DetailedWaitSums,
  finiteWaitSums,
  infiniteWaitSums,
  patientWaitSums,
} from './wait-sums.ts';

/** The same sums whatever their scale, and the same scale as far as its digits go. */
function expectSameSums(a: DetailedWaitSums, b: DetailedWaitSums, limit: number): void {
  const scale = b.busy / a.busy;
  const logScale = Math.max(1, Math.abs(a.logScale), Math.abs(b.logScale));
  const offset = a.logScale - b.logScale - Math.log(scale);
  expect(Math.abs(offset) / logScale).toBeLessThan(1e-13);
  for (const key of Object.keys(a) as (keyof DetailedWaitSums)[]) {
    if (key === 'logScale') continue;
    // A share of calls that is late may be anything; all else is a sum of the states with weight.
    const isShare = key === 'late' || key === 'answeredLate' || key === 'full';
    const whole = isShare ? Math.max(b.waited, b.full) : b[key];
    if (whole === 0) expect(a[key], key).toBe(0);
    else expect(Math.abs(a[key] * scale - b[key]) / whole, key).toBeLessThan(limit);
  }
}

describe('ways of summing that share no formula', () => {
  it('states one by one, and integrals of the offered wait', () => {
    const heavy = fc.record({
      load: fc.double({ min: 50, max: 20_000, noNaN: true }),
      staffing: fc.double({ min: 0.7, max: 1.05, noNaN: true }),
      theta: fc.double({ min: 1e-5, max: 1, noNaN: true }),
      threshold: fc.double({ min: 0, max: 20, noNaN: true }),
    });
    fc.assert(
      fc.property(heavy, ({ load, staffing, theta, threshold }) => {
        const agents = Math.ceil(load * staffing);
        fc.pre((load - agents) / theta < 20_000);
        const sums = infiniteWaitSums(load, agents, theta, threshold);
        const integrals = infiniteWaitIntegrals(load, agents, theta, threshold);
        expectSameSums(integrals, sums, 1e-10);
      }),
      { numRuns: 60 },
    );
  });

  it('integrals where agents are few against theta, whose tail is long', () => {
    const few = fc.record({
      load: fc.double({ min: 3000, max: 30_000, noNaN: true }),
      agents: fc.integer({ min: 1, max: 40 }),
      theta: fc.double({ min: 0.5, max: 5, noNaN: true }),
      threshold: fc.double({ min: 0, max: 20, noNaN: true }),
    });
    fc.assert(
      fc.property(few, ({ load, agents, theta, threshold }) => {
        const sums = infiniteWaitSums(load, agents, theta, threshold);
        const integrals = infiniteWaitIntegrals(load, agents, theta, threshold);
        expectSameSums(integrals, sums, 1e-10);
      }),
      { numRuns: 40 },
    );
  });

  it('all places, and those that carry weight', () => {
    const limited = fc.record({
      load: fc.double({ min: 0.5, max: 500, noNaN: true }),
      agents: fc.integer({ min: 1, max: 400 }),
      theta: fc.oneof(fc.constant(0), fc.double({ min: 1e-4, max: 0.5, noNaN: true })),
      threshold: fc.double({ min: 0, max: 12, noNaN: true }),
      places: fc.integer({ min: 1, max: 6000 }),
    });
    fc.assert(
      fc.property(limited, ({ load, agents, theta, threshold, places }) => {
        const all = finiteWaitSums(load, agents, theta, threshold, places);
        const some = boundedWaitSums(load, agents, theta, threshold, places);
        expectSameSums(some, all, 1e-10);
      }),
      { numRuns: 300 },
    );
  });

  it('geometric weights, and many places for callers who never hang up', () => {
    for (const [load, agents, threshold] of [
      [90, 100, 0.1],
      [0.5, 1, 3],
    ] as const) {
      const all = finiteWaitSums(load, agents, 0, threshold, 4000);
      expectSameSums(patientWaitSums(load, agents, threshold), all, 1e-11);
    }
  });
});
