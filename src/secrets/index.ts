export { systemSecrets } from './system-secrets.ts';
