import { type AuditEntry } from '../domain/index.ts';
import { type Page, readPage, unknownCursor } from './pages.ts';
import { type World } from './sources.ts';

/** Who changed what, newest first, a page at a time: of one site, or (`null`) of all and of users. */
export async function readAuditPage(
  { store }: Pick<World, 'store'>,
  site: string | null,
  part: { readonly cursor: string | null; readonly limit: number },
): Promise<Page<AuditEntry>> {
  return readPage(
    'audit-log',
    part,
    ({ after, limit }) => store.listAudit(site, { before: positionOf(after), limit }),
    ({ position }) => String(position),
  );
}

/** Position of a line that a cursor names. */
function positionOf(after: string | null): number | null {
  if (after === null) return null;
  const position = Number(after);
  if (!Number.isInteger(position) || position < 1 || position >= 2 ** 31) throw unknownCursor();
  return position;
}
