import { type DayGates } from './engine/roster-model.ts';

/** A duty as rest sees it: its start in epoch seconds. */
export interface Startable {
  readonly start: number;
}

/** Gates of every day for a person's rest between shifts, and the gate of the first. */
export interface RestGates {
  readonly days: readonly DayGates[];
  readonly startGate: number;
}

/**
 * Rest between shifts as gates: each stands for an instant from which on a person may start again,
 * across days off too. Instants that allow the same duties on all days to come are one gate.
 *
 * @param menus each day's duties
 * @param readyAfter from when on one may start again after a duty (epoch seconds)
 * @param readyAt from when on the first may start
 */
export function restGates<Duty extends Startable>(
  menus: readonly (readonly Duty[])[],
  readyAfter: (duty: Duty) => number,
  readyAt: number,
): RestGates {
  const starts = menus.map((duties) =>
    [...new Set(duties.map(({ start }) => start))].sort((a, b) => a - b),
  );
  let gates = gatesOf(starts, 0, [readyAt]);
  const startGate = gates.indexOf(readyAt);
  const days = menus.map((duties, day): DayGates => {
    const ends = duties.map(readyAfter);
    const next = gatesOf(starts, day + 1, [...gates.instants, ...ends]);
    const { instants } = gates;
    gates = next;
    return {
      count: instants.length,
      lastGate: Int32Array.from(
        duties,
        ({ start }) => instants.filter((ready) => ready <= start).length - 1,
      ),
      leaves: Int32Array.from(ends, next.indexOf),
      offLeaves: Int32Array.from(instants, next.indexOf),
    };
  });
  return { days, startGate };
}

/** One instant for each way of allowing duties from a day on, ascending; the first allows all. */
function gatesOf(
  starts: readonly (readonly number[])[],
  day: number,
  open: readonly number[],
): { readonly instants: readonly number[]; readonly indexOf: (ready: number) => number } {
  const instants: number[] = [];
  const gateOf = new Map<string, number>();
  for (const ready of [-Infinity, ...[...new Set(open)].sort((a, b) => a - b)]) {
    const key = closedFrom(starts, day, ready);
    if (gateOf.has(key)) continue;
    gateOf.set(key, instants.length);
    instants.push(ready);
  }
  return { instants, indexOf: (ready) => gateOf.get(closedFrom(starts, day, ready))! };
}

/** How many starts of each day from `day` on come too early, up to a day on which none does. */
function closedFrom(starts: readonly (readonly number[])[], day: number, ready: number): string {
  let key = '';
  for (let at = day; at < starts.length; at++) {
    const closed = starts[at]!.filter((start) => start < ready).length;
    if (closed === 0 && starts[at]!.length > 0) break;
    key += closed === 0 ? '' : `${at}:${closed} `;
  }
  return key;
}
