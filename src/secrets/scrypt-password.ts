import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { AgnerError } from '../domain/index.ts';
import { takeTurns } from './take-turns.ts';

/** Cost of one guess: N = 2^logN, r, p. */
interface Cost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/**
 * 64 MiB and some 0.2 s a guess; OWASP's Password Storage Cheat Sheet names this among its
 * equivalent scrypt settings (N = 2^16, r = 8, p = 2).
 */
const COST: Cost = { logN: 16, r: 8, p: 2 };

const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** Two at a time and some waiting: guessing must not take all memory or all threads. */
const turns = takeTurns({ atOnce: 2, waiting: 50 });

/** "scrypt$16$8$2$salt$key", salt and key in base64url. Throws `BUSY` where too many wait. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, KEY_BYTES, COST);
  return ['scrypt', COST.logN, COST.r, COST.p, encode(salt), encode(key)].join('$');
}

/** Whether a password is the one of a hash; against `null` it is not, after the same work. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  if (hash === null) {
    await derive(password, randomBytes(SALT_BYTES), KEY_BYTES, COST);
    return false;
  }
  const match = /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w-]+)\$([\w-]+)$/.exec(hash);
  if (match === null) {
    throw new AgnerError('STORAGE', 'expected a password hash in the form scrypt$N$r$p$salt$key');
  }
  const [, logN, r, p, salt, key] = match;
  const expected = Buffer.from(key!, 'base64url');
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) };
  const derived = await derive(
    password,
    Buffer.from(salt!, 'base64url'),
    expected.byteLength,
    cost,
  );
  return timingSafeEqual(derived, expected);
}

/** Unicode in one form, so that the same keys on another keyboard give the same password. */
function derive(
  password: string,
  salt: Uint8Array,
  keyBytes: number,
  { logN, r, p }: Cost,
): Promise<Buffer> {
  const options = { N: 2 ** logN, r, p, maxmem: 2 ** (logN + 8) * r };
  return turns(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) => {
          if (error === null) resolve(key);
          else reject(error);
        });
      }),
  );
}

function encode(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
