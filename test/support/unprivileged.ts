import { execFileSync } from 'node:child_process';

/** Ids to give to `spawn`, so that a child runs without root's rights. */
export interface UserIds {
  readonly uid: number;
  readonly gid: number;
}

/**
 * As whom a child must run that may not have root's rights: `{}` (as we are) unless we are root;
 * `null` if we are root and the machine has neither a user "postgres" nor "nobody".
 */
export function unprivileged(): UserIds | Record<string, never> | null {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const [uid, gid] = ['-u', '-g'].map((flag) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' })),
      );
      return { uid: uid!, gid: gid! };
    } catch {
      // No such user: try the next.
    }
  }
  return null;
}
