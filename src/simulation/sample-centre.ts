import { daysBetween } from '../domain/calendar.ts';
import { type IntervalHistory, type Measure, MEASURES } from '../domain/history.ts';
import { gridDays, gridOfDays, type IntervalGrid } from '../domain/interval-grid.ts';
import { exponential, gamma, logNormal, poisson, type Random, seededRandom } from './random.ts';
import {
  SAMPLE_ACW_BLANKS,
  SAMPLE_END_DATE,
  SAMPLE_FIRST_DATE,
  SAMPLE_QUEUES,
  SAMPLE_REPORT_OUTAGE,
  SAMPLE_STEP_SECONDS,
  SAMPLE_THRESHOLD_SECONDS,
  SAMPLE_ZONE,
  type SampleQueue,
} from './sample-profile.ts';
import { expectedVolume } from './sample-volume.ts';
import { type Contacts, serveContacts } from './serve-contacts.ts';

/** How contacts of one queue went: talk, hold and wrap-up apart. */
interface SampleContacts extends Contacts {
  readonly slot: Uint32Array;
  readonly talkSeconds: Float64Array;
  readonly holdSeconds: Float64Array;
  readonly acwSeconds: Float64Array;
}

type TotalsByMeasure = Record<Measure, (number | null)[]>;

/**
 * The history of an invented centre, 18 months of quarter-hours in three queues: growth, week and
 * year, month starts, holidays, clock changes, busy and quiet days, two outages, one campaign, and
 * a few blanks. Contacts are simulated one by one, so waits and hang-ups belong together.
 *
 * The same seed gives the same history on every machine.
 *
 * Cost: about three seconds.
 */
export function makeSampleHistory(seed: number): IntervalHistory[] {
  const days = daysBetween(SAMPLE_FIRST_DATE, SAMPLE_END_DATE);
  const grid = gridOfDays(SAMPLE_ZONE, SAMPLE_FIRST_DATE, days, SAMPLE_STEP_SECONDS);
  return SAMPLE_QUEUES.map((queue, index) => {
    const random = seededRandom(seed * SAMPLE_QUEUES.length + index);
    const volume = expectedVolume(queue, grid);
    const busyness = drawBusyness(grid, random);
    const contacts = drawContacts(queue, volume, busyness, random);
    const agents = drawAgents(queue, volume, random);
    const totals = countContacts(contacts, agents, grid.length);
    blankUnknown(queue, grid, totals);
    return { queue: queue.name, channel: 'voice', attribution: 'arrival', grid, totals };
  });
}

/**
 * Factor per slot by which a day is busier than it should be: one for the whole day, and one that
 * comes and goes within hours.
 */
function drawBusyness(grid: IntervalGrid, random: Random): Float64Array {
  const busyness = new Float64Array(grid.length);
  const fading = Math.exp(-SAMPLE_STEP_SECONDS / 5400);
  let swing = 0;
  for (const { firstSlot, slots } of gridDays(grid)) {
    const day = gamma(random, 1, 400);
    for (let slot = firstSlot; slot < firstSlot + slots; slot++) {
      swing =
        fading * swing + Math.sqrt(1 - fading * fading) * Math.log(logNormal(random, 1, 0.06));
      busyness[slot] = day * Math.exp(swing);
    }
  }
  return busyness;
}

