import highsModule, { type Highs, type HighsCallbackMap, type ModelData } from 'highs';
import { AgnerError } from '../../domain/index.ts';
import { type LpResult, type MipModel, type MipSolver } from '../../scheduling/index.ts';
import { openLp } from './growing-lp.ts';

// The package's types describe its CommonJS face; what Node loads here is the loader itself.
const loadHighs = highsModule as unknown as typeof highsModule.default;

/**
 * The solver port on HiGHS (https://highs.dev), compiled to WebAssembly: one thread, no native
 * part. A solve blocks its thread, so run it in a worker; `signal.aborted` is read in the solver's
 * interrupt callback, hence back it by shared memory to stop it from another thread.
 */
export function createHighsSolver(): MipSolver {
  let loaded: Promise<Highs> | null = null;
  const load = () => (loaded ??= loadHighs());
  return {
    solve: async (model) => {
      checkModel(model);
      const { status, values, objective, bound } = run(await load(), model, true);
      return { status, values, objective, bound };
    },
    solveLp: async (model) => {
      checkModel(model);
      return run(await load(), model, false);
    },
    openLp: async (rows) => openLp(await load(), rows),
  };
}

function run(highs: Highs, model: MipModel, integers: boolean): LpResult {
  const none: LpResult = {
    status: 'none',
    values: null,
    objective: null,
    bound: null,
    duals: null,
  };
  if (model.signal.aborted || model.timeLimitSeconds <= 0) return none;
  if (model.variables.length === 0) return runEmpty(model);
  return highs.withModel(toModelData(highs, model, integers), (solver): LpResult => {
    solver.options.set({
      output_flag: false,
      random_seed: 0,
      mip_rel_gap: model.relativeGap,
      ...(integers ? {} : { solver: 'ipm' }),
      ...(Number.isFinite(model.timeLimitSeconds) ? { time_limit: model.timeLimitSeconds } : {}),
      ...(model.nodeLimit === null ? {} : { mip_max_nodes: model.nodeLimit }),
    });
    if (model.start !== null) solver.setSolution({ colValue: model.start });
    let bound: number | null = null;
    const { callbackType, modelStatus, solutionStatus } = highs.constants;
    const callbacks: HighsCallbackMap = {
      [callbackType.simplexInterrupt]: (event) => {
        if (model.signal.aborted) event.interrupt();
        return undefined;
      },
      [callbackType.ipmInterrupt]: (event) => {
        if (model.signal.aborted) event.interrupt();
        return undefined;
      },
      [callbackType.mipInterrupt]: (event) => {
        const { mip_dual_bound: dual, mip_primal_bound: primal } = event.data;
        if (isKnown(dual)) bound = dual;
        if (isKnown(dual) && isKnown(primal)) model.onProgress({ objective: primal, bound: dual });
        if (model.signal.aborted) event.interrupt();
        return undefined;
      },
    };
    const { modelStatus: status } = solver.run(callbacks);
    if (status === modelStatus.infeasible) return { ...none, status: 'infeasible' };
    const isMip = integers && model.variables.some(({ integer }) => integer);
    const hasPoint = solver.info.get('primal_solution_status') === solutionStatus.feasible;
    if (isMip) {
      const dual = solver.info.get('mip_dual_bound');
      if (typeof dual === 'number' && isKnown(dual)) bound = dual;
    }
    if (!hasPoint) return { ...none, bound };
    const objective = solver.getObjectiveValue();
    const { colValue, rowDual } = solver.getSolution();
    const optimal = status === modelStatus.optimal;
    return {
      status: optimal ? 'optimal' : 'feasible',
      values: Array.from(colValue),
      objective,
      bound: optimal && !isMip ? objective : bound,
      duals: optimal && !isMip ? Array.from(rowDual) : null,
    };
  });
}

function isKnown(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && Math.abs(value) < 1e29;
}

/** A model without variables: its rows hold or they do not. */
function runEmpty(model: MipModel): LpResult {
  const holds = model.constraints.every(({ lower, upper }) => lower <= 0 && upper >= 0);
  return holds
    ? {
        status: 'optimal',
        values: [],
        objective: 0,
        bound: 0,
        duals: model.constraints.map(() => 0),
      }
    : { status: 'infeasible', values: null, objective: null, bound: null, duals: null };
}

function toModelData(highs: Highs, model: MipModel, integers: boolean): ModelData {
  const { variables, constraints } = model;
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const row of constraints) {
    for (let at = 0; at < row.variables.length; at++) {
      indices.push(row.variables[at]!);
      values.push(row.coefficients[at]!);
    }
    starts.push(indices.length);
  }
  const { integer, continuous } = highs.constants.variableType;
  return {
    numCols: variables.length,
    numRows: constraints.length,
    colCost: variables.map(({ cost }) => cost),
    colLower: variables.map(({ lower }) => lower),
    colUpper: variables.map(({ upper }) => upper),
    rowLower: constraints.map(({ lower }) => lower),
    rowUpper: constraints.map(({ upper }) => upper),
    matrix: {
      format: 'csr',
      numRows: constraints.length,
      numCols: variables.length,
      starts,
      indices,
      values,
    },
    ...(integers
      ? { integrality: variables.map((each) => (each.integer ? integer : continuous)) }
      : {}),
  };
}

function checkModel({ variables, constraints, start }: MipModel): void {
  for (const { lower, upper, cost } of variables) {
    if (Number.isNaN(lower) || Number.isNaN(upper) || !Number.isFinite(cost)) {
      refuse(`expected bounds and a finite cost, got ${lower}, ${upper} and ${cost}`);
    }
  }
  for (const row of constraints) {
    if (row.variables.length !== row.coefficients.length) {
      refuse(
        `expected one coefficient a variable, got ${row.coefficients.length} for ` +
          `${row.variables.length}`,
      );
    }
    if (Number.isNaN(row.lower) || Number.isNaN(row.upper)) refuse('expected row limits, got NaN');
    row.variables.forEach((variable, at) => {
      if (variables[variable] === undefined) refuse(`expected a variable, got index ${variable}`);
      if (!Number.isFinite(row.coefficients[at])) {
        refuse(`expected a finite coefficient, got ${row.coefficients[at] ?? 'nothing'}`);
      }
    });
  }
  if (start !== null && start.length !== variables.length) {
    refuse(`expected a start of ${variables.length} values, got ${start.length}`);
  }
}

function refuse(message: string): never {
  throw new AgnerError('INVALID_INPUT', message);
}
