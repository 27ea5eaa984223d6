import { type Highs, type HighsCallbackMap } from 'highs';
import { type GrowingLp, type LpResult, type LpRow } from '../../scheduling/index.ts';

const NONE: LpResult = {
  status: 'none',
  values: null,
  objective: null,
  bound: null,
  duals: null,
};

/** A linear model in HiGHS whose simplex basis is kept between solves. */
export function openLp(highs: Highs, rows: readonly LpRow[]): GrowingLp {
  const model = highs.createModel({
    numCols: 0,
    numRows: rows.length,
    colCost: [],
    colLower: [],
    colUpper: [],
    rowLower: rows.map(({ lower }) => lower),
    rowUpper: rows.map(({ upper }) => upper),
    matrix: {
      format: 'csc',
      numRows: rows.length,
      numCols: 0,
      starts: [0],
      indices: [],
      values: [],
    },
  });
  model.options.set({ output_flag: false, random_seed: 0, solver: 'simplex' });
  const { callbackType, modelStatus } = highs.constants;
  return {
    addColumns: (columns) => {
      const starts = [0];
      const indices: number[] = [];
      const values: number[] = [];
      for (const column of columns) {
        for (let at = 0; at < column.rows.length; at++) {
          indices.push(column.rows[at]!);
          values.push(column.coefficients[at]!);
        }
        starts.push(indices.length);
      }
      model.addCols({
        cost: Float64Array.from(columns, ({ cost }) => cost),
        lower: Float64Array.from(columns, ({ lower }) => lower),
        upper: Float64Array.from(columns, ({ upper }) => upper),
        matrix: {
          format: 'csc',
          numRows: rows.length,
          numCols: columns.length,
          starts: Int32Array.from(starts),
          indices: Int32Array.from(indices),
          values: Float64Array.from(values),
        },
      });
    },
    solve: ({ timeLimitSeconds, signal }) => {
      if (signal.aborted || timeLimitSeconds <= 0) return NONE;
      model.zeroAllClocks();
      if (Number.isFinite(timeLimitSeconds)) model.options.set({ time_limit: timeLimitSeconds });
      const callbacks: HighsCallbackMap = {
        [callbackType.simplexInterrupt]: (event) => {
          if (signal.aborted) event.interrupt();
          return undefined;
        },
      };
      const { modelStatus: status } = model.run(callbacks);
      if (status === modelStatus.infeasible) return { ...NONE, status: 'infeasible' };
      if (status !== modelStatus.optimal) return NONE;
      const objective = model.getObjectiveValue();
      const { colValue, rowDual } = model.getSolution();
      return {
        status: 'optimal',
        values: Array.from(colValue),
        objective,
        bound: objective,
        duals: Array.from(rowDual),
      };
    },
    close: () => {
      model.dispose();
    },
  };
}
