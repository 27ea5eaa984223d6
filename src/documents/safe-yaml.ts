import {
  Composer,
  CST,
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  Parser,
  type ParsedNode,
} from 'yaml';
import { type AgnerError } from '../domain/errors.ts';
import { type Locate, type Path, quoted } from './issues.ts';
import {
  checkText,
  faultAt,
  keyFault,
  lineAndColumn,
  type Located,
  MAX_DEPTH,
} from './located-text.ts';

/**
 * Parses one document of YAML 1.2 (core schema: `no`, dates and 22:30 stay text) and keeps the
 * place of every part. What lets YAML be more than data is refused with its line: anchors and
 * aliases, merge keys, tags, directives, a second document; so are tabs as indentation, keys that
 * stand twice, prototype keys, and nesting beyond 64 levels.
 *
 * @throws {AgnerError} `INVALID_INPUT`; `TOO_LARGE` beyond `maxCharacters`
 *
 * Cost: O(characters), before anything is built.
 */
export function parseLocatedYaml(text: string, source: string, maxCharacters: number): Located {
  const bare = checkText(text, source, maxCharacters);
  const fault = (offset: number, message: string) => faultAt(bare, source, offset, message);

  const tokens = parseTokens(bare, fault);
  // The package's own search for repeated keys compares all with all; `plain` uses a set.
  const composer = new Composer({ schema: 'core', uniqueKeys: false, logLevel: 'silent' });
  const [document, second] = [...composer.compose(tokens, true, bare.length)];
  const [error] = document?.errors ?? [];
  if (error !== undefined) throw fault(error.pos[0], errorText(error.code, error.message));
  if (second !== undefined) throw fault(second.range[0], SECOND_DOCUMENT);
  if (document === undefined) throw fault(0, 'expected content, got an empty text');

  const root = document.contents;
  const value = root === null ? null : plain(root, fault);
  return { value, locate: locator(document, bare) };
}

type Fault = (offset: number, message: string) => AgnerError;

/** Words and marks of YAML that are read at most: about two seconds of work at worst. */
const MAX_LEXEMES = 250_000;

/** The text as the package's tokens; stops at the first word that is more than data. */
function parseTokens(text: string, fault: Fault): CST.Token[] {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let documents = 0;
  let lexemes = 0;
  let isContent = false;
  for (const lexeme of new Lexer().lex(text)) {
    const type = isContent ? 'scalar' : CST.tokenType(lexeme);
    isContent = lexeme === CST.SCALAR;
    const refused = REFUSED_TOKENS[type ?? ''];
    if (refused !== undefined) throw fault(parser.offset, refused);
    if (type === 'doc-start' && ++documents > 1) throw fault(parser.offset, SECOND_DOCUMENT);
    if (++lexemes > MAX_LEXEMES)
      throw fault(parser.offset, 'expected less YAML in one file: write JSON, or agents as CSV');
    for (const token of parser.next(lexeme)) tokens.push(token);
    // The document itself and the value at hand stand on the stack, too.
    if (parser.stack.length > MAX_DEPTH + 2) {
      throw fault(parser.offset, `expected at most ${MAX_DEPTH} levels of nesting`);
    }
  }
  return [...tokens, ...parser.end()];
}

const SECOND_DOCUMENT = 'expected one document, got a second';

const REFUSED_TOKENS: Readonly<Record<string, string>> = {
  alias: 'aliases (*name) are not taken: write the value out',
  anchor: 'anchors (&name) are not taken: write the value out',
  tag: 'tags (!name) are not taken: write plain values',
  'directive-line': 'directives (%NAME) are not taken',
};

/** Plain data of a composed node. */
function plain(node: ParsedNode, fault: Fault): unknown {
  if (isScalar(node)) {
    const { value } = node;
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw fault(node.range[0], `expected a finite number, got ${quoted(node.source)}`);
    }
    if (typeof value === 'number' && !/^[-+]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(node.source)) {
      throw fault(node.range[0], `expected a decimal number, got ${quoted(node.source)}`);
    }
    return value;
  }
  if (isSeq(node)) return node.items.map((item) => plain(item, fault));
  if (!isMap(node)) throw fault(node.range[0], 'expected a value');
  const object: Record<string, unknown> = {};
  const seen = new Set<string>();
  for (const { key, value } of node.items) {
    const offset = key.range[0];
    if (!isScalar(key) || key.value === null) throw fault(offset, 'expected a key that is text');
    const name = keyName(key);
    if (name === '<<') throw fault(offset, 'merge keys (<<) are not taken: write the values out');
    const wrong = keyFault(name, seen);
    if (wrong !== null) throw fault(offset, wrong);
    seen.add(name);
    object[name] = value === null ? null : plain(value, fault);
  }
  return object;
}

/** A key as written: 10 and true are keys "10" and "true". */
function keyName(key: { readonly value: unknown; readonly source?: string | undefined }): string {
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

function locator(document: Document.Parsed, text: string): Locate {
  return (parts) =>
    parts.map(({ path, at }) => {
      const offset = offsetOf(document.contents, path, at);
      return offset === null ? null : lineAndColumn(text, offset);
    });
}

/** Where a value starts, or the key that it stands under; an empty value stands at its key. */
function offsetOf(root: unknown, path: Path, at: 'key' | 'value'): number | null {
  let node = root;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const [index, step] of path.entries()) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && keyName(item.key) === step);
      if (!isPair(pair) || !isNode(pair.key)) return null;
      const wantsKey = at === 'key' && index === path.length - 1;
      const { range } = isNode(pair.value) && !wantsKey ? pair.value : pair.key;
      offset = range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      if (!isNode(node)) return null;
      offset = node.range?.[0] ?? offset;
    } else {
      return null;
    }
  }
  return offset;
}

function errorText(code: string, message: string): string {
  if (code === 'TAB_AS_INDENT') return 'tabs cannot indent YAML: use spaces';
  if (code === 'MULTIPLE_DOCS') return SECOND_DOCUMENT;
  return `not valid YAML: ${message.split('\n')[0] ?? code}`;
}
