import { isMap, isNode, isScalar, isSeq, parseDocument, visit, type YAMLMap } from 'yaml';
import { type Erasing, pseudonymiseText } from '../use-cases/index.ts';

/** What stays of a person's entry. */
const KEPT: ReadonlySet<string> = new Set(['contract', 'skills']);

/**
 * A plan's text without a person: of the entry id and name become the pseudonym, contract and
 * skills stay, comments beside it go. All else stays, but for the person's id and names in comments.
 *
 * @param text YAML or JSON, as it was written; what cannot be read is taken as words
 */
export function erasePlanText(text: string, person: Erasing): string {
  if (/^\ufeff?\s*\{/.test(text)) {
    try {
      return `${JSON.stringify(withoutEntry(JSON.parse(text), person), null, 2)}\n`;
    } catch {
      // A flow mapping of YAML begins so too.
    }
  }
  const document = parseDocument(text, { schema: 'core', logLevel: 'silent' });
  if (document.errors.length > 0 || !isMap(document.contents))
    return pseudonymiseText(text, person);
  const agents = document.contents.get('agents');
  if (isSeq(agents)) {
    for (const [at, entry] of agents.items.entries()) {
      if (!isMap(entry) || String(entry.get('id')) !== person.agent) continue;
      eraseEntry(entry, person);
      // What stands before the first entry is taken for the list's.
      if (at === 0) agents.commentBefore = null;
    }
  }
  const clean = (comment: string) => pseudonymiseText(comment, person);
  visit(document, (_, node) => {
    if (!isNode(node)) return;
    if (node.comment != null) node.comment = clean(node.comment);
    if (node.commentBefore != null) node.commentBefore = clean(node.commentBefore);
  });
  document.comment = clean(document.comment ?? '');
  document.commentBefore = clean(document.commentBefore ?? '');
  return document.toString({ lineWidth: 0 });
}

function withoutEntry(plan: unknown, { agent, pseudonym }: Erasing): unknown {
  const { agents } = plan as { agents?: unknown };
  if (!Array.isArray(agents)) return plan;
  const erased = (entry: { id?: unknown; contract?: unknown; skills?: unknown }) =>
    String(entry.id) === agent
      ? { id: pseudonym, name: pseudonym, contract: entry.contract, skills: entry.skills }
      : entry;
  return { ...(plan as object), agents: agents.map(erased) };
}

function eraseEntry(entry: YAMLMap, { pseudonym }: Erasing): void {
  entry.comment = null;
  entry.commentBefore = null;
  for (const { key } of [...entry.items]) {
    const name = isScalar(key) ? String(key.value) : '';
    if (name === 'id' || name === 'name') entry.set(name, pseudonym);
    else if (!KEPT.has(name)) entry.delete(key);
  }
  // What is said beside a value that stays may be of the person.
  visit(entry, (_, node) => {
    if (!isNode(node)) return;
    node.comment = null;
    node.commentBefore = null;
  });
}
