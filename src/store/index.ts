export { type StoreLocation } from './database.ts';
export { systemIdentity } from './identity.ts';
export { openStore } from './open-store.ts';
