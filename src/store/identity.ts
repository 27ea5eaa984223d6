import { randomBytes } from 'node:crypto';
import type { Identity } from '../use-cases/index.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** The machine's clock, and ids of 80 random bits in Crockford's base 32 ("fc_7x2c..."). */
export const systemIdentity: Identity = {
  now: () => new Date().toISOString(),
  newId: (prefix) =>
    `${prefix}_${Array.from(randomBytes(16), (byte) => ALPHABET[byte % 32]!).join('')}`,
};
