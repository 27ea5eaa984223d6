import {
  addDays,
  type DateSpan,
  type LearnedShare,
  type LearnedShrinkage,
  startOfDay,
} from '../../domain/index.ts';
import { ratioInterval } from '../../simulation/index.ts';
import { activityOf, type AttendanceSettings, daysOf, piecesOf } from '../attendance/index.ts';
import { lossOf } from '../kpi/tally-kpis.ts';
import { checkDayRange } from '../day-range.ts';
import { type World } from '../sources.ts';

export interface ShrinkageRequest extends DateSpan {
  readonly site: string;
  readonly zone: string;
  /** Epoch seconds; nothing after it is looked at. */
  readonly now: number;
  readonly activities: AttendanceSettings['activities'];
}

const MOST_DAYS = 366;

/** Seconds of one day: scheduled work, what is known of it, and what it was lost to by type. */
interface DayLosses {
  scheduled: number;
  known: number;
  readonly lost: Map<string, number>;
}

/**
 * Unrostered shrinkage as it was: the share of scheduled work, of which it is known what the person
 * did, that was not worked, by type. The interval is that of a ratio of sums over days, which are
 * taken as independent.
 *
 * @throws {AgnerError} `INVALID_INPUT` for a range that ends before it begins, `TOO_LARGE` beyond 366 days
 */
export async function learnShrinkage(
  { store }: Pick<World, 'store'>,
  { site, zone, from, to, now, activities }: ShrinkageRequest,
): Promise<LearnedShrinkage> {
  checkDayRange({ from, to }, MOST_DAYS);
  const settings = { graceSeconds: 0, activities, format: String };
  const days: DayLosses[] = [];
  for (let date = from; date <= to && startOfDay(zone, date) < now; date = addDays(date, 1)) {
    const { days: people, ...range } = await daysOf({ store }, { site, date, zone, now });
    const losses: DayLosses = { scheduled: 0, known: 0, lost: new Map() };
    for (const person of people) {
      addLosses(losses, piecesOf({ ...person, ...range, isRunning: false }, settings), activities);
    }
    if (losses.known > 0) days.push(losses);
  }
  const known = days.map((day) => day.known);
  const types = [...new Set(days.flatMap(({ lost }) => [...lost.keys()]))];
  return {
    site,
    from,
    to,
    days: days.length,
    scheduledSeconds: sum(days.map(({ scheduled }) => scheduled)),
    knownSeconds: sum(known),
    total:
      days.length === 0
        ? null
        : shareOf(
            days.map(({ lost }) => sum([...lost.values()])),
            known,
          ),
    types: types
      .map((type) => ({
        type,
        ...shareOf(
          days.map(({ lost }) => lost.get(type) ?? 0),
          known,
        ),
      }))
      .sort((a, b) => b.mean - a.mean || (a.type < b.type ? -1 : 1)),
  };
}

function addLosses(
  losses: DayLosses,
  pieces: ReturnType<typeof piecesOf>,
  activities: AttendanceSettings['activities'],
): void {
  const hasCome = pieces.some(({ seen }) => seen !== null && seen.state !== 'offline');
  for (const piece of pieces) {
    if (piece.scheduled?.kind !== 'work') continue;
    const seconds = piece.end - piece.start;
    losses.scheduled += seconds;
    if (piece.seen === null) continue;
    losses.known += seconds;
    const loss = lossOf(piece, hasCome);
    if (loss === null) continue;
    const type = loss === 'paused' ? (activityOf(piece.seen.reason, activities) ?? 'paused') : loss;
    losses.lost.set(type, (losses.lost.get(type) ?? 0) + seconds);
  }
}

function shareOf(parts: readonly number[], wholes: readonly number[]): LearnedShare {
  if (parts.length < 2) return { mean: sum(parts) / sum(wholes), halfWidth: null };
  return ratioInterval(parts, wholes)!;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
