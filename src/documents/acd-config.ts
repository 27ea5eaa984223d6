import * as z from 'zod';
import { checkValue, expected } from './issues.ts';
import { durationText, keyed, nameText, positiveDurationText, zoneText } from './text-values.ts';
import { readWritten } from './written-text.ts';

/** Texts that a message must not repeat. */
const secretText = z
  .string({ error: 'expected a secret in quotes' })
  .min(1, { error: 'expected a secret in quotes' })
  .max(500, { error: 'expected a secret of at most 500 characters' })
  .regex(/^[^\r\n]*$/, { error: 'expected a secret of one line' });

const lineText = z
  .string({ error: expected('text') })
  .min(1, { error: expected('text') })
  .max(300, { error: expected('at most 300 characters') })
  .regex(/^[^\r\n]*$/, { error: expected('one line') });

const SYSTEMS = ['asterisk', 'freeswitch'] as const;

export type AcdSystem = (typeof SYSTEMS)[number];

/** Port where an ACD listens; `null` for TLS where it speaks none. */
const PORTS: Readonly<Record<AcdSystem, { readonly plain: number; readonly tls: number | null }>> =
  {
    asterisk: { plain: 5038, tls: 5039 },
    freeswitch: { plain: 8021, tls: null },
  };

const acdConfigText = keyed({
  system: z.enum(SYSTEMS, { error: expected('asterisk or freeswitch') }),
  name: nameText.optional().meta({ description: 'What answers call this ACD' }),
  host: lineText,
  port: z
    .int({ error: expected('a port') })
    .min(1)
    .max(65_535)
    .optional(),
  tls: z
    .union([z.boolean(), keyed({ ca: lineText })], { error: expected('true, false or ca: FILE') })
    .optional(),
  username: lineText.optional(),
  secret: secretText.optional(),
  site: nameText.optional(),
  zone: zoneText.optional(),
  interval: positiveDurationText.optional(),
  threshold: durationText.optional(),
  wrapUp: durationText.optional(),
  queues: z
    .record(
      nameText,
      keyed({ threshold: durationText.optional(), wrapUp: durationText.optional() }),
    )
    .optional(),
  wrapUpReasons: z.array(lineText).max(100).optional(),
  agents: z.record(lineText, nameText).optional(),
  activities: z.record(lineText, nameText).optional(),
  snapshotEvery: positiveDurationText.optional(),
  queueLog: keyed({ path: lineText, log: nameText.optional() }).optional(),
}).superRefine(({ system, username, tls = false, queueLog }, context) => {
  const refuse = (key: string, message: string): void => {
    context.addIssue({ code: 'custom', path: [key], message });
  };
  if (system === 'asterisk' && username === undefined) refuse('username', 'expected a username');
  if (system !== 'freeswitch') return;
  if (username !== undefined) refuse('username', 'the event socket of a freeswitch has no users');
  if (tls !== false) refuse('tls', 'the event socket of a freeswitch speaks no TLS: use a tunnel');
  if (queueLog !== undefined) refuse('queueLog', 'a freeswitch writes no queue log');
});

/** How the program reaches an ACD, and what it has to know that the ACD does not tell. */
export interface AcdConfig {
  readonly system: AcdSystem;
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** `ca` is the path of a certificate that is trusted alone. */
  readonly tls: { readonly ca: string | null } | null;
  /** `null` where the ACD knows no users. */
  readonly username: string | null;
  /** `null` where the file leaves it to the environment. */
  readonly secret: string | null;
  readonly site: string | null;
  readonly zone: string | null;
  readonly stepSeconds: number;
  readonly thresholdSecondsOf: (queue: string) => number | null;
  readonly wrapUpSecondsOf: (queue: string) => number | null;
  readonly wrapUpReasons: readonly string[];
  /** Names of people by interface or by what the ACD calls them. */
  readonly agentNames: Readonly<Record<string, string>>;
  /** Scheduled activities, by name or kind, that reasons of pauses stand for. */
  readonly activities: Readonly<Record<string, string>>;
  readonly snapshotEverySeconds: number;
  readonly queueLog: { readonly path: string; readonly log: string } | null;
}

/**
 * Reads a configured ACD, YAML or JSON. Messages never repeat a secret.
 *
 * @throws {AgnerError} `INVALID_INPUT` with line and column
 */
export function readAcdConfig(text: string, source: string): AcdConfig {
  const { value, locate } = readWritten(text, source);
  const written = checkValue(acdConfigText, value, source, locate);
  const { tls = false, queues = {} } = written;
  const ports = PORTS[written.system];
  const ofQueue = (queue: string) => (Object.hasOwn(queues, queue) ? queues[queue]! : {});
  return {
    system: written.system,
    name: written.name ?? written.system,
    host: written.host,
    port: written.port ?? (tls === false ? ports.plain : (ports.tls ?? ports.plain)),
    tls: tls === false ? null : { ca: tls === true ? null : tls.ca },
    username: written.username ?? null,
    secret: written.secret ?? null,
    site: written.site ?? null,
    zone: written.zone ?? null,
    stepSeconds: written.interval ?? 900,
    thresholdSecondsOf: (queue) => ofQueue(queue).threshold ?? written.threshold ?? null,
    wrapUpSecondsOf: (queue) => ofQueue(queue).wrapUp ?? written.wrapUp ?? null,
    wrapUpReasons: written.wrapUpReasons ?? [],
    agentNames: written.agents ?? {},
    activities: written.activities ?? {},
    snapshotEverySeconds: written.snapshotEvery ?? 30,
    queueLog:
      written.queueLog === undefined
        ? null
        : { path: written.queueLog.path, log: written.queueLog.log ?? 'queue_log' },
  };
}
