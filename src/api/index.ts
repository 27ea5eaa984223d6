export { type ApiServer, startServer } from './server.ts';
