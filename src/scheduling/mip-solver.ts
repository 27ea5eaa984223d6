/** One variable of a linear model; infinite bounds are `Infinity` and `-Infinity`. */
export interface MipVariable {
  readonly lower: number;
  readonly upper: number;
  readonly integer: boolean;
  readonly cost: number;
}

/** A row: lower <= sum of coefficients[i] * value of variables[i] <= upper. */
export interface MipConstraint {
  readonly variables: readonly number[];
  readonly coefficients: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

/** A flag that may be raised from elsewhere while a solver runs. */
export interface StopSignal {
  readonly aborted: boolean;
}

/** A linear model to be minimised, with when to stop. */
export interface MipModel {
  readonly variables: readonly MipVariable[];
  readonly constraints: readonly MipConstraint[];
  /** A feasible point to start from, one value per variable; `null` for none. */
  readonly start: readonly number[] | null;
  readonly timeLimitSeconds: number;
  /** Ends the search for the same result on any machine; `null` for none. */
  readonly nodeLimit: number | null;
  /** Ends once (objective - bound) / |objective| is as small; fraction. */
  readonly relativeGap: number;
  readonly signal: StopSignal;
  readonly onProgress: (progress: { readonly objective: number; readonly bound: number }) => void;
}

/**
 * What a solver found. `feasible`: stopped early with a point; `none`: stopped early without.
 * `values` and `objective` are `null` unless there is a point, `bound` where none is known.
 */
export interface MipResult {
  readonly status: 'optimal' | 'feasible' | 'infeasible' | 'none';
  readonly values: readonly number[] | null;
  readonly objective: number | null;
  /** Proven: no point costs less. */
  readonly bound: number | null;
}

/** A linear model without integers, and the price of each row. */
export interface LpResult extends MipResult {
  /** Change of the objective per unit of each row's limit; `null` unless optimal. */
  readonly duals: readonly number[] | null;
}

/**
 * A solver of mixed-integer linear models. Plain data in and out. Throws `INVALID_INPUT` for a
 * model with unknown variables or numbers that are not; an infeasible model is a result.
 */
export interface MipSolver {
  solve(model: MipModel): Promise<MipResult>;
  /** The same with every variable continuous. */
  solveLp(model: MipModel): Promise<LpResult>;
  /** Opens a linear model that grows; each solve goes on from the last. Close it after use. */
  openLp(rows: readonly LpRow[]): Promise<GrowingLp>;
}

/** Limits of a row whose entries come with the columns. */
export interface LpRow {
  readonly lower: number;
  readonly upper: number;
}

/** A continuous variable with its entries in the rows. */
export interface LpColumn {
  readonly lower: number;
  readonly upper: number;
  readonly cost: number;
  readonly rows: readonly number[];
  readonly coefficients: readonly number[];
}

/** A linear model to which columns are added between solves. */
export interface GrowingLp {
  addColumns(columns: readonly LpColumn[]): void;
  solve(limits: Pick<MipModel, 'timeLimitSeconds' | 'signal'>): LpResult;
  /** Frees what the solver holds; the model is of no use afterwards. */
  close(): void;
}
