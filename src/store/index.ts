export { type StoreLocation } from './database.ts';
export { openStore } from './open-store.ts';
export { databaseKeeper } from './keeping/keeper.ts';
