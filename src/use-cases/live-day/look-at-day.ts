import {
  AgnerError,
  type AgentStateKind,
  type Coverage,
  type DayOutlook,
  type Forecast,
  formatInstant,
  type IntervalHistory,
  type Plan,
  localDateOf,
  type QueueForecast,
  type QueueSnapshot,
  type Roster,
  slotAt,
  slotStart,
} from '../../domain/index.ts';
import { forecastOfDay, requirementOf } from '../day-sources.ts';
import { findForecast } from '../find-forecast.ts';
import { type LiveFeed, type OpenTalk } from '../live/index.ts';
import { type Store, type WorkContext } from '../ports.ts';
import { reforecastQueues } from '../reforecast-queues.ts';
import { findPlan, type PlanSource, type World } from '../sources.ts';
import { type DayRoster, rosterOfDay } from './day-roster.ts';
import { lookAtQueue, type QueueLook } from './look-at-queue.ts';

export interface LookAtDayRequest {
  readonly site: string;
  readonly plan: Exclude<PlanSource, { kind: 'none' }>;
  /** Epoch seconds, on the clock that history is written by. */
  readonly now: number;
  /** What is heard at this moment; `null` for nothing. */
  readonly live: {
    readonly queues: readonly QueueSnapshot[];
    /** People there by queue, each in as many parts as they have queues. */
    readonly present: ReadonlyMap<string, number>;
    readonly openTalk: readonly OpenTalk[];
  } | null;
  readonly seed: number;
}

/** What a feed tells of this moment. */
export function heardOf(feed: LiveFeed): NonNullable<LookAtDayRequest['live']> | null {
  const { source, queues, agents } = feed.current();
  if (source.stale) return null;
  const present = new Map<string, number>();
  for (const { state, queues: of } of agents) {
    if (!THERE.has(state)) continue;
    for (const queue of of) present.set(queue, (present.get(queue) ?? 0) + 1 / of.length);
  }
  return { queues, present, openTalk: feed.openTalk() };
}

/** What people do who are at work for a queue. */
const THERE: ReadonlySet<AgentStateKind> = new Set([
  'on-call',
  'other-call',
  'ringing',
  'wrap-up',
  'ready',
]);

/** What a day under way is looked at with. */
export interface GatheredDay {
  readonly plan: Plan;
  readonly planName: string;
  readonly date: string;
  readonly forecast: string;
  readonly roster: DayRoster | null;
  readonly looks: readonly QueueLook[];
}

/**
 * The day under way: forecast, revised forecast, what each takes, who is there, and the service
 * level to expect of every interval that is left and of the day.
 *
 * People there over people expected (scheduled less unrostered shrinkage), shrunk towards 1, is
 * taken to last for the rest of the day. Conversations under way count in the handle time as
 * censored: what is known of them, over the conversations that are over.
 *
 * @throws {AgnerError} `NOT_FOUND` where no forecast holds this day
 */
export async function lookAtDay(
  world: World,
  request: LookAtDayRequest,
  context: WorkContext,
): Promise<DayOutlook> {
  const { planName, date, forecast, roster, looks } = await gatherDay(world, request, context);
  return {
    site: request.site,
    date,
    asOf: formatInstant(request.now, looks[0]!.before.grid.zone),
    plan: planName,
    forecast,
    roster: roster === null ? null : roster.document.plan,
    queues: looks.map(lookAtQueue),
  };
}

/** Everything that {@link lookAtDay} looks at. */
export async function gatherDay(
  world: World,
  { site, plan: planSource, now, live, seed }: LookAtDayRequest,
  context: WorkContext,
): Promise<GatheredDay> {
  const { store } = world;
  const plan = await findPlan(store, planSource);
  const { zone } = plan.value.site;
  const date = localDateOf(now, zone);
  const stored = await findForecast(store, { kind: 'latest', site, name: null });
  const forecast = await forecastOfDay(store, site, stored.value, date, stored.name);
  const histories = await historiesOf(store, site, forecast.value, live?.openTalk ?? []);
  const revised = await revise(world, forecast.value, histories, now, seed, context);
  const required = await requirementOf(world, forecast.value, plan.value, seed, context);
  const anew = await requirementOf(world, revised, plan.value, seed, context);
  const roster = await rosterOfDay(store, site, plan.value.name, date);
  const looks = forecast.value.queues.map((before, index): QueueLook => ({
    before,
    after: revised.queues[index]!,
    required: required[index]!,
    anew: anew[index]!,
    history: histories.find(({ queue }) => queue === before.queue) ?? null,
    coverage: coverageOf(roster?.document ?? null, before),
    onPhones: plan.value.shrinkage.unrostered.reduce((left, { share }) => left * (1 - share), 1),
    now,
    snapshot: live?.queues.find(({ queue }) => queue === before.queue) ?? null,
    present: live === null ? null : (live.present.get(before.queue) ?? 0),
  }));
  return { plan: plan.value, planName: plan.name, date, forecast: forecast.id, roster, looks };
}

