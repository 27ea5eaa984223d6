import * as z from 'zod';
import { type Uncertainty } from '../domain/requirement.ts';
import { expected } from './issues.ts';
import { fractionTextOr, keyed } from './text-values.ts';

/** Least spread of a gamma law that is told from none. */
const MIN_VARIATION = 1e-5;
const MIN_AIM = 0.01;
const MAX_AIM = 0.9999;
const VOLUME = 'forecast-band, certain, or a variation such as 15 %';
const AIM = 'expectation, or a probability from 1 % to 99.99 %';
const volumeError = { error: expected(VOLUME) };
const aimError = { error: expected(AIM) };

/** What of a queue of calls is not taken as known; all keys may be left out. */
export const uncertaintyText = keyed({
  volume: z
    .union(
      [
        z.enum(['forecast-band', 'certain'], volumeError),
        fractionTextOr(VOLUME).refine((share) => share >= MIN_VARIATION, volumeError),
      ],
      volumeError,
    )
    .optional()
    .meta({
      description:
        'How volume may turn out: by the band of the forecast unless said, or with a standard deviation of so much of the mean',
    }),
  absence: z.enum(['random', 'divided']).optional().meta({
    description:
      'Unrostered shrinkage: each scheduled agent is absent at random unless said, or a divisor',
  }),
  aim: z
    .union(
      [
        z.literal('expectation', aimError),
        fractionTextOr(AIM).refine((share) => share >= MIN_AIM && share <= MAX_AIM, aimError),
      ],
      aimError,
    )
    .optional()
    .meta({
      description:
        'How sure the goal is to be met: in expectation unless said, or in so many of all cases',
    }),
})
  .meta({
    description: 'Staffs for volume and absence that may turn out otherwise',
    examples: [{ volume: 'forecast-band', aim: '90 %' }],
  })
  .transform(({ volume, absence, aim }): Uncertainty => ({
    volume:
      typeof volume === 'number'
        ? { kind: 'gamma', variation: volume }
        : { kind: volume ?? 'forecast-band' },
    absence: absence ?? 'random',
    aim: typeof aim === 'number' ? { kind: 'probability', share: aim } : { kind: 'expectation' },
  }));
