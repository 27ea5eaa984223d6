import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';

const ROOT = resolve(import.meta.dirname, '../..');

/**
 * JavaScript of rooms of `src` in a new temporary folder, for child processes and worker threads,
 * which cannot read TypeScript on Node 20. Imports of types alone are dropped, so a room needs
 * only the rooms whose values it uses. Any user may read the folder; the caller removes it.
 *
 * @returns the folder; it holds `src/<room>/...js`
 */
export function buildRooms(rooms: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'agner-build-'));
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  for (const room of rooms) {
    const from = join(ROOT, 'src', room);
    for (const name of readdirSync(from, { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.ts') && !name.endsWith('.test.ts')) {
        transpile(join(from, name), join(folder, 'src', room, name.replace(/ts$/, 'js')));
      }
    }
  }
  return folder;
}

function transpile(from: string, to: string): void {
  const { outputText } = ts.transpileModule(readFileSync(from, 'utf8'), {
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      rewriteRelativeImportExtensions: true,
    },
  });
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, outputText);
}
