import { type Attribution } from '../../domain/index.ts';
import { type HistoryPreset } from '../../use-cases/index.ts';
import { type InputColumn } from './input-columns.ts';

/** Where another system's export keeps what the reader wants. */
export interface Preset {
  /** The names that a column may have, the better first. */
  readonly columns: Partial<Readonly<Record<InputColumn, readonly string[]>>>;
  /** Seconds per unit of its durations. */
  readonly durationUnitSeconds: number;
  readonly attribution: Attribution;
}

/**
 * Known layouts. Exports differ by release, language and the columns that somebody chose, so a
 * preset is a start: `columns` adds to it or replaces parts of it, in the same unit.
 *
 * - `genesys-cloud`: CSV of the queue performance interval view. Durations in milliseconds.
 *   "Avg Hold" counts held contacts only and cannot be made a total, so hold is left within handle
 *   time unless "Total Hold" is there.
 * - `amazon-connect`: historical metrics report by queue and interval; durations as h:mm:ss or in
 *   seconds. Handled contacts count where they end. "Average customer hold time" has the same
 *   flaw as above; that of all contacts is taken.
 * - `avaya`: items of the CMS table hsplit (or report columns with durations in seconds). CMS
 *   counts a call where it ends. `row_date` and `starttime` (800 is 08:00) stand apart.
 */
export const PRESETS: Readonly<Record<HistoryPreset, Preset>> = {
  'genesys-cloud': {
    durationUnitSeconds: 0.001,
    attribution: 'answer',
    columns: {
      interval_start: ['Interval Start'],
      queue: ['Queue Name', 'Queue'],
      channel: ['Media Type'],
      offered: ['Offer', 'Offered', 'nOffered'],
      answered: ['Answer', 'Answered', 'nAnswered'],
      abandoned: ['Abandon', 'Abandoned', 'nAbandoned'],
      abandoned_in_threshold: ['Short Abandon'],
      talk_seconds: ['Total Talk', 'tTalk'],
      hold_seconds: ['Total Hold', 'tHeld'],
      acw_seconds: ['Total ACW', 'tAcw'],
      handle_seconds: ['Total Handle', 'tHandle'],
      wait_answered_seconds: ['Total Answer', 'tAnswered'],
      wait_abandoned_seconds: ['Total Abandon', 'tAbandon'],
      average_acw_seconds: ['Avg ACW'],
      average_handle_seconds: ['Avg Handle', 'AHT'],
      average_wait_answered_seconds: ['ASA', 'Avg Speed of Answer'],
      average_wait_abandoned_seconds: ['Avg Abandon'],
    },
  },
  'amazon-connect': {
    durationUnitSeconds: 1,
    attribution: 'end',
    columns: {
      interval_start: ['StartInterval', 'Start interval', 'Interval start'],
      queue: ['Queue', 'Queue name'],
      channel: ['Channel'],
      offered: ['Contacts queued (enqueue timestamp)', 'Contacts queued'],
      answered: ['Contacts handled'],
      abandoned: ['Contacts abandoned', 'Contact abandoned'],
      talk_seconds: ['Agent interaction time'],
      hold_seconds: ['Customer hold time'],
      acw_seconds: ['After contact work time'],
      handle_seconds: ['Contact handle time'],
      average_talk_seconds: ['Average agent interaction time'],
      average_hold_seconds: ['Average customer hold time all contacts'],
      average_acw_seconds: ['Average after contact work time'],
      average_handle_seconds: ['Average handle time'],
      average_wait_answered_seconds: ['Average queue answer time'],
      average_wait_abandoned_seconds: ['Average queue abandon time'],
    },
  },
  avaya: {
    durationUnitSeconds: 1,
    attribution: 'end',
    columns: {
      date: ['row_date', 'Date'],
      time: ['starttime', 'Start Time', 'Time'],
      interval_minutes: ['intrvl'],
      queue: ['split', 'Split/Skill', 'Skill'],
      offered: ['callsoffered', 'Calls Offered'],
      answered: ['acdcalls', 'ACD Calls'],
      answered_in_threshold: ['acceptable'],
      abandoned: ['abncalls', 'Aban Calls'],
      abandoned_in_threshold: ['slvlabns'],
      talk_seconds: ['acdtime'],
      hold_seconds: ['holdacdtime', 'holdtime'],
      acw_seconds: ['acwtime'],
      wait_answered_seconds: ['anstime'],
      wait_abandoned_seconds: ['abntime'],
      average_talk_seconds: ['Avg ACD Time'],
      average_acw_seconds: ['Avg ACW Time'],
      average_wait_answered_seconds: ['Avg Speed Ans'],
      average_wait_abandoned_seconds: ['Avg Aban Time'],
    },
  },
};
