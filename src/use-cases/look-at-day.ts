import {
  AgnerError,
  type AgentStateKind,
  type Coverage,
  type DayOutlook,
  type Forecast,
  formatInstant,
  type IntervalHistory,
  localDateOf,
  type QueueForecast,
  type QueueOutlook,
  type QueueRequirement,
  type QueueSnapshot,
  type Roster,
  slotAt,
  slotStart,
  startOfDay,
} from '../domain/index.ts';
import { expectedPerformance } from '../erlang/index.ts';
import { forecastOfDay, requirementOf } from './day-sources.ts';
import { findForecast } from './find-forecast.ts';
import { type LiveFeed, type OpenTalk } from './live/index.ts';
import { type Store, type WorkContext } from './ports.ts';
import { reforecastQueues } from './reforecast-queues.ts';
import { addParts, levelOf, NO_PARTS, type Parts, partsOf } from './service-parts.ts';
import { findPlan, type PlanSource, type World } from './sources.ts';

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

/** As if so many more people were expected, and there: one who is late is not half the team. */
const STEADYING_AGENTS = 4;

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
  { site, plan: planSource, now, live, seed }: LookAtDayRequest,
  context: WorkContext,
): Promise<DayOutlook> {
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
  const roster = await rosterOfDay(store, site, date);
  const queues = forecast.value.queues.map((before, index): QueueOutlook =>
    lookAtQueue({
      before,
      after: revised.queues[index]!,
      required: required[index]!,
      anew: anew[index]!,
      history: histories.find(({ queue }) => queue === before.queue) ?? null,
      coverage: coverageOf(roster, before),
      onPhones: plan.value.shrinkage.unrostered.reduce((left, { share }) => left * (1 - share), 1),
      now,
      snapshot: live?.queues.find(({ queue }) => queue === before.queue) ?? null,
      present: live === null ? null : (live.present.get(before.queue) ?? 0),
    }),
  );
  return {
    site,
    date,
    asOf: formatInstant(now, zone),
    plan: plan.name,
    forecast: forecast.id,
    roster: roster === null ? null : roster.plan,
    queues,
  };
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

/** The newest roster that holds the day; `null` for none. */
async function rosterOfDay(store: Store, site: string, date: string): Promise<Roster | null> {
  for (const header of await store.listResults(site, 'roster', 20)) {
    const { document } = await store.loadResult<Roster>('roster', header.id);
    const { grid } = document;
    const slot = slotAt(grid, startOfDay(grid.zone, date));
    if (slot >= 0 && slot < grid.length) return document;
  }
  return null;
}

/** Scheduled agents per slot of a forecast's day. */
function coverageOf(roster: Roster | null, { queue, grid }: QueueForecast): (number | null)[] {
  const coverage: Coverage | undefined = roster?.coverage.find((entry) => entry.queue === queue);
  return Array.from({ length: grid.length }, (_, slot) => {
    if (roster === null || coverage === undefined) return null;
    return coverage.scheduled[slotAt(roster.grid, slotStart(grid, slot))] ?? null;
  });
}

interface QueueLook {
  readonly before: QueueForecast;
  readonly after: QueueForecast;
  readonly required: QueueRequirement;
  readonly anew: QueueRequirement;
  readonly history: IntervalHistory | null;
  readonly coverage: readonly (number | null)[];
  /** Share of scheduled people who are on the phones. */
  readonly onPhones: number;
  readonly now: number;
  readonly snapshot: QueueSnapshot | null;
  readonly present: number | null;
}

function lookAtQueue(look: QueueLook): QueueOutlook {
  const { before, after, required, anew, coverage, onPhones, now, present } = look;
  const { grid } = before;
  const { goal, staffing, open } = anew;
  const slots = Array.from({ length: grid.length }, (_, slot) => slot);
  const running = Math.min(
    grid.length,
    Math.max(0, Math.floor((now - slotStart(grid, 0)) / grid.stepSeconds)),
  );
  const past = slots.map((slot) => (slot < running ? pastOf(look, slot) : null));
  const expectedNow = (coverage[running] ?? 0) * onPhones;
  const ratio =
    present === null || coverage[running] == null || expectedNow === 0
      ? 1
      : (present + STEADYING_AGENTS) / (expectedNow + STEADYING_AGENTS);
  const agents = coverage.map((count, slot) =>
    slot < running || count === null ? null : count * onPhones * ratio,
  );
  const rest = slots.filter((slot) => slot >= running);
  const isStaffed = rest.every((slot) => agents[slot] !== null);
  const expected =
    staffing.kind === 'calls' && isStaffed && rest.length > 0
      ? expectedPerformance({
          volume: rest.map((slot) => after.volume.mean[slot] ?? 0),
          handleTimeSeconds: rest.map((slot) => after.handleTimeSeconds.mean[slot] ?? 0),
          open: rest.map((slot) => open[slot] === true),
          agents: rest.map((slot) => agents[slot] ?? 0),
          stepSeconds: grid.stepSeconds,
          goal,
          model: staffing.model,
          method: staffing.method,
          patienceSeconds: staffing.patienceSeconds,
        })
      : null;
  const ofRest = (values: readonly (number | null)[] | undefined) => (slot: number) =>
    slot < running ? null : (values?.[slot - running] ?? null);
  const serviceLevels = slots.map((slot) =>
    slot < running ? levelOf(past[slot] ?? null) : ofRest(expected?.serviceLevel)(slot),
  );
  const done = past.reduce(addParts, NO_PARTS);
  const begun = partsOfRunning(look, running);
  const soFar = addParts(done, begun);
  // Who waits within the threshold is not decided; who waits beyond it is missed already.
  const undecided =
    begun === null || look.snapshot === null
      ? 0
      : look.snapshot.waiting - look.snapshot.waitingBeyondThreshold;
  const restParts = rest.map((slot): Parts | null => {
    const level = serviceLevels[slot] ?? null;
    const whole = after.volume.mean[slot] ?? 0;
    // Of the running interval only what has not come yet is still to be expected.
    const contacts =
      slot === running ? Math.max(0, whole - (begun?.offered ?? 0)) + undecided : whole;
    if (contacts > 0 && level === null) return null;
    return { offered: contacts, good: contacts * (level ?? 0), base: contacts };
  });
  const isWhole = restParts.every((parts) => parts !== null);
  const day = restParts.reduce(addParts, soFar);
  return {
    queue: before.queue,
    grid,
    running,
    goal,
    offered: slots.map((slot) => past[slot]?.offered ?? null),
    forecast: before.volume.mean,
    reforecast: after.volume.mean,
    forecastHandleTimeSeconds: before.handleTimeSeconds.mean,
    handleTimeSeconds: after.handleTimeSeconds.mean,
    required: required.scheduledAgents,
    requiredAnew: anew.scheduledAgents,
    scheduled: coverage,
    agents,
    serviceLevel: serviceLevels,
    averageSpeedOfAnswerSeconds: slots.map(ofRest(expected?.averageSpeedOfAnswerSeconds)),
    occupancy: slots.map(ofRest(expected?.occupancy)),
    present,
    soFar: { offered: soFar.offered, serviceLevel: levelOf(soFar) },
    day: {
      offered: restParts.reduce(
        (sum, parts, index) => sum + (parts?.offered ?? after.volume.mean[running + index] ?? 0),
        soFar.offered,
      ),
      serviceLevel: isWhole ? levelOf(day) : null,
    },
  };
}

function pastOf({ before, history, anew }: QueueLook, slot: number): Parts | null {
  if (history === null) return null;
  const at = slotAt(history.grid, slotStart(before.grid, slot));
  const value = (name: keyof IntervalHistory['totals']): number | null =>
    history.totals[name][at] ?? null;
  const offered = value('offered');
  if (offered === null) return null;
  return partsOf(
    {
      offered,
      answered: value('answered') ?? 0,
      answeredInThreshold: value('answeredInThreshold') ?? 0,
      abandonedInThreshold: value('abandonedInThreshold') ?? 0,
    },
    anew.goal.definition,
  );
}

/** What came in the interval that runs: the day so far, less the intervals that are over. */
function partsOfRunning(look: QueueLook, running: number): Parts | null {
  const { snapshot, before, history } = look;
  if (snapshot === null || snapshot.today.isPartial) return null;
  const { today } = snapshot;
  const closed = { offered: 0, answered: 0, answeredInThreshold: 0, abandonedInThreshold: 0 };
  for (let slot = 0; slot < running; slot++) {
    if (history === null) continue;
    const at = slotAt(history.grid, slotStart(before.grid, slot));
    for (const name of Object.keys(closed) as (keyof typeof closed)[]) {
      closed[name] += history.totals[name][at] ?? 0;
    }
  }
  const undecided = snapshot.waiting - snapshot.waitingBeyondThreshold;
  return partsOf(
    {
      offered: Math.max(0, today.offered - closed.offered - undecided),
      answered: Math.max(0, today.answered - closed.answered),
      answeredInThreshold: Math.max(0, today.answeredInThreshold - closed.answeredInThreshold),
      abandonedInThreshold: Math.max(0, today.abandonedInThreshold - closed.abandonedInThreshold),
    },
    look.anew.goal.definition,
  );
}
