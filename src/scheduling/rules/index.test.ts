import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Rule, RULES } from './index.ts';

/** Files of this folder that hold no rule of their own. */
const SHARED = ['index', 'rule', 'runs'];

it('every rule has a file and a test beside it, and is read', async () => {
  const files = readdirSync(new URL('.', import.meta.url));
  const names = files.filter((file) => !file.endsWith('.test.ts')).map((file) => file.slice(0, -3));
  const found: Rule[] = [];
  for (const name of names.filter((each) => !SHARED.includes(each))) {
    expect(files).toContain(`${name}.test.ts`);
    const module = (await import(new URL(`${name}.ts`, import.meta.url).href)) as Readonly<
      Record<string, Rule>
    >;
    found.push(...Object.values(module));
  }
  expect(new Set(found)).toEqual(new Set(RULES));
});
