import { type Command } from 'commander';
import { AgnerError, epochSeconds } from '../src/domain/index.ts';
import { siteZone } from '../src/use-cases/index.ts';
import { activitiesOption, date, zone } from './options.ts';
import { type Session } from './session.ts';

/** What {@link addDayRange} asks for. */
export interface DayRangeOptions {
  readonly from: string;
  readonly to?: string;
  readonly zone?: string;
  readonly activities: Readonly<Record<string, string>>;
}

/** Options of a command that looks at what was on some days. */
export function addDayRange(command: Command): Command {
  return command
    .requiredOption('--from <date>', 'first local day', date)
    .option('--to <date>', 'last local day (default: the first)', date)
    .option('--zone <zone>', 'time zone of the days (default: as stored queues have)', zone)
    .addOption(activitiesOption());
}

/** The days that are meant, as requests name them. */
export async function dayRangeOf(session: Session, options: DayRangeOptions) {
  return {
    site: session.site,
    zone: await zoneOfSite(session, options.zone),
    from: options.from,
    to: options.to ?? options.from,
    now: epochSeconds(session.world.identity.now()),
    activities: options.activities,
  };
}

/** The zone that a site's days are of, unless one is given. */
export async function zoneOfSite(
  { world, site }: Session,
  given: string | undefined,
): Promise<string> {
  const found = given ?? (await siteZone(world.store, site));
  if (found === null) {
    throw new AgnerError('INVALID_INPUT', 'expected --zone: the site has no queues yet');
  }
  return found;
}
