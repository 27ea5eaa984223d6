/** Averages per contact that become totals: what of, and how many contacts they are of. */
export const AVERAGES = {
  average_talk_seconds: { measure: 'talkSeconds', per: 'answered' },
  average_hold_seconds: { measure: 'holdSeconds', per: 'answered' },
  average_acw_seconds: { measure: 'acwSeconds', per: 'answered' },
  average_wait_answered_seconds: { measure: 'waitAnsweredSeconds', per: 'answered' },
  average_wait_abandoned_seconds: { measure: 'waitAbandonedSeconds', per: 'abandoned' },
} as const;

/**
 * The columns that a file may have: the canonical layout; date and time apart for one start; handle
 * time, from which talk is made where no column gives it; and averages per contact.
 */
export const INPUT_COLUMNS = [
  'interval_start',
  'date',
  'time',
  'interval_minutes',
  'queue',
  'channel',
  'offered',
  'answered',
  'answered_in_threshold',
  'abandoned',
  'abandoned_in_threshold',
  'talk_seconds',
  'hold_seconds',
  'acw_seconds',
  'handle_seconds',
  'wait_answered_seconds',
  'wait_abandoned_seconds',
  'average_talk_seconds',
  'average_hold_seconds',
  'average_acw_seconds',
  'average_handle_seconds',
  'average_wait_answered_seconds',
  'average_wait_abandoned_seconds',
] as const;

export type InputColumn = (typeof INPUT_COLUMNS)[number];
