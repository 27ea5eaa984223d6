export * from './approve-timesheets.ts';
export * from './learn-shrinkage.ts';
export * from './show-timesheets.ts';
export * from './timesheet-ports.ts';