/** Histories of the forecast's queues, with conversations under way as censored. */
async function historiesOf(
  store: Store,
  site: string,
  { queues }: Forecast,
  openTalk: readonly OpenTalk[],
): Promise<readonly IntervalHistory[]> {
  const histories: IntervalHistory[] = [];
  for (const { queue } of queues) {
    try {
      const history = await store.loadHistory(site, queue, { from: null, to: null });
      histories.push(
        censor(
          history,
          openTalk.filter((talk) => talk.queue === queue),
        ),
      );
    } catch (error) {
      if (!(error instanceof AgnerError) || error.code !== 'NOT_FOUND') throw error;
    }
  }
  return histories;
}

/** Talk of slots with conversations under way: their time so far too, over those that are over. */
export function censor(history: IntervalHistory, openTalk: readonly OpenTalk[]): IntervalHistory {
  if (openTalk.length === 0) return history;
  const { grid, totals } = history;
  const talkSeconds = [...totals.talkSeconds];
  const acwSeconds = [...totals.acwSeconds];
  for (const { start, count, elapsedSeconds } of openTalk) {
    const slot = slotAt(grid, start);
    const talk = talkSeconds[slot] ?? null;
    if (talk === null) continue;
    const answered = totals.answered[slot] ?? 0;
    const over = answered - count;
    const scale = over > 0 ? answered / over : null;
    talkSeconds[slot] = scale === null ? null : (talk + elapsedSeconds) * scale;
    const acw = acwSeconds[slot] ?? null;
    acwSeconds[slot] = scale === null || acw === null ? null : acw * scale;
  }
  return { ...history, totals: { ...totals, talkSeconds, acwSeconds } };
}

/** The forecast itself where nothing of the day is known yet. */
async function revise(
  world: World,
  forecast: Forecast,
  histories: readonly IntervalHistory[],
  now: number,
  seed: number,
  context: WorkContext,
): Promise<Forecast> {
  const { grid } = forecast.queues[0]!;
  const from = slotStart(grid, 0);
  const closed = Math.floor((now - from) / grid.stepSeconds);
  const isKnown = forecast.queues.every(({ queue }) =>
    histories.some(
      (history) =>
        history.queue === queue &&
        history.totals.offered.some(
          (count, slot) => count !== null && slotStart(history.grid, slot) >= from,
        ),
    ),
  );
  if (closed < 1 || !isKnown) return forecast;
  const { document } = await reforecastQueues(
    world,
    {
      forecast: { kind: 'given', document: forecast, name: 'day' },
      histories: { kind: 'given', histories, name: 'day' },
      plan: { kind: 'none' },
      specialDays: [],
      // The end of the day is the next day's beginning, but it is this day that is asked about.
      asOf: formatInstant(
        closed < grid.length ? slotStart(grid, closed) : slotStart(grid, grid.length) - 1,
        grid.zone,
      ),
      seed,
      keeping: { kind: 'discard' },
    },
    context,
  );
  return document;
}

/** Scheduled agents per slot of a forecast's day. */
function coverageOf(roster: Roster | null, { queue, grid }: QueueForecast): (number | null)[] {
  const coverage: Coverage | undefined = roster?.coverage.find((entry) => entry.queue === queue);
  return Array.from({ length: grid.length }, (_, slot) => {
    if (roster === null || coverage === undefined) return null;
    return coverage.scheduled[slotAt(roster.grid, slotStart(grid, slot))] ?? null;
  });
}
