import { type Erasing } from './person-ports.ts';

/** Under these keys documents hold ids of people. */
const PERSON_KEYS: ReadonlySet<string> = new Set(['agent', 'agents', 'person', 'people']);

/** What a plan says of one person alone, and what is left of it. */
const FORGOTTEN: Readonly<Record<string, unknown>> = {
  availability: [],
  leave: [],
  wishes: [],
  locks: [],
  employedFrom: undefined,
  employedTo: undefined,
  noNights: undefined,
};

/**
 * A document (plan, roster) with the pseudonym in the person's place. Of the person's own entry
 * contract and skills stay, which totals need; availability, leave, wishes and the like go.
 */
export function pseudonymise<T>(document: T, person: Erasing): T {
  return replaced(document, null, person) as T;
}

function replaced(value: unknown, key: string | null, person: Erasing): unknown {
  if (typeof value === 'string') {
    const isId = key !== null && PERSON_KEYS.has(key) && value === person.agent;
    return isId ? person.pseudonym : value;
  }
  if (Array.isArray(value)) return value.map((item) => replaced(item, key, person));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  if (key === 'agents' && (value as { id?: unknown }).id === person.agent) {
    return Object.fromEntries(
      entries
        .map(([name, entry]) => [name, ownEntry(name, entry, person)] as const)
        .filter(([, entry]) => entry !== undefined),
    );
  }
  return Object.fromEntries(entries.map(([name, entry]) => [name, replaced(entry, name, person)]));
}

function ownEntry(key: string, value: unknown, { pseudonym }: Erasing): unknown {
  if (key === 'id' || key === 'name') return pseudonym;
  return key in FORGOTTEN ? FORGOTTEN[key] : value;
}

/**
 * Text for people, with the pseudonym wherever the id or a name stands as words of their own. What
 * holds no letter is taken for a number.
 */
export function pseudonymiseText(text: string, { agent, names, pseudonym }: Erasing): string {
  return [...names, agent]
    .filter((word) => word.length > 1 && /\p{L}/u.test(word))
    .sort((a, b) => b.length - a.length)
    .reduce((left, word) => left.replaceAll(wordOf(word), pseudonym), text);
}

function wordOf(word: string): RegExp {
  const quoted = word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_])${quoted}(?![\\p{L}\\p{N}_])`, 'gu');
}
