import { AgnerError } from '../domain/index.ts';

/** A dense matrix, row after row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** A matrix of zeros. */
export function makeMatrix(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/**
 * Weighted ridge regression: the b that minimises
 * `sum_i weights[i] (response[i] - x_i b)^2 + sum_j penalties[j] b_j^2`.
 *
 * Rows of weight 0 are skipped, so their response may be anything.
 *
 * @param penalties one per column, above 0 for every column that the rows do not determine
 * @throws {AgnerError} `INVALID_INPUT` if the normal equations are not positive definite
 *
 * Cost: O(rows x columns^2 + columns^3).
 *
 * @see Hoerl & Kennard (1970), "Ridge regression", Technometrics 12(1).
 */
export function solveRidge(
  design: Matrix,
  response: Float64Array,
  weights: Float64Array,
  penalties: Float64Array,
  firstRow = 0,
  endRow = design.rows,
): Float64Array {
  const { columns, values } = design;
  const normal = new Float64Array(columns * columns);
  const solution = new Float64Array(columns);
  const used = new Int32Array(columns);
  for (let row = firstRow; row < endRow; row++) {
    const weight = weights[row]!;
    if (weight === 0) continue;
    const at = row * columns;
    let count = 0;
    for (let j = 0; j < columns; j++) if (values[at + j] !== 0) used[count++] = j;
    for (let a = 0; a < count; a++) {
      const j = used[a]!;
      const scaled = weight * values[at + j]!;
      solution[j]! += scaled * response[row]!;
      for (let b = 0; b <= a; b++) {
        const k = used[b]!;
        normal[j * columns + k]! += scaled * values[at + k]!;
      }
    }
  }
  for (let j = 0; j < columns; j++) normal[j * columns + j]! += penalties[j]!;
  factorCholesky(normal, columns);
  solveFactored(normal, columns, solution);
  return solution;
}

/** Value of row `row` of the design under the coefficients, over the given columns. */
export function predictRow(
  design: Matrix,
  row: number,
  coefficients: Float64Array,
  firstColumn = 0,
  endColumn = design.columns,
): number {
  const at = row * design.columns;
  let sum = 0;
  for (let j = firstColumn; j < endColumn; j++) sum += design.values[at + j]! * coefficients[j]!;
  return sum;
}

/** Replaces the lower triangle of a symmetric matrix by its Cholesky factor. */
export function factorCholesky(matrix: Float64Array, size: number): void {
  for (let j = 0; j < size; j++) {
    let pivot = matrix[j * size + j]!;
    for (let k = 0; k < j; k++) pivot -= matrix[j * size + k]! ** 2;
    if (!(pivot > 0)) {
      throw new AgnerError(
        'INVALID_INPUT',
        `expected a positive definite matrix, got pivot ${pivot} in column ${j}`,
        { column: j },
      );
    }
    const root = Math.sqrt(pivot);
    matrix[j * size + j] = root;
    for (let i = j + 1; i < size; i++) {
      let sum = matrix[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= matrix[i * size + k]! * matrix[j * size + k]!;
      matrix[i * size + j] = sum / root;
    }
  }
}

/** Solves `L L' x = vector` in place, for a factor made by {@link factorCholesky}. */
export function solveFactored(factor: Float64Array, size: number, vector: Float64Array): void {
  for (let i = 0; i < size; i++) {
    let sum = vector[i]!;
    for (let k = 0; k < i; k++) sum -= factor[i * size + k]! * vector[k]!;
    vector[i] = sum / factor[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = vector[i]!;
    for (let k = i + 1; k < size; k++) sum -= factor[k * size + i]! * vector[k]!;
    vector[i] = sum / factor[i * size + i]!;
  }
}
