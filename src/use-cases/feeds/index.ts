export * from './add-feed.ts';
export * from './feed-ports.ts';
export * from './show-feed.ts';
