import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restGates } from './rest-gates.ts';

interface Stretch {
  readonly start: number;
  readonly end: number;
}

const DAY = 24;

/** Duties of each day: starts within the day, some past midnight, in hours. */
const anyMenus = fc.array(
  fc.array(
    fc.record({ at: fc.integer({ min: 0, max: 23 }), length: fc.integer({ min: 1, max: 16 }) }),
    {
      maxLength: 4,
    },
  ),
  { minLength: 1, maxLength: 5 },
);

describe('gates of rest', () => {
  it('let through exactly what rest lets be worked, across days off too', () => {
    fc.assert(
      fc.property(
        anyMenus,
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: -20, max: 40 }),
        (days, rest, readyAt) => {
          const menus = days.map((duties, day) =>
            duties
              .map(({ at, length }) => ({ start: day * DAY + at, end: day * DAY + at + length }))
              .sort((a, b) => a.start - b.start),
          );
          const gates = restGates(menus, ({ end }) => end + rest, readyAt);
          walk(menus, gates, rest, 0, gates.startGate, readyAt);
        },
      ),
    );
  });

  it('are one where nothing tells them apart', () => {
    const day = (start: number): Stretch[] => [{ start, end: start + 8 }];
    const { days } = restGates([day(8), day(32), day(56)], ({ end }) => end + 11, -Infinity);
    expect(days.map(({ count }) => count)).toEqual([1, 1, 1]);
  });
});

/** Follows every choice and holds each gate against the instant it stands for. */
function walk(
  menus: readonly (readonly Stretch[])[],
  gates: ReturnType<typeof restGates>,
  rest: number,
  day: number,
  gate: number,
  readyAt: number,
): void {
  const own = gates.days[day];
  if (own === undefined) return;
  menus[day]!.forEach(({ start, end }, duty) => {
    const isOpen = gate <= own.lastGate[duty]!;
    expect(isOpen).toBe(start >= readyAt);
    if (isOpen) walk(menus, gates, rest, day + 1, own.leaves[duty]!, end + rest);
  });
  walk(menus, gates, rest, day + 1, own.offLeaves[gate]!, readyAt);
}
