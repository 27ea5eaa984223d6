import { type Shift } from '../../domain/index.ts';
import { coverOfShifts } from '../../scheduling/index.ts';
import { lookAtQueue, type QueueLook } from './look-at-queue.ts';

/** Scheduled agents that an edit adds to (or takes from) each slot of queues, by their index. */
export type CoverChange = ReadonlyMap<number, Float64Array>;

/** A day's queues with the people scheduled, as edits change them. */
export interface DayCover {
  /** What another shift in place of one does to the queues. */
  readonly changeOf: (before: Shift, after: Shift) => CoverChange;
  readonly apply: (change: CoverChange) => void;
  /** Service level to expect of a queue's day, with a change on top of those applied. */
  readonly levelWith: (index: number, change: CoverChange | null) => number | null;
  /** Whether every slot that loses agents has at least as many left as are required. */
  readonly leavesEnough: (change: CoverChange) => boolean;
  /**
   * By how much a change makes contacts better off, quickly and roughly: contacts weigh by how far
   * agents are above the load, in units of its root (square-root staffing), each agent more being
   * worth less.
   */
  readonly relief: (change: CoverChange) => number;
}

/** What sums of fractions leave. */
const DUST = 1e-6;

type Coverage = readonly (number | null)[];

export function coverOfDay(looks: readonly QueueLook[]): DayCover {
  const coverage: Coverage[] = looks.map((look) => look.coverage);
  const phones = looks.map(onPhonesPerScheduled);
  return {
    changeOf(before, after) {
      const touched = new Set(
        [...before.activities, ...after.activities].map(({ queue }) => queue),
      );
      const changes = new Map<number, Float64Array>();
      for (const [
        index,
        {
          before: { grid, queue },
        },
      ] of looks.entries()) {
        if (!touched.has(queue)) continue;
        const [had] = coverOfShifts(grid, [queue], [before]);
        const added = coverOfShifts(grid, [queue], [after])[0]!.map(
          (has, slot) => has - had![slot]!,
        );
        if (added.some((agents) => Math.abs(agents) > DUST)) changes.set(index, added);
      }
      return changes;
    },
    apply(change) {
      for (const [index, added] of change) coverage[index] = sumOf(coverage[index]!, added);
    },
    levelWith(index, change) {
      const added = change?.get(index);
      const there = coverage[index]!;
      const look = {
        ...looks[index]!,
        coverage: added === undefined ? there : sumOf(there, added),
      };
      return lookAtQueue(look).day.serviceLevel;
    },
    leavesEnough: (change) =>
      [...change].every(([index, added]) => {
        const required = looks[index]!.anew.scheduledAgents;
        return added.every(
          (agents, slot) =>
            agents > -DUST || (coverage[index]![slot] ?? 0) + agents >= required[slot]! - DUST,
        );
      }),
    relief(change) {
      let relief = 0;
      for (const [index, added] of change) {
        const { after, before } = looks[index]!;
        for (const [slot, agents] of added.entries()) {
          if (Math.abs(agents) < DUST) continue;
          const volume = after.volume.mean[slot] ?? 0;
          const handleTimeSeconds = after.handleTimeSeconds.mean[slot] ?? 0;
          const load = (volume * handleTimeSeconds) / before.grid.stepSeconds;
          const want = (there: number): number => {
            const above = (there * phones[index]! - load) / Math.sqrt(Math.max(load, 0.25));
            return volume * Math.log1p(Math.exp(-above));
          };
          const there = coverage[index]![slot] ?? 0;
          relief += want(there) - want(there + agents);
        }
      }
      return relief;
    },
  };
}

function sumOf(coverage: Coverage, added: Float64Array): Coverage {
  return coverage.map((agents, slot) => (agents === null ? null : agents + added[slot]!));
}

/** People on the phones for each who is scheduled, as is expected of the rest of the day. */
function onPhonesPerScheduled(look: QueueLook): number {
  const { agents, scheduled, running } = lookAtQueue(look);
  for (let slot = running; slot < agents.length; slot++) {
    const [there, count] = [agents[slot] ?? null, scheduled[slot] ?? null];
    if (there !== null && count !== null && count > 0) return there / count;
  }
  return look.onPhones;
}
