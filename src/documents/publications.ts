/** Requests and answers about published rosters and the audit trail. */
import * as z from 'zod';
import { AUDIT_ACTIONS, type AuditEntry, type AuditVerification } from '../domain/audit.ts';
import { type DocumentId } from '../domain/ids.ts';
import { type Publication } from '../domain/publication.ts';
import { type OwnShifts } from '../use-cases/index.ts';
import { shiftSchema } from './shift-schema.ts';
import { dateText, keyed, nameText } from './text-values.ts';

const rosterId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'expected an id or "latest"' })
  .meta({ description: 'Id of a stored roster, or "latest"' });

/** POST /publications */
export const publicationRequest = keyed({
  roster: rosterId.default('latest'),
  note: z
    .string()
    .max(2000)
    .regex(/^\P{Cc}*$/u, { error: 'expected a note without control characters' })
    .default('')
    .meta({ description: 'What those who read it later should know' }),
}).meta({ title: 'PublicationRequest', example: { roster: 'latest', note: 'as agreed' } });

/** Query of GET /me/shifts. */
export const ownShiftsQuery = {
  from: dateText.meta({ description: 'First local day', example: '2026-03-23' }),
  to: dateText.meta({ description: 'Last local day', example: '2026-03-29' }),
};

/** POST /feeds */
export const feedRequest = keyed({
  agent: nameText.meta({ description: 'Id of a person in rosters', examples: ['a01'] }),
}).meta({ title: 'FeedRequest', example: { agent: 'a01' } });

/** Query of GET /audit-log, beside its page. */
export const auditQuery = {
  site: nameText.optional().meta({ description: 'Changes of one site; without, of all' }),
};

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime();
const position = z.int().min(1);

export const auditEntrySchema: z.ZodType<AuditEntry> = keyed({
  position,
  at: instant,
  actor: z.string(),
  token: z.string().nullable(),
  action: z.enum(AUDIT_ACTIONS),
  site: z.string().nullable(),
  subject: z.string(),
  before: hash.nullable(),
  after: hash.nullable(),
  hash,
});

export const auditVerificationSchema: z.ZodType<AuditVerification> = keyed({
  lines: z.int().min(0),
  head: hash.nullable(),
  broken: keyed({
    position,
    fault: z.enum(['missing', 'altered', 'content-differs']),
    subject: z.string().nullable(),
  }).nullable(),
});

export const publicationSchema: z.ZodType<Publication> = keyed({
  id: z.string(),
  site: z.string(),
  plan: z.string(),
  version: position,
  roster: z.string().transform((id) => id as DocumentId),
  from: dateText,
  to: dateText,
  publishedAt: instant,
  publishedBy: z.string(),
  note: z.string(),
});

export const ownShiftsSchema: z.ZodType<OwnShifts> = keyed({
  agent: z.string(),
  from: dateText,
  to: dateText,
  shifts: z.array(keyed({ ...shiftSchema.shape, publication: z.string() })),
});
