export * from './apply-changes.ts';
export * from './compute-proposals.ts';
export * from './look-at-day.ts';
export * from './propose-changes.ts';
