/** Start of the recursion, in square roots of the load below it. */
const REACH = 6;

/** Up to here, in the same measure, the continued fraction is the answer. */
const DIRECT = 5;

/** Below so many lines the recursion from nothing is as quick as a later start. */
const FEW_LINES = 16;

/**
 * 1 / B(load, lines): Erlang B's blocking probability turned over.
 *
 * Lines may be a fraction x; B(x, A) = A^x e^-A / Gamma(x + 1, A) then, so that
 * I(x) = integral of A e^(-A t) (1 + t)^x over t > 0. Both hold I(x) = 1 + I(x - 1) x / A, whose
 * terms are positive, so nothing cancels.
 *
 * The recursion forgets where it began: an error made 6 square roots of the load below the load
 * has shrunk by exp(-5.5) at 5 of them and by exp(-18) at the load. At 6 a continued fraction of 12
 * terms is within 1e-12 of the start, up to a million erlangs; up to 5, one of 24 terms is within
 * 1e-16 of the answer.
 *
 * @param load above 0
 * @param lines at least 0
 * @returns at least 1; `Infinity` where it exceeds the range of doubles
 *
 * Cost: O(6 square roots of load + lines above load), never more than O(lines).
 *
 * @see Jagerman (1974), "Some properties of the Erlang loss function", BSTJ 53(3), for the
 *   integral; DLMF 8.9.2 for the continued fraction.
 */
export function inverseBlocking(load: number, lines: number): number {
  const whole = Math.floor(lines);
  const part = lines - whole;
  const reach = Math.floor(load - REACH * Math.sqrt(load));
  if (reach < FEW_LINES) {
    return recur(part === 0 ? 1 : inverseBelowOne(load, part), load, part, whole);
  }
  const direct = Math.floor(load - DIRECT * Math.sqrt(load));
  if (whole <= direct) return continuedFraction(load, lines, 24);
  const from = reach + part;
  return recur(continuedFraction(load, from, 12), load, from, whole - reach);
}

/** The recursion from `from` lines up by `steps`, two at a time to halve the chain of products. */
function recur(start: number, load: number, from: number, steps: number): number {
  let inverse = start;
  let lines = from;
  let left = steps;
  if (left % 2 === 1) {
    lines += 1;
    left -= 1;
    inverse = 1 + inverse * (lines / load);
  }
  for (; left > 0 && inverse < Infinity; left -= 2) {
    const first = (lines + 1) / load;
    lines += 2;
    const second = lines / load;
    inverse = 1 + second + inverse * (first * second);
  }
  return inverse;
}

/**
 * I = A / (d + x / (d + 2 + 2 (x - 1) / (d + 4 + 3 (x - 2) / ...))) with d = A - x.
 *
 * @see DLMF 8.9.2 in its even part.
 */
function continuedFraction(load: number, lines: number, terms: number): number {
  const spare = load - lines;
  let tail = spare + 2 * terms;
  for (let k = terms; k > 0; k--) tail = spare + 2 * (k - 1) + (k * (lines - k + 1)) / tail;
  return load / tail;
}

/** I for a part of one line, in (0, 1). */
function inverseBelowOne(load: number, part: number): number {
  // Fewer terms for larger loads; the last one is below 1e-16.
  if (load >= 1.5) return continuedFraction(load, part, Math.ceil(8 + 80 / load));
  let term = load;
  let sum = 0;
  for (let k = 1; term > 1e-18 * sum; k++) {
    term /= part + k;
    sum += term;
    term *= load;
  }
  return (Math.exp(load) * Math.pow(load, -part)) / inverseGamma(part) - sum;
}

/** 1 / Gamma(1 + x) for x in [0, 1], by its Taylor series about 0.5. */
function inverseGamma(x: number): number {
  const u = x - 0.5;
  let sum = 0;
  for (let k = INVERSE_GAMMA.length - 1; k >= 0; k--) sum = sum * u + INVERSE_GAMMA[k]!;
  return sum;
}

/** Derivatives of 1 / Gamma at 1.5, each over k!. */
const INVERSE_GAMMA: readonly number[] = [
  1.1283791670955126, -0.0411745264452831, -0.5266544355255445, 0.17510202604393457,
  0.050966860247706074, -0.042155169368535604, 0.006612897826824127, 0.002120731442572938,
  -0.0011107302545948906, 0.00015235762076747688, 0.000025355204923814165, -0.000013896805717913756,
  0.0000021562032905141724, 5.7942640540526726e-8, -8.913551118311116e-8, 1.7103469415915374e-8,
  -9.313686445241901e-10, -2.6804741033496623e-10, 7.458932233316326e-11, -8.012807061414718e-12,
];
