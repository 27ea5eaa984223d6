import { type ServiceGoal } from '../../src/domain/requirement.ts';

/** 80 % of the offered within 20 s in every interval, and nothing else. */
export const eightyTwenty: ServiceGoal = {
  serviceLevel: 0.8,
  thresholdSeconds: 20,
  definition: 'offered',
  period: 'interval',
  serviceLevelFloor: null,
  averageSpeedOfAnswerSeconds: null,
  maxAbandonment: null,
  maxOccupancy: null,
  minimumAgents: 0,
};
