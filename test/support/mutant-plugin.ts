/** The part of a Vite plugin that is used here. */
interface SourcePlugin {
  readonly name: string;
  readonly enforce: 'pre';
  readonly transform: (code: string, id: string) => string | null;
}

/** What follows the path of a module that is wanted with one fault in it. */
const QUERY = '?mutant=';

/** The path of a module in which the only `from` is replaced by `to`. */
export function mutantOf(path: string, from: string, to: string): string {
  return `${path}${QUERY}${encodeURIComponent(JSON.stringify([from, to]))}`;
}

/** Makes the modules that {@link mutantOf} names, so that a test can show that it sees the fault. */
export function mutantPlugin(): SourcePlugin {
  return {
    name: 'mutant',
    enforce: 'pre',
    transform: (code, id) => {
      const at = id.indexOf(QUERY);
      if (at < 0) return null;
      const query = id.slice(at + QUERY.length).split('&')[0]!;
      const [from, to] = JSON.parse(decodeURIComponent(query)) as [string, string];
      const parts = code.split(from);
      if (parts.length !== 2) {
        throw new Error(`expected "${from}" once in ${id.slice(0, at)}, got ${parts.length - 1}`);
      }
      return parts.join(to);
    },
  };
}
