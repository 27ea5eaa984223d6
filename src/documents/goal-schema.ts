import * as z from 'zod';
import {
  GOAL_PERIODS,
  type ServiceGoal,
  SERVICE_LEVEL_DEFINITIONS,
} from '../domain/requirement.ts';
import {
  durationText,
  fractionText,
  keyed,
  positiveDurationText,
  shareText,
} from './text-values.ts';

const fields = {
  serviceLevel: shareText
    .refine((share) => share > 0, { error: 'expected a service level above 0' })
    .optional()
    .meta({ description: 'Share of contacts to answer within the threshold', examples: [0.8] }),
  threshold: durationText
    .optional()
    .meta({ description: 'Answer time that counts', examples: ['20s'] }),
  definition: z
    .enum(SERVICE_LEVEL_DEFINITIONS)
    .optional()
    .meta({ description: 'Which share the service level is; offered unless said' }),
  period: z
    .enum(GOAL_PERIODS)
    .optional()
    .meta({ description: 'Over which stretch the goal is to be met; interval unless said' }),
  serviceLevelFloor: shareText.optional().meta({
    description: 'Least service level of every interval, where the period is a day or longer',
    examples: [0.7],
  }),
  averageSpeedOfAnswer: positiveDurationText
    .optional()
    .meta({ description: 'Longest mean wait of answered contacts', examples: ['30s'] }),
  maxAbandonment: shareText.optional().meta({ description: 'Largest share that hangs up' }),
  maxOccupancy: fractionText
    .refine((share) => share > 0, { error: 'expected an occupancy above 0' })
    .optional()
    .meta({ description: 'Largest share of time spent on contacts' }),
  minimumAgents: z
    .int()
    .min(0)
    .max(10_000)
    .optional()
    .meta({ description: 'Agents on the phones in every open interval; 0 unless said' }),
};

const goalFields = keyed(fields);

type GoalFields = z.output<typeof goalFields>;

/** A queue's goal. Something must be asked for; a service level and its threshold come together. */
export const goalSchema = goalFields
  .refine((goal) => asksSomething(goal), {
    error:
      'expected at least one of serviceLevel, averageSpeedOfAnswer, maxAbandonment, maxOccupancy or minimumAgents',
  })
  .refine((goal) => goal.serviceLevel === undefined || goal.threshold !== undefined, {
    error: 'expected a threshold such as 20s beside serviceLevel',
  })
  .refine((goal) => goal.threshold === undefined || goal.serviceLevel !== undefined, {
    error: 'expected a serviceLevel such as 0.8 beside threshold',
  })
  .refine(
    (goal) =>
      goal.serviceLevelFloor === undefined ||
      (goal.serviceLevel !== undefined && goal.serviceLevelFloor <= goal.serviceLevel),
    { error: 'expected serviceLevelFloor at or below serviceLevel' },
  )
  .refine(
    (goal) => goal.serviceLevelFloor === undefined || (goal.period ?? 'interval') !== 'interval',
    { error: 'expected a period of day, week or month beside serviceLevelFloor' },
  )
  .meta({
    description: 'What a queue is staffed to',
    examples: [{ serviceLevel: 0.8, threshold: '20s', maxOccupancy: 0.9 }],
  })
  .transform((goal): ServiceGoal => ({
    serviceLevel: goal.serviceLevel ?? null,
    thresholdSeconds: goal.threshold ?? 20,
    definition: goal.definition ?? 'offered',
    period: goal.period ?? 'interval',
    serviceLevelFloor: goal.serviceLevelFloor ?? null,
    averageSpeedOfAnswerSeconds: goal.averageSpeedOfAnswer ?? null,
    maxAbandonment: goal.maxAbandonment ?? null,
    maxOccupancy: goal.maxOccupancy ?? null,
    minimumAgents: goal.minimumAgents ?? 0,
  }));

/** Fields of a goal that differ from the baseline's. */
export const goalChangeSchema = keyed(fields)
  .meta({ description: 'Fields of the goal that differ', examples: [{ serviceLevel: 0.9 }] })
  .transform((goal): Partial<ServiceGoal> => {
    const { threshold, averageSpeedOfAnswer, ...rest } = goal;
    const named = {
      ...rest,
      thresholdSeconds: threshold,
      averageSpeedOfAnswerSeconds: averageSpeedOfAnswer,
    };
    return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
  });

function asksSomething(goal: GoalFields): boolean {
  return [
    goal.serviceLevel,
    goal.averageSpeedOfAnswer,
    goal.maxAbandonment,
    goal.maxOccupancy,
    goal.minimumAgents,
  ].some((value) => value !== undefined);
}
