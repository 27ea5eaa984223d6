export * from './live-ports.ts';
export * from './live-state.ts';
