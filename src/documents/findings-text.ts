/** English sentences for what cores and readers tell by code. */
import { type Finding, type FindingCode } from '../domain/finding.ts';
import { type Note } from '../domain/forecast.ts';
import {
  type QueueStaffing,
  type UncertainOutlook,
  type ServiceGoal,
} from '../domain/requirement.ts';
import { type Violation } from '../domain/roster.ts';
import { duration } from './duration.ts';
import { warningText } from './erlang-text.ts';
import { KPI_NOTES } from './kpi.ts';

type Details = Readonly<Record<string, string | number>>;
type Sentence = (details: Details) => string;

/** "line 12, column offered, queue sales, 2026-03-29T08:00:00+02:00: not a number: "x"; left out". */
export function findingText(finding: Finding): string {
  const { code, line, column, queue, interval, details, action } = finding;
  const place = [
    line === null ? '' : `line ${line}`,
    column === null ? '' : `column ${column}`,
    queue === null ? '' : `queue ${queue}`,
    interval ?? '',
  ].filter((part) => part !== '');
  const more = details['more'];
  const what =
    more === undefined
      ? sentenceOf(FINDINGS, code, details)
      : `${more} more like this (${code}) are not listed`;
  const done = ACTIONS[action];
  return `${place.length === 0 ? '' : `${place.join(', ')}: `}${what}${done === '' ? '' : `; ${done}`}`;
}

/** "rest of 9h between shifts, at least 11h is due". Who and when stand in the violation. */
export function violationText({ rule, details }: Violation): string {
  return sentenceOf(VIOLATIONS, rule, details);
}

/** "handle time is assumed, 240 s a contact: history has none". */
export function noteText({ code, details }: Note): string {
  return sentenceOf(NOTES, code, details);
}

