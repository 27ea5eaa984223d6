import {
  AgnerError,
  type Forecast,
  type Plan,
  type Requirement,
  type Roster,
} from '../domain/index.ts';
import { datesOfGrid, writeOutCalendar } from './plan-calendar.ts';
import { findForecast } from './find-forecast.ts';
import { type ExportContext, type ExportedFile, type ExportFormat } from './export-formats.ts';
import { type Store, type WorkContext } from './ports.ts';
import {
  type DocumentSource,
  findDocument,
  findPlan,
  type PlanSource,
  type World,
} from './sources.ts';

export interface ExportRosterRequest {
  readonly site: string;
  readonly roster: DocumentSource<Roster>;
  readonly format: ExportFormat;
  /** One person's shifts alone; `null` for all. */
  readonly agent: string | null;
  /** For payroll; `none` takes the plan that the roster was made of, if it is stored. */
  readonly plan: PlanSource;
  /** For pictures; `null` takes what the roster was made of, if it is stored. */
  readonly requirement: DocumentSource<Requirement> | null;
  readonly forecast: DocumentSource<Forecast> | null;
}

/** A roster as a file: calendar, workbook, CSV, JSON, payroll hours or picture. */
export async function exportRoster(
  world: Pick<World, 'store' | 'tasks' | 'findHolidays'>,
  request: ExportRosterRequest,
  workContext: WorkContext,
): Promise<ExportedFile> {
  const found = await findDocument<Roster>(world.store, 'roster', request.roster);
  const roster = found.value;
  if (request.agent !== null && !roster.agents.some((agent) => agent.id === request.agent)) {
    throw new AgnerError('NOT_FOUND', `the roster has no agent "${request.agent}"`);
  }
  const context = {
    ...(await contextOf(world, request, roster)),
    storedAt: found.createdAt,
  };
  return world.tasks.run('export', { format: request.format, roster, context }, workContext);
}

async function contextOf(
  world: Pick<World, 'store' | 'findHolidays'>,
  request: ExportRosterRequest,
  roster: Roster,
): Promise<Omit<ExportContext, 'storedAt'>> {
  const { agent, format } = request;
  const { store } = world;
  const isPayroll = format === 'payroll' || format === 'payroll-planned';
  const found = isPayroll ? await planOf(store, request, roster) : null;
  const plan =
    found === null ? null : (await writeOutCalendar(world, found, datesOfGrid(roster.grid))).plan;
  const approvals =
    format === 'payroll' ? await store.listTimesheets(request.site, datesOfGrid(roster.grid)) : [];
  if (format !== 'png') return { plan, agent, approvals, requirement: null, forecast: null };
  const requirement = await requirementOf(
    store,
    request.requirement,
    roster.provenance.inputs['requirement'],
  );
  const forecast = await forecastOf(
    store,
    request.forecast,
    requirement?.provenance.inputs['forecast'],
  );
  return { plan, agent, approvals, requirement, forecast };
}

async function planOf(
  store: Store,
  request: ExportRosterRequest,
  roster: Roster,
): Promise<Plan | null> {
  if (request.plan.kind !== 'none') return (await findPlan(store, request.plan)).value;
  const [name, version] = (roster.provenance.inputs['plan'] ?? '').split('@');
  if (name === undefined || version === undefined || !/^\d+$/.test(version)) return null;
  return orNull(async () => (await store.loadPlan(request.site, name, Number(version))).plan);
}

/** The given requirement, or the stored one that provenance names, or `null`. */
async function requirementOf(
  store: Store,
  given: DocumentSource<Requirement> | null,
  id: string | undefined,
): Promise<Requirement | null> {
  if (given !== null) return (await findDocument<Requirement>(store, 'requirement', given)).value;
  if (id === undefined) return null;
  return orNull(async () => (await store.loadResult<Requirement>('requirement', id)).document);
}

/** The same of a forecast, with the planner's figures. */
async function forecastOf(
  store: Store,
  given: DocumentSource<Forecast> | null,
  id: string | undefined,
): Promise<Forecast | null> {
  if (given !== null) return (await findForecast(store, given)).value;
  if (id === undefined) return null;
  return orNull(async () => (await findForecast(store, { kind: 'stored', id })).value);
}

async function orNull<T>(find: () => Promise<T>): Promise<T | null> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof AgnerError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}
