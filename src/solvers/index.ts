export { createHighsSolver } from './highs/highs-solver.ts';
