import {
  AgnerError,
  epochSeconds,
  gridDays,
  localDateOf,
  type Plan,
  type Publication,
  type Roster,
  type Shift,
} from '../../domain/index.ts';
import { auditShifts, scoreShifts } from '../../scheduling/index.ts';
import { makeProvenance } from '../provenance.ts';
import { publishRoster } from '../publish-roster.ts';
import { findPlan, keep, type PlanSource, type World } from '../sources.ts';
import { brokenByEdit } from './audit-edits.ts';
import { rosterOfDay } from './day-roster.ts';
import { publishedOf } from './propose-changes.ts';
import { blocksOf } from './shift-blocks.ts';

export interface ApplyRequest {
  readonly site: string;
  readonly plan: Exclude<PlanSource, { kind: 'none' }>;
  /** Epoch seconds; what is over by then stays as it was. */
  readonly now: number;
  /** The publication that the changes were made for. */
  readonly publication: string;
  /** Whole shifts as they are to be, each in place of its person's shift of its date. */
  readonly shifts: readonly Shift[];
  readonly note: string;
}

/**
 * Publishes the day's roster with changed shifts, as a new version: whoever signs for it is in the
 * audit trail.
 *
 * @throws {AgnerError} `CONFLICT` where something else was published meanwhile, the past would be
 *   changed, or a rule of the plan would be broken that was not before; `NOT_FOUND` for a shift that
 *   the roster does not have, or where nothing is published
 */
export async function applyChanges(world: World, request: ApplyRequest): Promise<Publication> {
  const { site, now, publication, shifts, note } = request;
  const plan = await findPlan(world.store, request.plan);
  const date = localDateOf(now, plan.value.site.zone);
  const current = publishedOf(await rosterOfDay(world.store, site, plan.value.name, date), date);
  if (current.publication.id !== publication) {
    throw new AgnerError(
      'CONFLICT',
      `expected changes of what is published now, ${current.publication.id}, got some of ${publication}; ask for proposals anew`,
      { publication: current.publication.id },
    );
  }
  const roster = changedRoster(current, plan.value, shifts, now);
  const { header } = await keep(world, { kind: 'keep', site, name: null }, roster.plan, roster);
  return publishRoster(world, { site, roster: { kind: 'stored', id: header!.id }, note });
}

/** The roster with the shifts in place of those of the same person and date. */
function changedRoster(
  { id, document }: { readonly id: string; readonly document: Roster },
  plan: Plan,
  changed: readonly Shift[],
  now: number,
): Roster {
  const dates = gridDays(document.grid).map((day) => day.date);
  const context = { plan, from: dates[0]!, days: dates.length };
  let { shifts } = document;
  for (const shift of changed) {
    const before = shifts.find((one) => one.agent === shift.agent && one.date === shift.date);
    if (before === undefined) {
      throw new AgnerError(
        'NOT_FOUND',
        `expected a shift of the published roster, got one of "${shift.agent}" on ${shift.date}`,
      );
    }
    if (pastOf(before, now) !== pastOf(shift, now)) {
      throw new AgnerError(
        'CONFLICT',
        `expected changes of what is still to come, got one of "${shift.agent}" that begins before now`,
      );
    }
    const [broken] = brokenByEdit({ ...context, shifts }, shift);
    if (broken !== undefined) {
      throw new AgnerError(
        'CONFLICT',
        `expected changes that keep the rules of the plan, got one of "${shift.agent}" that breaks ${broken.rule} on ${broken.date}`,
        { violation: broken },
      );
    }
    shifts = shifts.map((one) => (one === before ? { ...shift, locked: one.locked } : one));
  }
  const problem = {
    ...context,
    ...{ before: [], grid: document.grid, reach: document.grid, dates },
    demand: document.coverage.map(({ queue, required }) => ({
      queue,
      required,
      floors: required.map(() => 0),
      underPrices: required.map(
        () => (plan.costs.underPerAgentHour * document.grid.stepSeconds) / 3600,
      ),
      after: { required: [], floors: [], underPrices: [] },
    })),
  };
  const scored = scoreShifts(problem, shifts);
  return {
    ...document,
    ...scored,
    shifts,
    violations: auditShifts({ ...context, before: [] }, shifts),
    // The requirement's floors are not in a roster, so nothing is known of what bounds this one.
    proof: { bound: null, gap: null, stoppedBy: document.proof.stoppedBy },
    provenance: makeProvenance({ id, changed }, document.provenance.seed, {
      ...document.provenance.inputs,
      roster: id,
    }),
    notes: [
      ...document.notes.filter(({ code }) => code !== 'changed-on-the-day'),
      { code: 'changed-on-the-day', details: { shifts: changed.length, roster: id } },
    ],
  };
}

/** What a shift is up to a moment, as text to compare. */
function pastOf(shift: Shift, now: number): string {
  const past: unknown[] = [];
  for (const { kind, name, queue, paid, start, end } of blocksOf(shift)) {
    if (start < now) past.push([kind, name, queue, paid, start, Math.min(end, now)]);
  }
  const isOver = epochSeconds(shift.end) <= now;
  return JSON.stringify([past, isOver]);
}
