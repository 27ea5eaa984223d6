export { type ApiServer, type ServerOptions, startServer } from './server.ts';