/** "80 % in 20s (offered), at most 5 % abandoned, per interval". */
export function goalText(goal: ServiceGoal): string {
  const parts = [
    goal.serviceLevel === null
      ? ''
      : `${percent(goal.serviceLevel)} in ${duration(goal.thresholdSeconds)} (${goal.definition})`,
    goal.serviceLevelFloor === null
      ? ''
      : `at least ${percent(goal.serviceLevelFloor)} in every interval`,
    goal.averageSpeedOfAnswerSeconds === null
      ? ''
      : `mean wait up to ${duration(goal.averageSpeedOfAnswerSeconds)}`,
    goal.maxAbandonment === null ? '' : `at most ${percent(goal.maxAbandonment)} abandoned`,
    goal.maxOccupancy === null ? '' : `occupancy up to ${percent(goal.maxOccupancy)}`,
    goal.minimumAgents === 0 ? '' : `at least ${goal.minimumAgents} on the phones`,
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'as given' : `${parts.join(', ')}, per ${goal.period}`;
}

/** "erlang-a, carry-over": which model staffs a queue. */
export function staffingText(
  staffing: QueueStaffing,
  outlook: UncertainOutlook | null = null,
): string {
  switch (staffing.kind) {
    case 'calls': {
      // Volume that may turn out otherwise is staffed by the load of an interval; waits are not followed.
      const followed = outlook === null || staffing.method !== 'carry-over';
      return `${staffing.model}, ${followed ? staffing.method : 'mol-mean'}`;
    }
    case 'chat':
      return `chat, up to ${staffing.handleTimeByConcurrencySeconds.length} at a time`;
    case 'deferred':
      return `deferred, ${percent(staffing.certainty)} certain`;
  }
}

const ACTIONS: Readonly<Record<Finding['action'], string>> = {
  kept: 'kept',
  'left-out': 'left out',
  merged: 'merged',
  told: '',
};

const FINDINGS: Readonly<Record<FindingCode, Sentence>> = {
  gap: (d) => `no history for ${intervals(d)}, until ${text(d, 'until')}`,
  'duplicate-same': (d) => `the same interval and values as line ${text(d, 'firstLine')}`,
  'duplicate-different': (d) => `another value for the interval of line ${text(d, 'firstLine')}`,
  'out-of-order': (d) => `times go back ${text(d, 'rows')} times in the file; put in order`,
  blank: () => 'nothing in it',
  'bad-number': (d) => `not a number that is understood: "${text(d, 'got')}"${reason(d)}`,
  'bad-time': (d) => `not a time that is understood: "${text(d, 'got')}"${reason(d)}`,
  negative: (d) => `below 0: "${text(d, 'got')}"`,
  'dst-gap': (d) => `the clock jumps over this time in ${text(d, 'zone')}`,
  'dst-double': (d) => `this local time comes twice; taken for the ${text(d, 'takenAs')} one`,
  'mixed-length': (d) => `an interval of another length than the rest${others(d)}`,
  'handled-over-offered': (d) => `more handled than offered${others(d)}`,
  'abandoned-over-offered': (d) => `more abandoned than offered${others(d)}`,
  'handle-time-without-contacts': (d) => `handle time without contacts${others(d)}`,
  'outlier-high': (d) =>
    `unusually many contacts: ${text(d, 'got')} where ${text(d, 'expected')} are usual${until(d)}`,
  'outlier-low': (d) =>
    `unusually few contacts: ${text(d, 'got')} where ${text(d, 'expected')} are usual${until(d)}`,
  'zero-run': (d) => `no contacts where ${text(d, 'expected')} are usual${until(d)}; an outage?`,
  'unknown-column': () => 'a column without a meaning here; not read',
  'ragged-row': (d) => `${text(d, 'cells')} fields where the header has ${text(d, 'expected')}`,
  'lookalike-name': (d) =>
    d['other'] === undefined
      ? `a doubtful name: "${text(d, 'got')}"${reason(d)}`
      : `the name "${text(d, 'got')}" looks like "${text(d, 'other')}"`,
  'off-grid': (d) => `starts out of step with the other intervals${others(d)}`,
  layout: (d) =>
    d['takenAs'] === undefined
      ? `read as${others(d)}`
      : `its times do not follow the clock changes of ${text(d, 'zone')}; taken as ${text(d, 'takenAs')}`,
};

const VIOLATIONS: Readonly<Record<string, Sentence>> = {
  'known-agent': () => 'the plan has no such agent',
  'shift-shape': (d) =>
    `the shift is not whole (${text(d, 'fault')})${others(without(d, ['fault']))}`,
  'one-shift-per-day': (d) => `${text(d, 'found')} shifts on one day, one is allowed`,
  'no-overlap': (d) => `overlaps the shift before by ${time(d, 'overlapSeconds')}`,
  'min-rest': (d) =>
    `rest of ${time(d, 'restSeconds')} between shifts, at least ${time(d, 'minSeconds')} is due`,
  'shift-pattern': (d) =>
    d['found'] === '' || d['found'] === undefined
      ? `fits no shift pattern of the contract (${text(d, 'fault')})`
      : `does not fit the contract's pattern "${text(d, 'found')}" (${text(d, 'fault')})`,
  skill: (d) => `works on the queue "${text(d, 'found')}" without the skill`,
  availability: (d) => `outside availability, from ${text(d, 'start')} to ${text(d, 'end')}`,
  'forward-rotation': (d) =>
    `starts at ${clock(d)}, earlier than the day before (${clock(d, 'beforeSeconds')})`,
  succession: (d) => `"${text(d, 'found')}" on the day after "${text(d, 'after')}"`,
  employment: (d) =>
    d['from'] === undefined
      ? `works on ${text(d, 'found')}, employed to ${text(d, 'to')}`
      : `works on ${text(d, 'found')}, employed from ${text(d, 'from')}`,
  'night-ban': () => 'a night shift of somebody who may work none',
  leave: (d) => `works on leave, ${text(d, 'found')}`,
  lock: (d) =>
    d['expected'] === 'off'
      ? 'works on a day fixed as off'
      : `the day is fixed as "${text(d, 'expected')}" from ${clock(d)} for ${time(d, 'lengthSeconds')}`,
  'consecutive-days': (d) => `${text(d, 'found')} days in a row, at most ${text(d, 'allowed')}`,
  'consecutive-nights': (d) => `${text(d, 'found')} nights in a row, at most ${text(d, 'allowed')}`,
  'min-consecutive-days': (d) =>
    `${text(d, 'found')} days in a row, at least ${text(d, 'min')} are due`,
  'min-days-off': (d) =>
    `${text(d, 'found')} days off in a row, at least ${text(d, 'min')} are due`,
  'days-off-after-nights': (d) =>
    `${text(d, 'found')} days off after a night, ${text(d, 'min')} are due`,
  'nights-per-period': (d) => `${text(d, 'found')} nights, at most ${text(d, 'max')}`,
  'consecutive-weekends': (d) => `${text(d, 'found')} weekends in a row, at most ${text(d, 'max')}`,
  'complete-weekends': (d) =>
    `only the ${text(d, 'found') === 'saturday' ? 'Saturday' : 'Sunday'} of the weekend is worked`,
  'free-sundays': (d) =>
    `${text(d, 'found')} Sundays without a shift, at least ${text(d, 'min')} are due`,
  'nights-per-week': (d) => `${text(d, 'found')} nights in the week, at most ${text(d, 'max')}`,
  weekends: (d) => `${text(d, 'found')} weekends with a shift, at most ${text(d, 'max')}`,
  'days-per-week': (d) => `${text(d, 'found')} days in the week, ${bound(d, 'min', 'max', text)}`,
  'paid-per-day': (d) => `${paid(d)} on the day`,
  'paid-per-week': (d) => `${paid(d)} in the week`,
  'paid-per-period': (d) => `${paid(d)} in the period`,
  'average-paid': (d) => `${paid(d)} in ${text(d, 'weeks')} weeks`,
};

const NOTES: Readonly<Record<string, Sentence>> = {
  'handle-time-assumed': (d) =>
    `handle time is assumed, ${text(d, 'seconds')} s a contact: history has none`,
  'history-before': (d) => `up to ${text(d, 'until')} its history is that of ${text(d, 'before')}`,
  'beyond-backtest': (d) =>
    `the forecast reaches ${text(d, 'horizonDays')} days, tests on history only ${text(d, 'backtestDays')}`,
  'day-unknown': () => 'nothing is known yet of what came that day',
  'handle-time-unknown': () => 'history has no handle times of the day: their part is not known',
  'contract-cannot-be-met': (d) =>
    `the contract "${text(d, 'contract')}" of ${text(d, 'agent')} cannot be met` +
    (d['without'] === '' ? '' : `; it could be without: ${text(d, 'without')}`),
  'no-published-roster': () =>
    'no roster of the day was published (agner roster publish): what people did is left to the model',
  'attendance-unknown': () =>
    'what people did is not known (agner serve with an ACD keeps it): absence and adherence are left to the model',
  'attendance-partly-known': (d) =>
    `what people did is known of ${percent(Number(d['share']))} of scheduled work; the rest is taken as planned`,
  'people-without-schedule': (d) =>
    `${text(d, 'people')} people were at work without a shift that names a queue: they are not counted`,
  'no-contacts': (d) => `no contacts in ${text(d, 'historyDays')} days of history`,
  'queue-silent': (d) =>
    `no contacts since ${text(d, 'since')} (${text(d, 'silentDays')} days): taken as closed, so none are forecast; leave these days out of the history if the queue opens again`,
  'history-ends-early': (d) =>
    `history ends ${text(d, 'gapDays')} days before the first day of the forecast`,
  'silent-lately': (d) =>
    `no contacts on the last ${text(d, 'openDays')} open days, since ${text(d, 'since')}: an outage, or has ` +
    'the queue closed? The forecast goes by the days before',
  'special-days-elsewhere': (d) =>
    `none of the ${text(d, 'days')} special days lies between ${text(d, 'from')} and ${text(d, 'to')}, where ` +
    'history and forecast are: are they of another year?',
  'special-day-unseen': (d) =>
    `${text(d, 'date')}: no day of type "${text(d, 'type')}" in history to learn from; taken as a plain day (a factor in the special days says more)`,
  'special-day-factor': (d) =>
    `${text(d, 'date')} (${text(d, 'type')}): ${change(d, 'factor')} on an ordinary day, as the special days say`,
  'working-days-undecided': (d) =>
    `the shifted working days of ${text(d, 'year')} (${text(d, 'country')}) are not known here: write them into the plan's special days`,
  'level-shift': (d) =>
    `since ${text(d, 'since')} contacts are at another level, ${changeOf(Number(d['change']))} on the four weeks before; ` +
    'the forecast goes by the new one',
  'trend-break': (d) =>
    `the trend broke about ${text(d, 'since')}: ${changeOf(Number(d['before']))} a year in the weeks before, ` +
    `${changeOf(Number(d['after']))} a year since`,
  'special-day-closed': (d) =>
    `${text(d, 'date')}: days of type "${text(d, 'type')}" had no contacts in history`,
  'contacts-while-closed': (d) =>
    `${text(d, 'contacts')} contacts are forecast while the queue is closed; nobody is required`,
  'left-at-closing': (d) =>
    `${text(d, 'contacts')} contacts are expected to be waiting still at closing and to be sent away`,
  'abandonment-unlimited': (d) =>
    warningText({
      code: 'abandonment-unlimited',
      abandonProbability: Number(d['abandonProbability']),
    }),
  'chat-throughput-falls': (d) =>
    `with ${text(d, 'concurrency')} contacts in hand an agent ends fewer than with one less; let them hold fewer`,
  'overloaded-intervals': (d) =>
    `${text(d, 'scenario')}, ${text(d, 'queue')}: more load than agents in ${text(d, 'intervals')} intervals`,
  'agent-without-queue': (d) =>
    `agent ${text(d, 'agent')} has the skill for no required queue and gets no shift`,
  'read-from-csv': () => 'read from CSV: what CSV does not say is left open',
  'too-short-to-backtest': (d) =>
    `${text(d, 'queue')}: the history before the forecast is too short to be tested on`,
  'history-missing': (d) => `${text(d, 'queue')}: the site has no history of this queue`,
  'plan-missing': (d) =>
    `plan ${text(d, 'plan')} is not stored any more; opening hours are read from the history`,
  'special-days-not-stored': () =>
    'the forecast was made with special days that no plan holds; the tests on the past go without them',
  overridden: (d) => `a planner's figures stand on ${text(d, 'days')} days instead of the model's`,
  reforecast: (d) =>
    `as of ${text(d, 'asOf')} ${text(d, 'contactsSoFar')} contacts came (${text(d, 'expectedSoFar')} of them ` +
    `were forecast); ${text(d, 'restContacts')} are still expected, ${change(d, 'restFactor')} on the forecast, ` +
    `and handle time is ${change(d, 'handleTimeFactor')}${missing(d)}`,
  'reforecast-nothing-known': (d) =>
    `of ${text(d, 'date')} nothing is known as of ${text(d, 'asOf')}: the forecast stands as it was`,
  'day-unlike-forecast': (d) =>
    `${text(d, 'date')} is unlike its forecast (${text(d, 'contactsSoFar')} contacts where ` +
    `${text(d, 'expectedSoFar')} were forecast): an outage, or an event nobody wrote down?`,
  'changed-on-the-day': (d) =>
    `changed on the day from ${text(d, 'roster')}: ${text(d, 'shifts')} shifts`,
  ...KPI_NOTES,
  'intervals-absent': (d) => `${text(d, 'intervals')} intervals without a row are taken as closed`,
};

/** An unknown code says itself and its details. */
function sentenceOf(
  sentences: Readonly<Record<string, Sentence>>,
  code: string,
  details: Details,
): string {
  return Object.hasOwn(sentences, code) ? sentences[code]!(details) : `${code}${others(details)}`;
}

function text(details: Details, key: string): string {
  const value = details[key];
  if (value === undefined) return '?';
  return typeof value === 'number' ? String(Number(value.toFixed(2))) : value;
}

/** "+3.1 %" of a factor. */
function change(details: Details, key: string): string {
  return changeOf(Number(details[key]) - 1);
}

/** "+3.1 %" of a share. */
function changeOf(share: number): string {
  return `${share < 0 ? '' : '+'}${(100 * share).toFixed(1)} %`;
}

function missing(details: Details): string {
  const count = Number(details['missingIntervals']);
  return count > 0 ? `; ${count} intervals that are over are not known` : '';
}

function time(details: Details, key: string): string {
  const value = details[key];
  return typeof value === 'number' ? duration(Math.round(value)) : '?';
}

function clock(details: Details, key = 'startSeconds'): string {
  const seconds = Number(details[key]);
  const part = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${part(seconds / 3600)}:${part((seconds % 3600) / 60)}`;
}

function paid(details: Details): string {
  return `${time(details, 'foundSeconds')} of paid time, ${bound(details, 'minSeconds', 'maxSeconds', time)}`;
}

function bound(
  details: Details,
  min: string,
  max: string,
  show: (details: Details, key: string) => string,
): string {
  return details[max] === undefined
    ? `at least ${show(details, min)}`
    : `at most ${show(details, max)}`;
}

function intervals(details: Details): string {
  const slots = text(details, 'slots');
  return slots === '1' ? '1 interval' : `${slots} intervals`;
}

function until(details: Details): string {
  return details['until'] === undefined
    ? ''
    : ` (${intervals(details)}, until ${text(details, 'until')})`;
}

function reason(details: Details): string {
  return details['reason'] === undefined ? '' : ` (${text(details, 'reason')})`;
}

function others(details: Details): string {
  const pairs = Object.keys(details).map((key) => `${key} ${text(details, key)}`);
  return pairs.length === 0 ? '' : ` (${pairs.join(', ')})`;
}

function without(details: Details, keys: readonly string[]): Details {
  return Object.fromEntries(Object.entries(details).filter(([key]) => !keys.includes(key)));
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))} %`;
}
