import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { serveContacts } from './serve-contacts.ts';

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
