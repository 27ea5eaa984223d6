import {
  AgnerError,
  type AgentStateSpan,
  type DayProposals,
  formatInstant,
  gridDays,
  slotStart,
} from '../../domain/index.ts';
import { type Day, daysOf, WORKING } from '../attendance/index.ts';
import { type WorkContext } from '../ports.ts';
import { type World } from '../sources.ts';
import { type DayRoster } from './day-roster.ts';
import { gatherDay, type LookAtDayRequest } from './look-at-day.ts';

export interface ProposeRequest extends LookAtDayRequest {
  /** How long before they begin people must hear of changes. */
  readonly noticeSeconds: number;
  /** Most proposals for who lacks people, and as many for each use of people to spare. */
  readonly most: number;
}

/** Notice that people have where none is asked for. */
export const NOTICE_SECONDS = 900;
/** Who has not come by so long after the beginning of the shift is not counted on. */
const LATENESS_SECONDS = 600;

/**
 * What could be done about the rest of the day, with what each change does to the projected service
 * level. Nothing is done.
 *
 * @throws {AgnerError} `NOT_FOUND` where no forecast or no published roster holds this day
 */
export async function proposeChanges(
  world: World,
  request: ProposeRequest,
  context: WorkContext,
): Promise<DayProposals> {
  const { site, now, noticeSeconds, most } = request;
  const day = await gatherDay(world, request, context);
  const { document, publication } = publishedOf(day.roster, day.date);
  const { grid } = day.looks[0]!.before;
  const dates = gridDays(document.grid);
  const { days } = await daysOf(world, { site, date: day.date, zone: grid.zone, now });
  const steps = Math.ceil((now + noticeSeconds - slotStart(grid, 0)) / grid.stepSeconds);
  const found = await world.tasks.run(
    'propose',
    {
      looks: day.looks,
      plan: day.plan,
      from: dates[0]!.date,
      days: dates.length,
      shifts: document.shifts,
      since: slotStart(grid, steps),
      absent: days.filter((person) => isAbsent(person, now)).map(({ agent }) => agent),
      most,
    },
    context,
  );
  return {
    site,
    date: day.date,
    asOf: formatInstant(now, grid.zone),
    plan: day.planName,
    forecast: day.forecast,
    publication: publication.id,
    currency: day.plan.costs.currency,
    ...found,
  };
}

/** The roster that the day is worked by, if it was published. */
export function publishedOf(roster: DayRoster | null, date: string) {
  if (roster?.publication != null) return { ...roster, publication: roster.publication };
  throw new AgnerError(
    'NOT_FOUND',
    `expected a published roster that holds ${date}, got none; agner roster publish makes one known`,
    { date },
  );
}

/** Scheduled for a while, heard of the ACD, and not seen at work. */
function isAbsent({ scheduled, states, heard }: Day, now: number): boolean {
  const current = scheduled.find(({ start, end }) => start <= now && now < end);
  if (current === undefined || !heard.some(({ end }) => end > now - LATENESS_SECONDS)) return false;
  let begin = current.start;
  for (const stretch of [...scheduled].reverse()) if (stretch.end === begin) begin = stretch.start;
  if (now - begin < LATENESS_SECONDS) return false;
  const isThere = ({ state, end }: AgentStateSpan): boolean =>
    end > begin && (WORKING.has(state) || state === 'paused' || state === 'unknown');
  return !states.some(isThere);
}
