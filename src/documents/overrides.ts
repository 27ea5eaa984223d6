/** What planners say of a forecast, as it is written and as it is answered. */
import * as z from 'zod';
import {
  type ForecastOverride,
  type ForecastOverrides,
  type OverrideStatement,
} from '../domain/override.ts';
import { label, nonNegative } from './document-parts.ts';
import { checkValue } from './issues.ts';
import { instantText } from './shift-schema.ts';
import { dateText, factorText, keyed, nameText } from './text-values.ts';
import { readWritten } from './written-text.ts';

const reasonText = nameText.meta({
  description: 'Why, for whoever reads it later',
  examples: ['campaign of the spring catalogue'],
});

const MAX_OVERRIDES = 2000;

const overrideText = keyed({
  queue: nameText,
  date: dateText.optional().meta({ description: 'Local day whose total it is' }),
  start: instantText.optional().meta({ description: 'Start of the one interval that it is of' }),
  contacts: nonNegative.max(1e9).optional().meta({ description: 'Contacts in place of the model' }),
  change: factorText.optional(),
  author: nameText.meta({ description: 'Who says so', examples: ['ana.novak'] }),
  reason: reasonText,
})
  .refine(({ date, start }) => (date === undefined) !== (start === undefined), {
    error: 'expected either date, for a day, or start, for an interval',
  })
  .refine(({ contacts, change }) => (contacts === undefined) !== (change === undefined), {
    error: 'expected either contacts, a number, or change, such as "+10 %"',
  })
  .transform(({ queue, date, start, contacts, change, author, reason }): OverrideStatement => ({
    queue,
    target: date === undefined ? { kind: 'interval', start: start ?? '' } : { kind: 'day', date },
    change:
      contacts === undefined
        ? { kind: 'relative', factor: change ?? 1 }
        : { kind: 'absolute', contacts },
    author,
    reason,
  }));

const overridesText = z.array(overrideText).min(1).max(MAX_OVERRIDES);

/** POST /forecasts/{id}/overrides */
export const overridesRequest = keyed({ overrides: overridesText }).meta({
  title: 'OverridesRequest',
  example: {
    overrides: [
      {
        queue: 'support-en',
        date: '2026-07-06',
        change: '+10 %',
        author: 'ana.novak',
        reason: 'campaign of the spring catalogue',
      },
    ],
  },
});

/** Query of DELETE /forecasts/{id}/overrides/{override} */
export const withdrawQuery = {
  author: nameText.meta({ description: 'Who takes it back', example: 'ana.novak' }),
};

const overridesFile = z.union([overridesRequest, overridesText], {
  error: 'expected overrides: with a list',
});

/**
 * Reads overrides, YAML or JSON: `overrides:` with a list, or the list alone. That days and
 * intervals lie in the forecast is checked by the use case, which knows it.
 *
 * @throws {AgnerError} `INVALID_INPUT` with line and column
 */
export function readOverrides(text: string, source: string): readonly OverrideStatement[] {
  const { value, locate } = readWritten(text, source);
  const written = checkValue(overridesFile, value, source, locate);
  return 'overrides' in written ? written.overrides : written;
}

export const forecastOverrideSchema: z.ZodType<ForecastOverride> = keyed({
  id: label,
  version: z.int().min(1),
  queue: nameText,
  target: z.discriminatedUnion('kind', [
    keyed({ kind: z.literal('day'), date: dateText }),
    keyed({ kind: z.literal('interval'), start: instantText }),
  ]),
  change: z.discriminatedUnion('kind', [
    keyed({ kind: z.literal('absolute'), contacts: nonNegative }),
    keyed({ kind: z.literal('relative'), factor: nonNegative }),
  ]),
  author: nameText,
  reason: nameText,
  createdAt: z.iso.datetime({ offset: true }),
  withdrawn: keyed({ author: nameText, at: z.iso.datetime({ offset: true }) }).nullable(),
});

export const forecastOverridesSchema: z.ZodType<ForecastOverrides> = keyed({
  forecastId: label,
  version: z.int().min(0).meta({
    description: 'Grows by one with every override made and every one withdrawn',
  }),
  overrides: z.array(forecastOverrideSchema),
  days: z.array(
    keyed({ queue: nameText, date: dateText, modelContacts: nonNegative, contacts: nonNegative }),
  ),
});
