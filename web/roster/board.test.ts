import { describe, expect, it } from 'vitest';
import { formatInstant, plannedInstant } from '../../src/domain/calendar.ts';
import { type AgentId } from '../../src/domain/ids.ts';
import { gridOfDays } from '../../src/domain/interval-grid.ts';
import { type Activity, type Roster, type Shift } from '../../src/domain/roster.ts';
import { makeBoard, nextViolation } from './board.ts';

const ZONE = 'Europe/Ljubljana';
const HOUR = 3600;
const ana = 'a01' as AgentId;
const jan = 'a02' as AgentId;

/** A shift from a wall-clock hour on, with pieces of kind, paid and length in hours. */
function shiftOf(
  agent: AgentId,
  date: string,
  hour: number,
  pieces: readonly (readonly [Activity['kind'], boolean, number])[],
): Shift {
  let at = plannedInstant(ZONE, date, hour * HOUR);
  const start = formatInstant(at, ZONE);
  const activities = pieces.map(([kind, paid, hours]) => {
    const from = formatInstant(at, ZONE);
    at += hours * HOUR;
    const to = formatInstant(at, ZONE);
    return { kind, name: kind, queue: null, paid, start: from, end: to };
  });
  const end = formatInstant(at, ZONE);
  return { agent, date, pattern: 'day', start, end, activities, locked: false };
}

function rosterOf(shifts: readonly Shift[], extra: Partial<Roster> = {}): Roster {
  return {
    kind: 'roster',
    provenance: { program: 'agner', inputsHash: '', seed: 1, inputs: {} },
    plan: 'sample',
    site: 'sample',
    grid: gridOfDays(ZONE, '2026-03-28', 3, 900),
    agents: [ana, jan].map((id) => ({ id, name: id, contract: 'full', skills: [] })),
    shifts,
    coverage: [],
    shortfalls: [],
    wishes: [],
    violations: [],
    score: {
      currency: 'EUR',
      pay: 0,
      paidSeconds: 0,
      underAgentSeconds: 0,
      overAgentSeconds: 0,
      unmetWishWeight: 0,
      objective: 0,
    },
    proof: { bound: null, gap: null, stoppedBy: 'iterations' },
    notes: [],
    ...extra,
  };
}

describe('board', () => {
  it('gives the day of the clock change its 92 quarter-hours', () => {
    const board = makeBoard(rosterOf([]));
    expect(board.days.map((day) => [day.date, day.firstSlot, day.slots, day.weekend])).toEqual([
      ['2026-03-28', 0, 96, true],
      ['2026-03-29', 96, 92, true],
      ['2026-03-30', 188, 96, false],
    ]);
    expect(board.days[1]?.lengthSeconds).toBe(23 * HOUR);
    // Slot 104 of the axis is two hours into the Sunday, when the clock jumps to three.
    expect([103, 104].map((slot) => board.wallClock[slot]! / HOUR)).toEqual([1.75, 3]);
  });

  it('draws a night shift over the clock change by elapsed time, in the cell it starts on', () => {
    const night = shiftOf(ana, '2026-03-28', 22, [
      ['work', true, 4],
      ['break', false, 0.5],
      ['work', true, 4],
    ]);
    const board = makeBoard(rosterOf([night]));
    const bar = board.rows[0]?.cells[0]?.bars[0];
    expect([bar?.from, bar?.to]).toEqual([88, 88 + 34]);
    expect(bar?.shift.end.slice(11, 16)).toBe('07:30');
    expect(bar?.part).toBe('night');
    expect(board.rows[0]?.cells[1]?.bars).toEqual([]);
  });

  it('tells paid from unpaid breaks and counts paid time alone', () => {
    const shift = shiftOf(ana, '2026-03-30', 8, [
      ['work', true, 2],
      ['break', true, 0.25],
      ['work', true, 1.75],
      ['break', false, 0.5],
      ['training', true, 1],
    ]);
    const row = makeBoard(rosterOf([shift])).rows[0];
    const bar = row?.cells[2]?.bars[0];
    expect(bar?.pieces.map((piece) => piece.kind)).toEqual([
      'work',
      'break',
      'work',
      'meal',
      'training',
    ]);
    expect(bar?.pieces.at(-1)?.to).toBe(1);
    expect(row?.paidSeconds).toBe(5 * HOUR);
  });

  it('puts broken rules and unmet wishes into their cells', () => {
    const board = makeBoard(
      rosterOf([], {
        violations: [{ rule: 'min-rest', agent: jan, date: '2026-03-29', details: {} }],
        wishes: [
          {
            agent: ana,
            wish: { kind: 'day-off', date: '2026-03-30', weight: 1 },
            granted: false,
          },
          { agent: ana, wish: { kind: 'day-off', date: '2026-03-28', weight: 1 }, granted: true },
        ],
      }),
    );
    expect(board.rows[1]?.cells[1]?.violations).toHaveLength(1);
    expect(board.rows[0]?.cells.map((cell) => cell.unmetWishes.length)).toEqual([0, 0, 1]);
  });
});

describe('next broken rule', () => {
  const broken = (agent: AgentId, date: string) => ({ rule: 'x', agent, date, details: {} });

  it('goes on in reading order and round to the first', () => {
    const violations = [broken(ana, '2026-03-30'), broken(jan, '2026-03-28')];
    const board = makeBoard(rosterOf([], { violations }));
    expect(nextViolation(board, { row: 0, day: 0 })).toEqual({ row: 0, day: 2 });
    expect(nextViolation(board, { row: 0, day: 2 })).toEqual({ row: 1, day: 0 });
    expect(nextViolation(board, { row: 1, day: 0 })).toEqual({ row: 0, day: 2 });
  });

  it('stays at the only one and is null without any', () => {
    const one = makeBoard(rosterOf([], { violations: [broken(jan, '2026-03-29')] }));
    expect(nextViolation(one, { row: 1, day: 1 })).toEqual({ row: 1, day: 1 });
    expect(nextViolation(makeBoard(rosterOf([])), { row: 0, day: 0 })).toBeNull();
  });
});
