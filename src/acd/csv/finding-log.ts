import { type Finding, type FindingCode } from '../../domain/index.ts';

/** What a finding says beside its defaults: a warning about a row that was left out. */
export type Told = Pick<Finding, 'code'> & Partial<Omit<Finding, 'code'>>;

export interface FindingLog {
  readonly tell: (told: Told) => void;
  /** All that was told, in order; of each kind at most 200, then one with `details.more`. */
  readonly list: () => readonly Finding[];
}

const MOST_OF_A_KIND = 200;

/** Collects findings. A file of a million bad rows must not give a million findings. */
export function startFindings(): FindingLog {
  const findings: Finding[] = [];
  const kinds = new Map<string, { readonly sample: Finding; count: number }>();
  return {
    tell: (told) => {
      const finding: Finding = { ...PLAIN, ...told };
      const key = `${finding.code} ${finding.action}`;
      const kind = kinds.get(key) ?? { sample: finding, count: 0 };
      kinds.set(key, kind);
      kind.count++;
      if (kind.count <= MOST_OF_A_KIND) findings.push(finding);
    },
    list: () => [
      ...findings,
      ...[...kinds.values()]
        .filter(({ count }) => count > MOST_OF_A_KIND)
        .map(({ sample: { code, severity, action }, count }) => ({
          ...PLAIN,
          code,
          severity,
          action,
          details: { more: count - MOST_OF_A_KIND },
        })),
    ],
  };
}

const PLAIN: Omit<Finding, 'code'> = {
  severity: 'warning',
  queue: null,
  line: null,
  column: null,
  interval: null,
  action: 'left-out',
  details: {},
};

/** Text from a file as findings and messages carry it: at most 60 characters, none invisible. */
export function shownText(text: string): string {
  const cut = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return cut.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** "bad-number, column offered, "1e999"" for a sentence about the first of many. */
export function shortText(finding: Finding): string {
  const { code, column, details } = finding;
  const got = details['got'];
  return [
    code satisfies FindingCode,
    column === null ? '' : `column ${column}`,
    got === undefined ? '' : `got "${got}"`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
