/** Questions to the staffing core, as people and programs write them: flat JSON. */
import * as z from 'zod';
import { AgnerError } from '../domain/errors.ts';
import { type Patience } from '../domain/patience.ts';
import { SERVICE_LEVEL_DEFINITIONS } from '../domain/requirement.ts';
import {
  type CaseQuestion,
  type Demand,
  type ErlangQuestion,
  QUESTION_MODELS,
  type QueueQuestion,
  type QueueTerms,
  type SteadyQuestion,
  type Targets,
} from '../use-cases/index.ts';
import { caseQuestionSchemas, readCaseQuestion } from './erlang-cases.ts';
import { checkValue, wordList } from './issues.ts';
import { patienceSchema } from './patience-text.ts';
import { keyed } from './text-values.ts';

const amount = (description: string, example: number) =>
  z
    .number()
    .optional()
    .meta({ description, examples: [example] });

const share = (description: string) => z.number().optional().meta({ description });

const limit = (description: string) => z.number().nullable().optional().meta({ description });

const termFields = {
  model: z.enum(QUESTION_MODELS).meta({
    description:
      'erlang-b: blocked are lost; extended-b: some of them try again; erlang-c: all wait for ever; erlang-a: callers hang up; erlang-x: some of those try again; mmng: callers hang up by any law of patience',
    examples: ['erlang-a'],
  }),
  handleTimeSeconds: amount('Mean of talk, hold and wrap-up', 180),
  lines: z
    .number()
    .nullable()
    .optional()
    .meta({ description: 'Most contacts in the system; null for no limit' }),
  thresholdSeconds: z
    .number()
    .nullable()
    .optional()
    .meta({ description: 'Answer time that service levels speak of', examples: [20] }),
  recallFraction: share('Share of blocked callers who try again (extended-b)'),
  redialFractionOfAbandoned: share('Share of those who hung up who try again (erlang-x)'),
  redialFractionOfBlocked: share('Share of those turned away who try again (erlang-x)'),
};

const patienceFields = {
  patienceSeconds: z
    .number()
    .nullable()
    .optional()
    .meta({ description: 'Mean patience; null for callers who never hang up', examples: [120] }),
  patience: patienceSchema.nullable().optional(),
};

const demandFields = {
  load: amount('Offered load in erlangs, instead of calls, interval and handle time', 10),
  callsPerInterval: amount('Contacts offered in an interval', 100),
  intervalSeconds: amount('Length of the interval', 1800),
};

const agents = z
  .number()
  .optional()
  .meta({ description: 'Agents on the phones; a fraction for erlang-b and erlang-c' });

const limits = {
  serviceLevel: limit('Least service level'),
  serviceLevelDefinition: z
    .enum(SERVICE_LEVEL_DEFINITIONS)
    .nullable()
    .optional()
    .meta({ description: 'Which share the service level is; offered unless said' }),
  averageSpeedOfAnswerSeconds: limit('Longest mean wait, of the answered and of all who entered'),
  maxAbandonProbability: limit('Largest share that hangs up'),
  maxOccupancy: limit('Largest share of agent time spent on contacts'),
  maxBlockingProbability: limit('Largest share that is turned away'),
};

const WHAT_MUST_HOLD = { description: 'What must hold', examples: [{ serviceLevel: 0.8 }] };

const targetFields = keyed(limits).meta(WHAT_MUST_HOLD);

const requireTargetFields = keyed({
  ...limits,
  minimumAgents: limit('Fewest agents on the phones, whatever comes'),
}).meta(WHAT_MUST_HOLD);

const shrinkage = z
  .number()
  .nullable()
  .optional()
  .meta({ description: 'Share of scheduled agents who are not there', examples: [0.3] });

const queueFields = { ...termFields, ...patienceFields, ...demandFields };

const EXAMPLE = {
  model: 'erlang-a',
  callsPerInterval: 100,
  intervalSeconds: 1800,
  handleTimeSeconds: 180,
  patienceSeconds: 120,
  thresholdSeconds: 20,
};

const waitPercentile = z
  .number()
  .nullable()
  .optional()
  .meta({
    description: 'Share of those who enter whose longest wait is asked for: 0.9 for the P90',
    examples: [0.9],
  });

const aroundSchema = keyed({ ...queueFields, agents }).meta({
  title: 'SensitivityQuestion',
  example: { ...EXAMPLE, agents: 12 },
});

const evaluateSchema = keyed({ ...queueFields, agents, waitPercentile }).meta({
  title: 'EvaluateQuestion',
  example: { ...EXAMPLE, agents: 12 },
});

