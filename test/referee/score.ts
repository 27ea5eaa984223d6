import { type ConfidentMean } from '../../src/domain/index.ts';
import { studentQuantile } from '../../src/simulation/index.ts';

/** One figure of a formula beside the same figure simulated. */
export interface Check {
  readonly model: string;
  readonly case: string;
  readonly measure: string;
  readonly formula: number;
  readonly simulated: number;
  readonly z: number;
}

/** A formula made wrong on purpose, and how far the worst of its figures then lies off. */
export interface Fault {
  readonly model: string;
  readonly fault: string;
  readonly worst: Check;
}

/** Figures by name; `null` for one that does not exist. */
export type Figures = Readonly<Record<string, number | null>>;

/** What was simulated, by the same names, each from as many runs. */
export type Estimates = Readonly<Record<string, ConfidentMean | null>>;

/** Checks every figure that a formula gives and that chance can move, each once. */
export function score(
  model: string,
  name: string,
  formula: Figures,
  { estimates, runs }: { readonly estimates: Estimates; readonly runs: number },
): Check[] {
  const perError = studentQuantile(0.975, runs - 1);
  const checks: Check[] = [];
  for (const [measure, value] of Object.entries(formula)) {
    const estimate = estimates[measure];
    if (estimate === undefined) throw new Error(`${model}: nothing simulated for ${measure}`);
    if (value === null || estimate === null) {
      if ((value ?? 0) === 0 && (estimate?.mean ?? 0) === 0) continue;
      throw new Error(`${model}, ${name}: ${measure} is ${value} beside ${estimate?.mean}`);
    }
    const error = estimate.halfWidth / perError;
    // What no chance can move is the same or wrong.
    if (error === 0 && Math.abs(estimate.mean - value) < 1e-9) continue;
    const z = error === 0 ? Infinity : (estimate.mean - value) / error;
    // Where nobody is turned away or hangs up, several definitions are one figure.
    if (checks.some((check) => isSame(check.formula, value) && check.simulated === estimate.mean)) {
      continue;
    }
    checks.push({ model, case: name, measure, formula: value, simulated: estimate.mean, z });
  }
  return checks;
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-12 * Math.abs(b);
}

export function worstOf(checks: readonly Check[]): Check {
  return checks.reduce((worst, check) => (Math.abs(check.z) > Math.abs(worst.z) ? check : worst));
}

/** A fault scored against runs that the right formula has been scored against. */
export function scoreFault(
  model: string,
  fault: string,
  wrong: Figures,
  simulated: { readonly estimates: Estimates; readonly runs: number },
): Fault {
  return { model, fault, worst: worstOf(score(model, fault, wrong, simulated)) };
}
