import * as z from 'zod';
import { type Scenario } from '../domain/scenario.ts';
import { goalChangeSchema } from './goal-schema.ts';
import { openingHoursText } from './opening-hours-text.ts';
import { factorText, keyed, nameText, positiveDurationText, shareText } from './text-values.ts';

const scenarioText = keyed({
  name: nameText.meta({ description: 'What the scenario is called', examples: ['calls +10 %'] }),
  queues: z
    .array(nameText)
    .max(200)
    .optional()
    .meta({ description: 'Queues it concerns; all unless said' }),
  volume: factorText.optional(),
  handleTime: factorText.optional(),
  goal: goalChangeSchema.optional(),
  shrinkage: shareText.optional().meta({
    description: 'Unrostered shrinkage in place of the one in the plan',
    examples: [0.12],
  }),
  patience: positiveDurationText.optional().meta({ description: 'Mean patience of callers' }),
  headcount: z
    .record(nameText, z.int().min(-10_000).max(10_000))
    .optional()
    .meta({ description: 'People more or fewer, by contract', examples: [{ 'full-time': -2 }] }),
  openingHours: openingHoursText.optional(),
  roster: z
    .enum(['keep', 'rebuild'])
    .optional()
    .meta({ description: 'Keep the roster of the baseline, or make one anew; keep unless said' }),
}).transform((text): Scenario => ({
  name: text.name,
  queues: text.queues ?? [],
  volumeFactor: text.volume ?? null,
  handleTimeFactor: text.handleTime ?? null,
  goal: text.goal ?? null,
  unrosteredShrinkage: text.shrinkage ?? null,
  patienceSeconds: text.patience ?? null,
  headcount: Object.entries(text.headcount ?? {}).map(([contract, change]) => ({
    contract,
    change,
  })),
  openingHours: text.openingHours ?? null,
  roster: text.roster ?? 'keep',
}));

/** Scenarios as people write them; names are unique and "baseline" is taken. */
export const scenariosText = z
  .array(scenarioText)
  .min(1)
  .max(500)
  .check(({ value, issues }) => {
    const seen = new Set(['baseline']);
    value.forEach(({ name }, index) => {
      if (seen.has(name)) {
        issues.push({
          code: 'custom',
          input: name,
          path: [index, 'name'],
          message:
            name === 'baseline'
              ? 'expected another name: the baseline itself is called "baseline"'
              : `expected names that differ, got ${JSON.stringify(name)} twice`,
        });
      }
      seen.add(name);
    });
  })
  .meta({ examples: [[{ name: 'calls +10 %', volume: '+10 %' }]] });