const requireSchema = keyed({ ...queueFields, targets: requireTargetFields, shrinkage }).meta({
  title: 'RequireQuestion',
  example: {
    ...EXAMPLE,
    targets: { serviceLevel: 0.8, maxAbandonProbability: 0.08 },
    shrinkage: 0.3,
  },
});

const capacitySchema = keyed({
  ...termFields,
  ...patienceFields,
  intervalSeconds: demandFields.intervalSeconds,
  agents,
  targets: targetFields,
}).meta({
  title: 'CapacityQuestion',
  example: {
    model: 'erlang-c',
    intervalSeconds: 1800,
    handleTimeSeconds: 180,
    thresholdSeconds: 20,
    agents: 14,
    targets: { serviceLevel: 0.8 },
  },
});

const patienceNeededSchema = keyed({
  ...termFields,
  ...demandFields,
  agents,
  targets: targetFields,
}).meta({
  title: 'PatienceNeededQuestion',
  example: {
    model: 'erlang-a',
    callsPerInterval: 100,
    intervalSeconds: 1800,
    handleTimeSeconds: 180,
    thresholdSeconds: 20,
    agents: 13,
    targets: { averageSpeedOfAnswerSeconds: 10, maxAbandonProbability: 0.03 },
  },
});

/** Questions about one queue, by their kind: also the name of their command and route. */
export const steadyQuestionSchemas = {
  evaluate: evaluateSchema,
  require: requireSchema,
  capacity: capacitySchema,
  'patience-needed': patienceNeededSchema,
  sensitivity: aroundSchema,
} as const;

type Queue = Pick<
  z.output<typeof aroundSchema>,
  Exclude<keyof z.output<typeof aroundSchema>, 'patienceSeconds' | 'patience' | 'agents'>
>;

/**
 * A question from its parsed JSON.
 *
 * @throws {AgnerError} `INVALID_INPUT`; ranges are checked where the question is answered
 */
export function readSteadyQuestion(kind: SteadyQuestion['kind'], value: unknown): SteadyQuestion {
  switch (kind) {
    case 'evaluate': {
      const text = checkValue(evaluateSchema, value, SOURCE);
      const asked = { agents: agentsOf(text), waitPercentile: text.waitPercentile ?? null };
      return { kind, question: { ...queueOf(text), ...patienceOf(text), ...asked } };
    }
    case 'sensitivity': {
      const text = checkValue(aroundSchema, value, SOURCE);
      return { kind, question: { ...queueOf(text), ...patienceOf(text), agents: agentsOf(text) } };
    }
    case 'require': {
      const text = checkValue(requireSchema, value, SOURCE);
      const { targets, shrinkage: share } = text;
      if (isLoss(text.model) && typeof text.lines === 'number') {
        refuse(`no lines where those of ${text.model} are asked for, got ${text.lines}`);
      }
      const asked = {
        targets: targetsOf(targets),
        minimumAgents: targets.minimumAgents ?? null,
        shrinkage: share ?? 0,
      };
      return { kind, question: { ...queueOf(text), ...patienceOf(text), ...asked } };
    }
    case 'capacity': {
      const text = checkValue(capacitySchema, value, SOURCE);
      const { intervalSeconds = null, handleTimeSeconds = null } = text;
      const asked = { agents: agentsOf(text), targets: targetsOf(text.targets) };
      const times = { intervalSeconds, handleTimeSeconds };
      return { kind, question: { ...termsOf(text), ...patienceOf(text), ...asked, ...times } };
    }
    case 'patience-needed': {
      const text = checkValue(patienceNeededSchema, value, SOURCE);
      const asked = { agents: agentsOf(text), targets: targetsOf(text.targets) };
      return { kind, question: { ...queueOf(text), ...asked } };
    }
  }
}

/** What messages call the JSON of one question, wherever it came from. */
const SOURCE = 'question';

type Terms = z.output<ReturnType<typeof keyed<typeof termFields>>>;

function isLoss(model: string): boolean {
  return model === 'erlang-b' || model === 'extended-b';
}

function termsOf(text: Terms): Omit<QueueTerms, 'patience'> {
  return {
    model: text.model,
    // The lines of a loss model are what is asked about, not a limit beside agents.
    lines: isLoss(text.model) ? null : (text.lines ?? null),
    thresholdSeconds: text.thresholdSeconds ?? null,
    recallFraction: text.recallFraction ?? 0,
    redialFractionOfAbandoned: text.redialFractionOfAbandoned ?? 0,
    redialFractionOfBlocked: text.redialFractionOfBlocked ?? 0,
  };
}

function queueOf(text: Queue): Omit<QueueQuestion, 'patience'> {
  return { ...termsOf(text), demand: demandOf(text) };
}