function drawContacts(
  queue: SampleQueue,
  volume: Float64Array,
  busyness: Float64Array,
  random: Random,
): SampleContacts {
  const counts = volume.map((mean, slot) => poisson(random, mean * busyness[slot]!));
  const size = counts.reduce((sum, count) => sum + count, 0);
  const column = (): Float64Array => new Float64Array(size);
  const contacts = {
    slot: new Uint32Array(size),
    arrivalSeconds: column(),
    handleSeconds: column(),
    patienceSeconds: column(),
    talkSeconds: column(),
    holdSeconds: column(),
    acwSeconds: column(),
  };
  let first = 0;
  counts.forEach((count, slot) => {
    const arrivals = contacts.arrivalSeconds.subarray(first, first + count);
    for (let one = 0; one < count; one++) {
      arrivals[one] = (slot + random()) * SAMPLE_STEP_SECONDS;
      const contact = first + one;
      const talk = Math.max(1, Math.round(gamma(random, queue.talkSeconds, 2)));
      const onHold = random() < queue.holdShare;
      const hold = onHold ? Math.round(exponential(random, queue.holdSeconds)) : 0;
      const acw = Math.round(gamma(random, queue.acwSeconds, 2));
      contacts.slot[contact] = slot;
      contacts.talkSeconds[contact] = talk;
      contacts.holdSeconds[contact] = hold;
      contacts.acwSeconds[contact] = acw;
      contacts.handleSeconds[contact] = talk + hold + acw;
      contacts.patienceSeconds[contact] = exponential(random, queue.patienceSeconds);
    }
    arrivals.sort();
    first += count;
  });
  return contacts;
}

/**
 * Who is there: the square-root rule on the expected load, held for half an hour, sometimes one
 * more or fewer, as rosters are.
 */
function drawAgents(queue: SampleQueue, volume: Float64Array, random: Random): number[] {
  const handleTime = queue.talkSeconds + queue.holdShare * queue.holdSeconds + queue.acwSeconds;
  const agents: number[] = [];
  let luck = 0;
  for (let slot = 0; slot < volume.length; slot++) {
    if (slot % 2 === 0) {
      const draw = random();
      luck = draw < 0.15 ? -1 : draw > 0.8 ? 1 : 0;
    }
    const planned = slot - (slot % 2);
    const busiest = Math.max(volume[planned]!, volume[planned + 1] ?? 0);
    const load = (busiest * handleTime) / SAMPLE_STEP_SECONDS;
    agents.push(
      Math.max(queue.minimumAgents, Math.round(0.3 + load + 0.85 * Math.sqrt(load)) + luck),
    );
  }
  return agents;
}

function countContacts(
  contacts: SampleContacts,
  agents: readonly number[],
  length: number,
): TotalsByMeasure {
  const { waitSeconds, answered } = serveContacts(contacts, agents, SAMPLE_STEP_SECONDS);
  const totals = Object.fromEntries(
    MEASURES.map((measure) => [measure, new Array<number>(length).fill(0)]),
  ) as Record<Measure, number[]>;
  contacts.slot.forEach((slot, contact) => {
    const wait = waitSeconds[contact]!;
    const soon = wait <= SAMPLE_THRESHOLD_SECONDS;
    totals.offered[slot]!++;
    if (answered[contact] === 1) {
      totals.answered[slot]!++;
      if (soon) totals.answeredInThreshold[slot]!++;
      totals.waitAnsweredSeconds[slot]! += Math.round(wait);
      totals.talkSeconds[slot]! += contacts.talkSeconds[contact]!;
      totals.holdSeconds[slot]! += contacts.holdSeconds[contact]!;
      totals.acwSeconds[slot]! += contacts.acwSeconds[contact]!;
    } else {
      totals.abandoned[slot]!++;
      if (soon) totals.abandonedInThreshold[slot]!++;
      totals.waitAbandonedSeconds[slot]! += Math.round(wait);
    }
  });
  return totals;
}

function blankUnknown(queue: SampleQueue, grid: IntervalGrid, totals: TotalsByMeasure): void {
  for (const { date, firstSlot, slots } of gridDays(grid)) {
    if (date === SAMPLE_REPORT_OUTAGE.date) {
      const from = firstSlot + SAMPLE_REPORT_OUTAGE.fromSeconds / SAMPLE_STEP_SECONDS;
      const to = firstSlot + SAMPLE_REPORT_OUTAGE.toSeconds / SAMPLE_STEP_SECONDS;
      for (const measure of MEASURES) totals[measure].fill(null, from, to);
    }
    if (queue.name === SAMPLE_ACW_BLANKS.queue && isAcwBlank(date)) {
      totals.acwSeconds.fill(null, firstSlot, firstSlot + slots);
    }
  }
}

function isAcwBlank(date: string): boolean {
  return SAMPLE_ACW_BLANKS.dates.some((blank) => blank === date);
}
