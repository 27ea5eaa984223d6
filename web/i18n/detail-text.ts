/** A code with arguments as words, for codes that have no sentence of their own. */
export function detailText({
  code,
  details,
}: {
  readonly code: string;
  readonly details: Readonly<Record<string, string | number>>;
}): string {
  const given = Object.entries(details).map(([name, value]) => `${spaced(name)} ${value}`);
  return given.length === 0 ? spaced(code) : `${spaced(code)}: ${given.join(', ')}`;
}

function spaced(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase();
}
