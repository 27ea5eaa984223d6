export { type StoreLocation } from './database.ts';
export { openLogTable } from './log-table.ts';
export { type OpenedStore, openStore } from './open-store.ts';
export { databaseKeeper } from './keeping/keeper.ts';
