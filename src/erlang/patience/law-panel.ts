import { gaussLegendre } from '../numerics/gauss-legendre.ts';
import { type PatienceLaw } from './patience-law.ts';

const { nodes: NODES, weights: WEIGHTS, upTo: UP_TO } = gaussLegendre(20);

/** Number of nodes in a panel. */
export const NODE_COUNT = NODES.length;

/** A stretch of time with a law of patience at its nodes; filled anew for each stretch. */
export interface LawPanel {
  /** From the start of the stretch to each node, in seconds. */
  readonly offset: Float64Array;
  /** Weights of an integral over time. */
  readonly weight: Float64Array;
  /** Share of those who are there at the start who are gone by the node. */
  readonly left: Float64Array;
  /** Integral of `left` up to the node. */
  readonly leftTime: Float64Array;
  /** Both at the end of the stretch. */
  end: { left: number; leftTime: number };
}

export function newLawPanel(): LawPanel {
  return {
    offset: new Float64Array(NODE_COUNT),
    weight: new Float64Array(NODE_COUNT),
    left: new Float64Array(NODE_COUNT),
    leftTime: new Float64Array(NODE_COUNT),
    end: { left: 0, leftTime: 0 },
  };
}

/**
 * Fills a panel for a stretch on which the law is smooth.
 *
 * @param leave the law's `leaving(from)`; `null` if nobody leaves in the stretch
 */
export function fillLawPanel(
  panel: LawPanel,
  law: PatienceLaw,
  leave: ((by: number) => number) | null,
  from: number,
  length: number,
): void {
  const { offset, weight, left, leftTime, end } = panel;
  // Where nobody leaves, nothing is uneven.
  const graded = law.graded && from > 0 && leave !== null;
  const range = graded ? Math.log1p(length / from) : length;
  for (let j = 0; j < NODE_COUNT; j++) {
    const t = range * NODES[j]!;
    const by = graded ? from * Math.expm1(t) : t;
    offset[j] = by;
    // What d(time) is to d(t).
    weight[j] = WEIGHTS[j]! * (graded ? range * (from + by) : range);
    left[j] = leave === null ? 0 : leave(by);
  }
  end.left = 0;
  end.leftTime = 0;
  if (leave === null) {
    leftTime.fill(0);
    return;
  }
  for (let i = 0; i < NODE_COUNT; i++) {
    const row = UP_TO[i]!;
    let sum = 0;
    for (let j = 0; j < NODE_COUNT; j++) {
      sum += row[j]! * left[j]! * (graded ? from + offset[j]! : 1);
    }
    leftTime[i] = range * sum;
    end.leftTime += weight[i]! * left[i]!;
  }
  end.left = leave(length);
}
