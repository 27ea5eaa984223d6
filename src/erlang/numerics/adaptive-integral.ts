/**
 * Nodes and weights of Gauss-Kronrod quadrature with 15 points on [-1, 1], positive half; the
 * third is the weight of Gauss's 7 points, 0 where the node is not one of them.
 */
const NODES = [
  [0.9914553711208126, 0.022935322010529224, 0],
  [0.9491079123427585, 0.06309209262997856, 0.1294849661688697],
  [0.8648644233597691, 0.10479001032225019, 0],
  [0.7415311855993945, 0.14065325971552592, 0.27970539148927664],
  [0.5860872354676911, 0.1690047266392679, 0],
  [0.4058451513773972, 0.19035057806478542, 0.3818300505051189],
  [0.20778495500789848, 0.20443294007529889, 0],
] as const;
const MIDDLE_WEIGHT = 0.20948214108472782;
const MIDDLE_GAUSS_WEIGHT = 0.4179591836734694;

/** More halvings than this are left as they are: the panel is then below 1e-12 of the whole. */
const MAX_DEPTH = 40;

/**
 * Integrals of several functions at once over neighbouring panels.
 *
 * A panel is halved until the estimate of its error is below the tolerance. The estimate is the
 * one of QUADPACK for values of the order of 1: the difference of the two rules, of which the
 * better is far better than their difference.
 *
 * @param breaks ends of the panels, rising; functions are smooth between them
 * @param tolerance absolute, per panel
 * @param weightAt a factor that all functions share; where it is 0 they are not asked for
 * @param valuesAt the rest of each function
 *
 * @see Piessens, de Doncker-Kapenga, Ueberhuber & Kahaner (1983), "QUADPACK".
 */
export function adaptiveIntegral(
  breaks: readonly number[],
  size: number,
  tolerance: number,
  weightAt: (place: number) => number,
  valuesAt: (place: number) => readonly number[],
): number[] {
  const total = new Array<number>(size).fill(0);
  const panel = (from: number, to: number, depth: number): void => {
    const middle = (from + to) / 2;
    const half = (to - from) / 2;
    const kronrod = new Float64Array(size);
    const gauss = new Float64Array(size);
    const collect = (place: number, weight: number, gaussWeight: number): void => {
      const common = weightAt(place);
      if (common === 0) return;
      const values = valuesAt(place);
      for (let i = 0; i < size; i++) {
        const value = common * values[i]!;
        kronrod[i]! += weight * value;
        gauss[i]! += gaussWeight * value;
      }
    };
    collect(middle, MIDDLE_WEIGHT, MIDDLE_GAUSS_WEIGHT);
    for (const [node, weight, gaussWeight] of NODES) {
      collect(middle - half * node, weight, gaussWeight);
      collect(middle + half * node, weight, gaussWeight);
    }
    let difference = 0;
    for (let i = 0; i < size; i++) {
      difference = Math.max(difference, half * Math.abs(kronrod[i]! - gauss[i]!));
    }
    const error = Math.min(difference, (200 * difference) ** 1.5);
    if (error <= tolerance || depth >= MAX_DEPTH) {
      for (let i = 0; i < size; i++) total[i]! += half * kronrod[i]!;
      return;
    }
    panel(from, middle, depth + 1);
    panel(middle, to, depth + 1);
  };
  for (let i = 1; i < breaks.length; i++) {
    if (breaks[i]! > breaks[i - 1]!) panel(breaks[i - 1]!, breaks[i]!, 0);
  }
  return total;
}
