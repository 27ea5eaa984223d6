import { type Matrix } from './linear-algebra.ts';

/** Singular values, greatest first, and their right singular vectors, each of unit length. */
export interface SingularVectors {
  readonly values: Float64Array;
  /** One vector of `columns` entries per value; its greatest entry is above 0. */
  readonly vectors: readonly Float64Array[];
}

const MAX_SWEEPS = 30;
/** Rows whose cosine is below this are at right angles. */
const TOLERANCE = 1e-12;
/** Values below this share of the greatest are taken for 0 and left out. */
const NEGLIGIBLE = 1e-10;

/**
 * Right singular vectors of a matrix of which rows are at most as many as columns, or few: rows are
 * turned into each other in pairs until all are at right angles (one-sided Jacobi). What is left of
 * a row is then its singular value times its right singular vector.
 *
 * Cost: O(rows^2 x columns) a sweep, some six to ten sweeps.
 *
 * @see Hestenes (1958), "Inversion of matrices by biorthogonalization and related results", J. SIAM 6(1);
 *   Golub & Van Loan (2013), "Matrix Computations", section 8.6.3.
 */
export function singularVectors(matrix: Matrix): SingularVectors {
  const { rows, columns } = matrix;
  const turned = Float64Array.from(matrix.values);
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let isDone = true;
    for (let a = 0; a < rows - 1; a++) {
      for (let b = a + 1; b < rows; b++) {
        if (turnRows(turned, columns, a * columns, b * columns)) isDone = false;
      }
    }
    if (isDone) break;
  }
  const found = Array.from({ length: rows }, (_, row) => {
    const vector = turned.slice(row * columns, (row + 1) * columns);
    return { vector, value: Math.hypot(...vector) };
  }).sort((a, b) => b.value - a.value);
  const greatest = found[0]?.value ?? 0;
  const kept = found.filter(({ value }) => value > NEGLIGIBLE * greatest);
  return {
    values: Float64Array.from(kept, ({ value }) => value),
    vectors: kept.map(({ vector, value }) => {
      const peak = vector.reduce((most, entry) =>
        Math.abs(entry) > Math.abs(most) ? entry : most,
      );
      return vector.map((entry) => (Math.sign(peak) * entry) / value);
    }),
  };
}

/** Turns two rows to a right angle; false where they stood at one. */
function turnRows(values: Float64Array, columns: number, a: number, b: number): boolean {
  let [aa, bb, ab] = [0, 0, 0];
  for (let j = 0; j < columns; j++) {
    const [x, y] = [values[a + j]!, values[b + j]!];
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  if (Math.abs(ab) <= TOLERANCE * Math.sqrt(aa * bb)) return false;
  const tau = (bb - aa) / (2 * ab);
  const tangent = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = cosine * tangent;
  for (let j = 0; j < columns; j++) {
    const [x, y] = [values[a + j]!, values[b + j]!];
    values[a + j] = cosine * x - sine * y;
    values[b + j] = sine * x + cosine * y;
  }
  return true;
}
