import * as z from 'zod';
import { AgnerError } from '../domain/errors.ts';
import { checkPatienceLaw, type Patience } from '../domain/patience.ts';
import { expected } from './issues.ts';
import { fractionText, keyed } from './text-values.ts';

const positiveSeconds = z
  .number({ error: expected('a number of seconds above 0') })
  .positive({ error: expected('a number of seconds above 0') });

const meanSeconds = positiveSeconds.meta({ description: 'Mean patience', examples: [120] });

const balkingShare = fractionText.meta({
  description: 'Share that hangs up at once if it cannot be served at once',
  examples: [0.05],
});

const laws = z.discriminatedUnion(
  'kind',
  [
    keyed({ kind: z.literal('exponential'), meanSeconds }),
    keyed({ kind: z.literal('balking-exponential'), balkingShare, meanSeconds }),
    keyed({
      kind: z.literal('hyperexponential'),
      weights: z.array(fractionText).min(1).max(1000),
      meansSeconds: z.array(meanSeconds).min(1).max(1000),
    }),
    keyed({ kind: z.literal('erlang'), stages: z.int().min(1).max(200), meanSeconds }),
    keyed({
      kind: z.literal('weibull'),
      scaleSeconds: positiveSeconds.meta({ description: 'P(patience > scale) = exp(-1)' }),
      shape: z.number().positive(),
    }),
    keyed({ kind: z.literal('deterministic'), valueSeconds: positiveSeconds }),
    keyed({
      kind: z.literal('piecewise-hazard'),
      balkingShare: balkingShare.default(0),
      breaksSeconds: z.array(z.number().min(0)).min(1).max(1000),
      hazardPerSecond: z.array(z.number().min(0)).min(1).max(1000),
    }),
  ],
  {
    error: expected(
      'a kind of patience: exponential, balking-exponential, hyperexponential, erlang, weibull, deterministic or piecewise-hazard',
    ),
  },
);

/**
 * A law of patience. Beside the names of the domain it takes those of statisticians' files:
 * `mean_seconds`, `balk_exponential` with `zero_patience_probability`, `erlang2`,
 * `hyperexponential` with `weight_1`, `mean_1_seconds` and `mean_2_seconds`, `piecewise_hazard`.
 */
export const patienceSchema = z
  .preprocess(inDomainNames, laws)
  .check(({ value, issues }) => {
    // What a field has been refused for need not be told twice.
    if (issues.length > 0) return;
    try {
      checkPatienceLaw(value);
    } catch (error) {
      if (!(error instanceof AgnerError)) throw error;
      issues.push({ code: 'custom', input: value, message: error.message });
    }
  })
  .meta({
    description: 'How long callers wait before they hang up',
    examples: [{ kind: 'exponential', meanSeconds: 120 }],
  }) satisfies z.ZodType<Patience>;

const KINDS: Readonly<Record<string, string>> = {
  balk_exponential: 'balking-exponential',
  erlang2: 'erlang',
  piecewise_hazard: 'piecewise-hazard',
};

const KEYS: Readonly<Record<string, string>> = {
  mean_seconds: 'meanSeconds',
  zero_patience_probability: 'balkingShare',
  balking_share: 'balkingShare',
  means_seconds: 'meansSeconds',
  scale_seconds: 'scaleSeconds',
  value_seconds: 'valueSeconds',
  breaks_seconds: 'breaksSeconds',
  hazard_per_second: 'hazardPerSecond',
};

/** The same with the domain's names; a value said twice keeps both and is refused later. */
function inDomainNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const { weight_1, mean_1_seconds, mean_2_seconds, ...given } = value as Record<string, unknown>;
  const renamed = Object.fromEntries(
    Object.entries(given).map(([key, part]) => {
      const name = Object.hasOwn(KEYS, key) ? KEYS[key]! : key;
      return [Object.hasOwn(given, name) ? key : name, part];
    }),
  );
  const { kind } = given;
  if (typeof kind === 'string' && Object.hasOwn(KINDS, kind)) renamed['kind'] = KINDS[kind];
  if (kind === 'erlang2') renamed['stages'] ??= 2;
  const two = { weight_1, mean_1_seconds, mean_2_seconds };
  if (Object.values(two).every((part) => part === undefined)) return renamed;
  if (typeof weight_1 !== 'number' || 'weights' in renamed || 'meansSeconds' in renamed) {
    return { ...renamed, ...two };
  }
  return {
    ...renamed,
    weights: [weight_1, 1 - weight_1],
    meansSeconds: [mean_1_seconds, mean_2_seconds],
  };
}
