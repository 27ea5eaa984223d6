/** What looking after a database needs from the world: backups, restoring, a check-up. */
import { type Signature } from '../domain/index.ts';
import { type WorkContext } from './ports.ts';

/** What a backup holds. */
export interface BackupSummary {
  /** Program that wrote it. */
  readonly program: string;
  /** ISO instant, UTC: everything acknowledged before is in it. */
  readonly createdAt: string;
  /** Kind of database that it was made of; it can be restored to either. */
  readonly database: 'sqlite' | 'postgres';
  /** Rows by table. */
  readonly rows: Readonly<Record<string, number>>;
  /** SHA-256 (hex) of its unpacked content but the last line, where it stands. */
  readonly sha256: string;
  /** Last line of the audit trail; `null` for an empty one. */
  readonly auditHead: string | null;
}

/** One thing that was looked at. Words for people are made by whoever shows it. */
export interface Check {
  readonly name: CheckName;
  /** A warning can wait, a failure cannot. */
  readonly status: 'ok' | 'warning' | 'failed';
  readonly figures: Readonly<Record<string, string | number | boolean | null>>;
}

export type CheckName =
  'versions' | 'zones' | 'disk' | 'database' | 'settings' | 'migrations' | 'content' | 'audit';

/** Looks after one database. Nothing here creates or migrates one, except `restore`. */
export interface DatabaseKeeper {
  /**
   * Hands a backup to `write`, as of one instant, while others go on writing.
   *
   * @throws {AgnerError} `NOT_FOUND` where there is no database, `STORAGE` for one that a newer
   *   program changed, `CANCELLED`, and what `write` throws
   */
  backUp(
    write: (chunks: AsyncIterable<Uint8Array>) => Promise<void>,
    createdAt: string,
    context: WorkContext,
  ): Promise<BackupSummary>;
  /**
   * Puts a backup in place of all that the database holds, in one transaction, after it was read to
   * its end and found whole. `open` is called twice.
   *
   * @throws {AgnerError} `INVALID_INPUT` for a file that is damaged or none of ours, `UNSUPPORTED`
   *   for one of a newer program, `CANCELLED`; nothing is changed then
   */
  restore(
    open: () => AsyncIterable<Uint8Array>,
    by: Signature,
    context: WorkContext,
  ): Promise<BackupSummary>;
  /** Looks at everything that a database needs; a database that cannot be opened is a finding. */
  examine(): Promise<readonly Check[]>;
}
