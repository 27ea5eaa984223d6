import { type LiveCounts, type QueueCall, reachedAgent } from '../../domain/index.ts';

export type MutableCounts = { -readonly [K in keyof LiveCounts]: number };

export function noCounts(): MutableCounts {
  return {
    offered: 0,
    answered: 0,
    answeredInThreshold: 0,
    abandoned: 0,
    abandonedInThreshold: 0,
    otherExits: 0,
    waitAnsweredSeconds: 0,
    waitAbandonedSeconds: 0,
    talkSeconds: 0,
    completed: 0,
  };
}

/** Adds what a call counts for, or takes it back with a sign of -1. */
export function countCall(
  counts: MutableCounts,
  call: Pick<QueueCall, 'outcome' | 'waitSeconds' | 'talkSeconds'>,
  thresholdSeconds: number,
  sign: 1 | -1,
): void {
  const isInThreshold = call.waitSeconds <= thresholdSeconds;
  counts.offered += sign;
  if (reachedAgent(call.outcome)) {
    counts.answered += sign;
    if (isInThreshold) counts.answeredInThreshold += sign;
    counts.waitAnsweredSeconds += sign * call.waitSeconds;
    if (call.talkSeconds !== null) {
      counts.talkSeconds += sign * call.talkSeconds;
      counts.completed += sign;
    }
  } else if (call.outcome === 'abandoned') {
    counts.abandoned += sign;
    if (isInThreshold) counts.abandonedInThreshold += sign;
    counts.waitAbandonedSeconds += sign * call.waitSeconds;
  } else if (call.outcome !== 'waiting') {
    counts.otherExits += sign;
  }
}

export function addCounts(sum: MutableCounts, more: LiveCounts): void {
  for (const key of Object.keys(sum) as (keyof LiveCounts)[]) sum[key] += more[key];
}
