export { type StoreLocation } from './database.ts';
export { openStore } from './open-store.ts';
