export * from './live-feed.ts';
export * from './live-ports.ts';
export * from './live-state.ts';
export * from './watch-live.ts';
