import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponential, gamma, logNormal, poisson, seededRandom, standardNormal } from './random.ts';
import { serveContacts } from './serve-contacts.ts';
import { type QueueSimulation, simulateQueue } from './simulate-queue.ts';

describe('random', () => {
  const DRAWS = 40_000;

  function moments(draw: (random: () => number) => number) {
    const random = seededRandom(7);
    const values = Array.from({ length: DRAWS }, () => draw(random));
    const mean = values.reduce((sum, x) => sum + x, 0) / DRAWS;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (DRAWS - 1);
    return { mean, variance };
  }

  it.each([
    ['uniform', (random: () => number) => random(), 0.5, 1 / 12],
    ['exponential', (random: () => number) => exponential(random, 3), 3, 9],
    ['normal', standardNormal, 0, 1],
    ['gamma', (random: () => number) => gamma(random, 10, 4), 10, 25],
    ['log-normal', (random: () => number) => logNormal(random, 2, 0.5), 2, 1],
    ['Poisson 0.3', (random: () => number) => poisson(random, 0.3), 0.3, 0.3],
    ['Poisson 15', (random: () => number) => poisson(random, 15), 15, 15],
    ['Poisson 400', (random: () => number) => poisson(random, 400), 400, 400],
  ])('%s has its mean and variance', (_, draw, mean, variance) => {
    const actual = moments(draw);
    expect(Math.abs(actual.mean - mean) / Math.sqrt(variance / DRAWS)).toBeLessThan(4);
    expect(actual.variance / variance).toBeGreaterThan(0.93);
    expect(actual.variance / variance).toBeLessThan(1.07);
  });

  it('Poisson has its probabilities', () => {
    const random = seededRandom(11);
    const counts = new Array<number>(60).fill(0);
    for (let draw = 0; draw < DRAWS; draw++) counts[poisson(random, 20)]!++;
    let probability = Math.exp(-20);
    for (let count = 0; count < 40; count++) {
      const expected = DRAWS * probability;
      if (expected > 20) {
        expect(Math.abs(counts[count]! - expected) / Math.sqrt(expected)).toBeLessThan(4.5);
      }
      probability *= 20 / (count + 1);
    }
  });

  it('repeats with the seed, and neighbours differ', () => {
    const draws = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 5 }, random);
    };
    expect(draws(5)).toEqual(draws(5));
    expect(draws(5)).not.toEqual(draws(6));
    expect(draws(5)).not.toEqual(draws(5 + 2 ** 32));
  });

  it('refuses a mean that is none', () => {
    expect(() => poisson(seededRandom(1), Number.NaN)).toThrowError(
      expect.objectContaining({ code: 'INVALID_INPUT' }),
    );
  });
});

describe('serving contacts', () => {
  const serve = (
    arrivals: number[],
    handles: number[],
    patience: number[],
    agents: number[],
    step = 100,
  ) => {
    const { waitSeconds, answered } = serveContacts(
      {
        arrivalSeconds: Float64Array.from(arrivals),
        handleSeconds: Float64Array.from(handles),
        patienceSeconds: Float64Array.from(patience),
      },
      agents,
      step,
    );
    return { waits: [...waitSeconds], answered: [...answered] };
  };

  it('serves in order of arrival, by hand', () => {
    expect(serve([0, 10, 20, 90], [50, 30, 10, 5], [999, 999, 25, 999], [1])).toEqual({
      // The second waits for the first; the third gives up after 25 s; the fourth finds nobody.
      waits: [0, 40, 25, 0],
      answered: [1, 1, 0, 1],
    });
  });

  it('lets agents who leave finish, and those who come start at once', () => {
    const one = serve([0, 1, 2], [150, 150, 20], [999, 999, 999], [2, 1, 3]);
    // One of the two leaves at 150 after the contact; the third waits for the other, until 151.
    expect(one).toEqual({ waits: [0, 0, 149], answered: [1, 1, 1] });
    const two = serve([0, 1], [500, 20], [999, 999], [1, 2]);
    expect(two.waits).toEqual([0, 99]);
  });

  it('leaves waiting for ever those whom nobody will answer', () => {
    expect(serve([0, 5], [10, 10], [Infinity, 30], [0])).toEqual({
      waits: [Infinity, 30],
      answered: [0, 0],
    });
  });

  it('agrees with the vector of times at which agents get free (Kiefer & Wolfowitz)', () => {
    const contact = fc.record({
      gap: fc.integer({ min: 0, max: 60 }),
      handle: fc.integer({ min: 0, max: 200 }),
    });
    fc.assert(
      fc.property(
        fc.array(contact, { maxLength: 80 }),
        fc.integer({ min: 1, max: 5 }),
        (list, n) => {
          let clock = 0;
          const arrivals = list.map(({ gap }) => (clock += gap));
          const handles = list.map(({ handle }) => handle);
          const free = new Array<number>(n).fill(0);
          const expected = arrivals.map((arrival, index) => {
            free.sort((a, b) => a - b);
            const start = Math.max(arrival, free[0]!);
            free[0] = start + handles[index]!;
            return start - arrival;
          });
          const endless = list.map(() => Infinity);
          expect(serve(arrivals, handles, endless, new Array<number>(60).fill(n)).waits).toEqual(
            expected,
          );
        },
      ),
    );
  });

  it.each([
    ['order', [5, 3], [1, 1], [1, 1], [1]],
    ['a negative handle time', [1], [-1], [1], [1]],
    ['missing patience', [1], [1], [], [1]],
    ['half an agent', [1], [1], [1], [0.5]],
  ])('refuses %s', (_, arrivals, handles, patience, agents) => {
    expect(() => serve(arrivals, handles, patience, agents)).toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(/^expected .* got /) as string,
      }),
    );
  });
});

describe('simulating a queue', () => {
  const day: QueueSimulation = {
    volume: [10, 40, 80, 40, 10],
    handleTimeSeconds: [200, 200, 200, 200, 200],
    agents: [3, 9, 15, 11, 4],
    stepSeconds: 900,
    patienceSeconds: 120,
    thresholdSeconds: 20,
  };

  it('accounts for every contact', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const totals = simulateQueue(day, seededRandom(seed));
        totals.offered.forEach((offered, interval) => {
          expect(totals.answered[interval]! + totals.abandoned[interval]!).toBe(offered);
          expect(totals.answeredInThreshold[interval]!).toBeLessThanOrEqual(
            totals.answered[interval]!,
          );
          expect(totals.abandonedInThreshold[interval]!).toBeLessThanOrEqual(
            totals.abandoned[interval]!,
          );
        });
      }),
    );
  });

  it('repeats with the seed', () => {
    expect(simulateQueue(day, seededRandom(3))).toEqual(simulateQueue(day, seededRandom(3)));
  });

  it('loses nobody who is endlessly patient', () => {
    const totals = simulateQueue({ ...day, patienceSeconds: null }, seededRandom(3));
    expect(totals.answered).toEqual(totals.offered);
  });

  it('refuses a handle time of 0', () => {
    expect(() =>
      simulateQueue({ ...day, handleTimeSeconds: [0, 1, 1, 1, 1] }, seededRandom(1)),
    ).toThrowError(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
