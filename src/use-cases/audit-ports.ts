/** What the audit trail needs from the world. */
import { type AuditEntry, type AuditVerification } from '../domain/index.ts';

/** The part of the store that tells who changed what; lines are added by the changes themselves. */
export interface AuditStore {
  /** Newest first, of one site or (`null`) of all and of users; `before` is a position or `null`. */
  listAudit(
    site: string | null,
    page: { readonly before: number | null; readonly limit: number },
  ): Promise<readonly AuditEntry[]>;
  /** Checks every line, and that plans and published rosters are still what the trail says. */
  verifyAudit(): Promise<AuditVerification>;
  /** Whether a line has this hash: a last line that was noted elsewhere shows an end cut off. */
  hasAuditHash(hash: string): Promise<boolean>;
}
