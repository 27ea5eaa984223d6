import { createHash, randomBytes } from 'node:crypto';
import { type Secrets } from '../use-cases/index.ts';
import { hashPassword, verifyPassword } from './scrypt-password.ts';

/** Secrets from the machine's own source of randomness. */
export const systemSecrets: Secrets = {
  hashPassword,
  verifyPassword,
  newSecret: () => randomBytes(32).toString('base64url'),
  digest: (secret) => createHash('sha256').update(secret).digest('hex'),
};
