import { readFileSync, writeFileSync } from 'node:fs';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { planJsonSchema } from './plan-text.ts';

const file = new URL('../../docs/plan.schema.json', import.meta.url);
const text = await format(JSON.stringify(planJsonSchema(), null, 2), {
  parser: 'json',
  printWidth: 100,
});

describe('docs/plan.schema.json', () => {
  it('is the schema of the reader (UPDATE=1 npx vitest run --project UTC src/documents/plan-schema writes it)', () => {
    if (process.env['UPDATE'] === '1') writeFileSync(file, text);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('describes every key of a plan and refuses others', () => {
    const schema = planJsonSchema();
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      additionalProperties: false,
      required: ['agner', 'name', 'site', 'queues'],
    });
    expect(Object.keys(schema['properties'] as object)).toEqual([
      'agner',
      'name',
      'site',
      'openingHours',
      'queues',
      'shrinkage',
      'nightWindow',
      'shiftPatterns',
      'contracts',
      'agents',
      'agentsFile',
      'specialDays',
      'holidays',
      'costs',
    ]);
  });
});
