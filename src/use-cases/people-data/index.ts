export * from './erase-person.ts';
export * from './export-person.ts';
export * from './forget-old.ts';
export * from './person-ports.ts';
export * from './pseudonymise.ts';