function demandOf(text: Queue): Demand {
  const { load, callsPerInterval, intervalSeconds, handleTimeSeconds } = text;
  if (load !== undefined) {
    if (callsPerInterval !== undefined) refuse('either load or callsPerInterval, got both');
    return { kind: 'load', load, handleTimeSeconds: handleTimeSeconds ?? null };
  }
  if (callsPerInterval === undefined) {
    refuse('load, or callsPerInterval, intervalSeconds and handleTimeSeconds, got neither');
  }
  if (intervalSeconds === undefined) refuse('intervalSeconds beside callsPerInterval, got none');
  if (handleTimeSeconds === undefined) {
    refuse('handleTimeSeconds beside callsPerInterval, got none');
  }
  return { kind: 'calls', callsPerInterval, intervalSeconds, handleTimeSeconds };
}

function agentsOf(text: Terms & { readonly agents?: number | undefined }): number {
  const { model, agents: count } = text;
  if (!isLoss(model)) {
    return count ?? refuse(`agents with ${model}, got none`);
  }
  const { lines } = text;
  if (lines === undefined || lines === null) {
    return count ?? refuse(`lines with ${model}, got none`);
  }
  if (count !== undefined && count !== lines) {
    refuse(`lines or agents with ${model}, got lines ${lines} and agents ${count}`);
  }
  return lines;
}

function targetsOf(text: z.output<typeof targetFields>): Targets {
  return {
    serviceLevel: text.serviceLevel ?? null,
    serviceLevelDefinition: text.serviceLevelDefinition ?? 'offered',
    averageSpeedOfAnswerSeconds: text.averageSpeedOfAnswerSeconds ?? null,
    maxAbandonProbability: text.maxAbandonProbability ?? null,
    maxOccupancy: text.maxOccupancy ?? null,
    maxBlockingProbability: text.maxBlockingProbability ?? null,
  };
}

function patienceOf(text: {
  readonly patienceSeconds?: number | null | undefined;
  readonly patience?: Patience | null | undefined;
}): Pick<QueueTerms, 'patience'> {
  const meanSeconds = text.patienceSeconds ?? null;
  const law = text.patience ?? null;
  if (meanSeconds !== null && law !== null) refuse('patienceSeconds or patience, got both');
  return { patience: meanSeconds === null ? law : { kind: 'exponential', meanSeconds } };
}

function refuse(expected: string): never {
  throw new AgnerError('INVALID_INPUT', `${SOURCE}: expected ${expected}`);
}

/** Every kind of question with the schema of its JSON: the commands and routes that there are. */
export const erlangQuestionSchemas = { ...steadyQuestionSchemas, ...caseQuestionSchemas } as const;

/** What may stand in the JSON of a question, and an example that is answered as it stands. */
export interface DescribedQuestion {
  readonly keys: readonly {
    readonly name: string;
    readonly isRequired: boolean;
    /** Its meaning where the name does not say it, else its form; units are in the name. */
    readonly description: string;
  }[];
  readonly example: unknown;
}

export function describeQuestion(kind: ErlangQuestion['kind']): DescribedQuestion {
  const schema = erlangQuestionSchemas[kind];
  const { properties = {}, required = [], example } = z.toJSONSchema(schema, { io: 'input' });
  return {
    keys: Object.entries(properties).map(([name, value]) => ({
      name,
      isRequired: required.includes(name),
      description: typeof value === 'object' ? (value.description ?? formOf(value)) : '',
    })),
    example,
  };
}

/** "number", "list of number", "number or null", "kind of certain or gamma": the form of a value. */
function formOf({ type, items, anyOf, oneOf, enum: words }: z.core.JSONSchema.BaseSchema): string {
  if (words !== undefined) return wordList(words.map(String));
  const alternatives = (anyOf ?? oneOf ?? []).map(formOf);
  if (alternatives.length > 0) return wordList([...new Set(alternatives)]);
  if (type === 'array' && typeof items === 'object' && !Array.isArray(items)) {
    return `list of ${formOf(items)}`;
  }
  if (Array.isArray(type)) return wordList(type);
  return type === 'object' ? 'keys with values' : (type ?? '');
}

/** A question of any kind from its parsed JSON. Throws as {@link readSteadyQuestion}. */
export function readErlangQuestion(kind: ErlangQuestion['kind'], value: unknown): ErlangQuestion {
  return isCase(kind) ? readCaseQuestion(kind, value) : readSteadyQuestion(kind, value);
}

function isCase(kind: ErlangQuestion['kind']): kind is CaseQuestion['kind'] {
  return kind in caseQuestionSchemas;
}
