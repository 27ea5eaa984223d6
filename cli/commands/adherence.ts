import { type Command } from 'commander';
import { epochSeconds, localDateOf, type DayAttendance } from '../../src/domain/index.ts';
import { attendDay, GRACE_SECONDS } from '../../src/use-cases/index.ts';
import { zoneOfSite } from '../day-range.ts';
import { activitiesOption, date, durationSeconds, zone } from '../options.ts';
import { writeOut } from '../output.ts';
import { clean, hours, share, table } from '../render.ts';
import { runSession, type Session } from '../session.ts';

interface AdherenceOptions {
  readonly date?: string;
  readonly zone?: string;
  readonly grace: number;
  readonly activities: Readonly<Record<string, string>>;
}

export function addAdherence(program: Command): void {
  program
    .command('adherence')
    .description("people's day against the published schedule: adherence, conformance, who is late")
    .option('--date <date>', 'local day (default: today)', date)
    .option('--zone <zone>', 'time zone of the day (default: as stored queues have)', zone)
    .option('--grace <length>', 'deviations up to here are excused', grace, GRACE_SECONDS)
    .addOption(activitiesOption())
    .action(async (_: unknown, command: Command) => {
      const options = command.opts<AdherenceOptions>();
      await runSession(command, async (session) => {
        const day = await attendDay(session.world, await requestOf(session, options));
        await writeOut([session.json ? `${JSON.stringify(day)}\n` : `${attendanceText(day)}\n`]);
        return 0;
      });
    });
}

async function requestOf(session: Session, options: AdherenceOptions) {
  const { world, site } = session;
  const dayZone = await zoneOfSite(session, options.zone);
  const now = epochSeconds(world.identity.now());
  return {
    site,
    date: options.date ?? localDateOf(now, dayZone),
    zone: dayZone,
    now,
    graceSeconds: options.grace,
    activities: options.activities,
  };
}

/** What is missing where there is nothing to hold against each other. */
function nextSteps({ date: day, people }: DayAttendance): readonly string[] {
  const isScheduled = people.some(({ scheduledSeconds }) => scheduledSeconds > 0);
  const isSeen = people.some(({ knownSeconds, workedSeconds }) => knownSeconds + workedSeconds > 0);
  return [
    ...(isScheduled
      ? []
      : [
          `nobody was scheduled on ${day} by a roster that was published by then: "agner roster publish" makes one known from that moment on`,
        ]),
    ...(isSeen
      ? []
      : [
          'nobody was seen: "agner serve" with AGNER_ACD keeps what people do, and "agner import queue-log" what a log tells of them',
        ]),
  ];
}

function grace(text: string): number {
  return text === '0s' ? 0 : durationSeconds(text);
}

function attendanceText(day: DayAttendance): string {
  const { people, graceSeconds, unmappedReasons, unmappedAgents } = day;
  const minutes = (list: DayAttendance['late']): string =>
    list.map(({ agent, seconds }) => `${clean(agent)} ${Math.round(seconds / 60)} min`).join(', ');
  const list = (name: string, text: string): readonly string[] =>
    text === '' ? [] : [`${name}: ${text}`];
  const head = `${day.date} up to ${day.asOf}; adherence is time in the scheduled activity at the scheduled time over scheduled time (in brackets with deviations up to ${graceSeconds} s), conformance time worked over time scheduled to work`;
  return [
    head,
    people.length === 0
      ? ''
      : table(
          [
            'agent',
            'scheduled',
            'known',
            'worked',
            'adherence',
            'conformance',
            'deviations',
            'now',
          ],
          people.map((person) => [
            person.agent,
            hours(person.scheduledSeconds, 2),
            hours(person.knownSeconds, 2),
            hours(person.workedSeconds, 2),
            person.adherence === null
              ? '-'
              : `${share(person.adherence)} (${share(person.adherenceWithGrace)})`,
            share(person.conformance),
            person.deviations.filter(({ isExcused }) => !isExcused).length,
            person.now === null
              ? '-'
              : `${person.now.state ?? 'unknown'}, scheduled ${person.now.name ?? 'off'}`,
          ]),
        ),
    [
      ...nextSteps(day),
      ...list('absent', day.absent.map(clean).join(', ')),
      ...list('late', minutes(day.late)),
      ...list('left early', minutes(day.early)),
      ...list('at work unscheduled', minutes(day.unscheduled)),
      ...list(
        'reasons that stand for no activity, out of adherence',
        unmappedReasons.map((reason) => (reason === '' ? '(none)' : clean(reason))).join(', '),
      ),
      ...list('in no roster', unmappedAgents.map(clean).join(', ')),
    ].join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
