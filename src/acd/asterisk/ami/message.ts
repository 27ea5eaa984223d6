/** One block of "Key: Value" lines. */
export interface AmiMessage {
  /** Value by key in lower case; of a key that is repeated, the first. */
  readonly fields: ReadonlyMap<string, string>;
}

/** `null` for a block that is no message: it has neither an event nor a response. */
export function parseAmiMessage(text: string): AmiMessage | null {
  const fields = new Map<string, string>();
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const key = line.slice(0, colon).trim().toLowerCase();
    if (!fields.has(key)) fields.set(key, line.slice(colon + 1).trim());
  }
  return fields.has('event') || fields.has('response') ? { fields } : null;
}

/** Text of a field; `null` where it is absent. */
export function textField({ fields }: AmiMessage, key: string): string | null {
  return fields.get(key) ?? null;
}

/** Number of a field; `null` where it is absent, empty or no number. */
export function numberField({ fields }: AmiMessage, key: string): number | null {
  const text = fields.get(key);
  if (text === undefined || text === '') return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : null;
}

/** The bytes of an action. Throws where a value would begin another line. */
export function writeAmiAction(fields: readonly (readonly [string, string])[]): string {
  const lines = fields.map(([key, value]) => {
    if (/[\r\n]/.test(value)) throw new Error(`expected one line for ${key}`);
    return `${key}: ${value}\r\n`;
  });
  return `${lines.join('')}\r\n`;
}
