/** Parts that computed documents share, as schemas of their JSON form. */
import * as z from 'zod';
import { epochSeconds } from '../domain/calendar.ts';
import { MAX_GRID_SLOTS } from '../domain/interval-grid.ts';
import { instantText } from './shift-schema.ts';
import { keyed, zoneText } from './text-values.ts';

export const fraction = z.number().min(0).max(1);
export const nonNegative = z.number().min(0);
export const label = z.string().max(200);

const detail = z.union([z.string().max(2000), z.number()], { error: 'expected text or a number' });

export const noteSchema = keyed({ code: label, details: z.record(z.string().max(200), detail) });

export const provenanceSchema = keyed({
  program: label,
  inputsHash: label,
  seed: z.int(),
  inputs: z.record(z.string().max(200), z.string().max(2000)),
});

export const gridSchema = keyed({
  zone: zoneText,
  start: instantText,
  stepSeconds: z.int().min(1).max(86_400),
  length: z.int().min(1).max(MAX_GRID_SLOTS),
});

const value = nonNegative;

export const estimateSchema = keyed({
  mean: z.array(value),
  median: z.array(value),
  bands: z
    .array(keyed({ level: z.number().gt(0).lt(1), lower: z.array(value), upper: z.array(value) }))
    .max(20),
});

/** The lists of a document that must have one length, by their way from the document's root. */
export type Lists = readonly (readonly [path: readonly PropertyKey[], list: readonly unknown[]])[];

/** The lists inside an estimate, for {@link checkLengths}. */
export function estimateLists(
  path: readonly PropertyKey[],
  estimate: z.output<typeof estimateSchema>,
): Lists {
  return [
    [[...path, 'mean'], estimate.mean],
    [[...path, 'median'], estimate.median],
    ...estimate.bands.flatMap(
      ({ lower, upper }, i) =>
        [
          [[...path, 'bands', i, 'lower'], lower],
          [[...path, 'bands', i, 'upper'], upper],
        ] as const,
    ),
  ];
}

/** Adds a problem for each list whose length is not `length`. */
export function checkLengths(
  length: number,
  of: string,
  lists: Lists,
  issues: z.core.$ZodRawIssue[],
): void {
  for (const [path, list] of lists) {
    if (list.length !== length) {
      const message = `expected ${length} values, one for each ${of}, got ${list.length}`;
      issues.push({ code: 'custom', input: list, path: [...path], message });
    }
  }
}

/** Adds a problem unless `end` comes after `start`. */
export function checkSpan(
  { start, end }: { readonly start: string; readonly end: string },
  path: readonly PropertyKey[],
  issues: z.core.$ZodRawIssue[],
): void {
  if (epochSeconds(end) <= epochSeconds(start)) {
    const message = `expected an end after the start ${start}, got ${end}`;
    issues.push({ code: 'custom', input: end, path: [...path, 'end'], message });
  }
}
