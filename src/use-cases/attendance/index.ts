export * from './attend-day.ts';
export * from './attendance-ports.ts';
export * from './except-schedule.ts';
export * from './logged-states.ts';
export * from './measure-attendance.ts';
export * from './published-schedule.ts';
