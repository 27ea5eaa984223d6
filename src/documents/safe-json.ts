import { type Path } from './issues.ts';
import {
  checkText,
  faultAt,
  keyFault,
  lineAndColumn,
  type Located,
  MAX_DEPTH,
} from './located-text.ts';

/** Largest JSON text that is read, in characters: a year of quarter-hours for many queues. */
const MAX_JSON_CHARACTERS = 256 * 1024 * 1024;

/**
 * Parses JSON (RFC 8259) and nothing more: no NaN, comments or trailing commas. A key that stands
 * twice, `__proto__` and its like, and nesting beyond 64 levels are refused, with line and column.
 *
 * @throws {AgnerError} `INVALID_INPUT`; `TOO_LARGE` for a text beyond 256 Mi characters
 *
 * @param line line of the source that the text begins on
 *
 * Cost: O(characters).
 */
export function parseJson(text: string, source: string, line = 1): unknown {
  return parse(checkText(text, source, MAX_JSON_CHARACTERS), source, () => undefined, line);
}

/** The same, with the place of every part; a place is found by reading the text once more. */
export function parseLocatedJson(text: string, source: string, maxCharacters: number): Located {
  const bare = checkText(text, source, maxCharacters);
  return {
    value: parse(bare, source, () => undefined),
    locate: (parts) => {
      const offsets = new Map(parts.map((part) => [partKey(part.path, part.at), -1]));
      parse(bare, source, (path, keyOffset, valueOffset) => {
        for (const [at, offset] of [
          ['key', keyOffset],
          ['value', valueOffset],
        ] as const) {
          const key = partKey(path, at);
          if (offsets.has(key)) offsets.set(key, offset);
        }
      });
      return parts.map((part) => {
        const offset = offsets.get(partKey(part.path, part.at)) ?? -1;
        return offset === -1 ? null : lineAndColumn(bare, offset);
      });
    },
  };
}

/** Told the way to each value, where its key starts (or it itself, without a key) and where it does. */
type OnValue = (path: Path, keyOffset: number, valueOffset: number) => void;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const SPACE = /[ \t\n\r]*/y;
const WORD = /[^\s,:\]}"[{]{0,60}/y;

function parse(text: string, source: string, onValue: OnValue, line = 1): unknown {
  const path: PropertyKey[] = [];
  let at = 0;

  const fault = (message: string, offset = at) => faultAt(text, source, offset, message, line);
  const skipSpace = () => {
    SPACE.lastIndex = at;
    SPACE.exec(text);
    at = SPACE.lastIndex;
  };
  const found = () => {
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0] ?? '';
    if (word !== '') return JSON.stringify(word);
    return at >= text.length ? 'the end' : JSON.stringify(text[at]);
  };
  const expect = (char: string, what: string) => {
    skipSpace();
    if (text[at] !== char) throw fault(`expected ${what}, got ${found()}`);
    at++;
  };

  const readString = (): string => {
    STRING.lastIndex = at;
    const token = STRING.exec(text)?.[0];
    if (token === undefined) {
      throw fault('expected text in double quotes on one line, with valid escapes');
    }
    at = STRING.lastIndex;
    return JSON.parse(token) as string;
  };

  const readObject = (): Record<string, unknown> => {
    const object: Record<string, unknown> = {};
    const seen = new Set<string>();
    at++;
    skipSpace();
    if (text[at] === '}') {
      at++;
      return object;
    }
    for (;;) {
      skipSpace();
      const keyOffset = at;
      if (text[at] !== '"') throw fault(`expected a key in double quotes, got ${found()}`);
      const key = readString();
      const wrong = keyFault(key, seen);
      if (wrong !== null) throw fault(wrong, keyOffset);
      seen.add(key);
      expect(':', '":" after the key');
      path.push(key);
      object[key] = readValue(keyOffset);
      path.pop();
      skipSpace();
      if (text[at] === '}') {
        at++;
        return object;
      }
      expect(',', '"," or "}"');
    }
  };

  const readList = (): unknown[] => {
    const list: unknown[] = [];
    at++;
    skipSpace();
    if (text[at] === ']') {
      at++;
      return list;
    }
    for (;;) {
      path.push(list.length);
      list.push(readValue(null));
      path.pop();
      skipSpace();
      if (text[at] === ']') {
        at++;
        return list;
      }
      expect(',', '"," or "]"');
    }
  };

  const readValue = (keyOffset: number | null): unknown => {
    skipSpace();
    if (path.length > MAX_DEPTH) throw fault(`expected at most ${MAX_DEPTH} levels of nesting`);
    onValue(path, keyOffset ?? at, at);
    const char = text[at];
    if (char === '{') return readObject();
    if (char === '[') return readList();
    if (char === '"') return readString();
    NUMBER.lastIndex = at;
    const number = NUMBER.exec(text)?.[0];
    if (number !== undefined) {
      const value = Number(number);
      if (!Number.isFinite(value)) throw fault(`expected a finite number, got ${found()}`);
      at = NUMBER.lastIndex;
      return value;
    }
    for (const [word, value] of LITERALS) {
      if (text.startsWith(word, at)) {
        at += word.length;
        return value;
      }
    }
    throw fault(`expected a JSON value, got ${found()}`);
  };

  const value = readValue(null);
  skipSpace();
  if (at < text.length) throw fault(`expected the end of the JSON text, got ${found()}`);
  return value;
}

const LITERALS = [
  ['true', true],
  ['false', false],
  ['null', null],
] as const;

function partKey(path: Path, at: 'key' | 'value'): string {
  return JSON.stringify([at, ...path]);
}
