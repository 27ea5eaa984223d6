export * from './compute-explanation.ts';
export * from './explain-day.ts';
