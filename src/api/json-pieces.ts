/** Size from which a piece is handed on, in characters. */
const PIECE_CHARACTERS = 64 * 1024;

/** Objects and lists down to this depth are written part by part; what lies deeper, at once. */
const DEPTH = 5;

/**
 * A value as JSON, as `JSON.stringify` writes it, in pieces of some 64 Ki characters or one part:
 * between two pieces others get their turn, which one long text would not let them.
 *
 * @param value plain data: objects, lists, text, numbers, truth values, null
 */
export function* jsonPieces(value: unknown): Generator<string> {
  let piece = '';
  for (const part of parts(value, DEPTH)) {
    piece += part;
    if (piece.length >= PIECE_CHARACTERS) {
      yield piece;
      piece = '';
    }
  }
  yield piece;
}

function* parts(value: unknown, depth: number): Generator<string> {
  if (depth === 0 || typeof value !== 'object' || value === null) {
    yield JSON.stringify(value === undefined ? null : value);
    return;
  }
  const isList = Array.isArray(value);
  let before = isList ? '[' : '{';
  // A list of numbers is one part: it is short to write and long to walk.
  if (isList && (typeof value[0] !== 'object' || value[0] === null)) {
    yield JSON.stringify(value);
    return;
  }
  for (const [key, part] of isList ? value.entries() : Object.entries(value)) {
    if (!isList && part === undefined) continue;
    yield isList ? before : `${before}${JSON.stringify(key)}:`;
    yield* parts(part, depth - 1);
    before = ',';
  }
  yield `${before === ',' ? '' : before}${isList ? ']' : '}'}`;
}
