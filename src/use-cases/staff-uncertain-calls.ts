import {
  AgnerError,
  type Plan,
  type PlanQueue,
  type QueueForecast,
  type QueueStaffing,
  type StaffBill,
  type Uncertainty,
} from '../domain/index.ts';
import { bandLaws, staffUncertainGrid, type VolumeLaw } from '../erlang/index.ts';
import { samplePaths } from '../forecast/index.ts';
import { meanPay } from './mean-pay.ts';
import { pathDraws } from './path-draws.ts';
import { type SlotStaffing, type StaffingInput } from './staffing-input.ts';

type CallStaffing = Extract<QueueStaffing, { kind: 'calls' }>;

/** Between the lower and the upper case lies this share of what may come. */
const BAND_LEVEL = 0.8;
/** Paths that the cases are quantiles of. */
const PATHS = 400;
const WEEK_SECONDS = 7 * 86_400;

/** What random absence schedules itself, where the others divide. */
export type UncertainStaffing = SlotStaffing & {
  readonly scheduledAgents: readonly number[];
  readonly scheduledAgentsExact: readonly number[];
};

/** What a queue is staffed by beside its own terms. */
export interface StaffingContext {
  readonly forecast: QueueForecast;
  readonly plan: Plan;
  /** Of the paths that a band of hours is made of. */
  readonly seed: number;
}

/**
 * Agents of a queue of calls whose volume, and whose agents, may turn out otherwise.
 *
 * @throws {AgnerError} `INVALID_INPUT` for a forecast without the bands that are asked for; as
 *   {@link staffUncertainGrid}
 */
export function staffUncertainCalls(
  input: StaffingInput,
  queue: PlanQueue,
  { model, method, patienceSeconds }: CallStaffing,
  uncertainty: Uncertainty,
  { forecast, plan, seed }: StaffingContext,
): UncertainStaffing {
  const { stepSeconds, handleTimeSeconds, open } = input;
  const paths =
    uncertainty.volume.kind === 'forecast-band'
      ? samplePaths(forecast, { count: PATHS, of: 'means' }, pathDraws(seed, queue.name))
      : null;
  const staffed = staffUncertainGrid({
    volume: lawsOf(uncertainty, forecast),
    contacts: input.volume,
    handleTimeSeconds,
    open,
    stepSeconds,
    goal: queue.goal,
    model,
    method,
    patienceSeconds,
    absenceShares: plan.shrinkage.unrostered.map(({ share }) => share),
    absence: uncertainty.absence,
    aim: uncertainty.aim,
    bandLevel: BAND_LEVEL,
    paths,
  });
  const bill = (agents: readonly number[]): StaffBill =>
    billOf(agents.reduce((sum, count) => sum + count, 0) * stepSeconds, open.length * stepSeconds, {
      plan,
      queue: queue.name,
    });
  const { performance } = staffed;
  return {
    load: input.volume.map((contacts, slot) => (contacts * handleTimeSeconds[slot]!) / stepSeconds),
    agents: staffed.agents,
    scheduledAgents: staffed.scheduledAgents,
    scheduledAgentsExact: staffed.scheduledAgentsExact,
    serviceLevel: performance.map((one) => one?.serviceLevel ?? null),
    averageSpeedOfAnswerSeconds: performance.map((one) => one?.averageSpeedOfAnswerSeconds ?? null),
    abandonment: performance.map((one) => one?.abandonment ?? null),
    occupancy: performance.map((one) => one?.occupancy ?? null),
    sipp: null,
    everyIntervalAgents: null,
    leftAtClosing: open.map(() => 0),
    lateContacts: staffed.lateContacts,
    outlook: {
      uncertainty,
      currency: plan.costs.currency,
      goalProbability: performance.map((one) => one?.goalProbability ?? null),
      bandLevel: BAND_LEVEL,
      ...(paths === null ? {} : { paths: paths.length }),
      required: bill(staffed.scheduledAgentsExact),
      lower: bill(staffed.lower.scheduledAgentsExact),
      median: bill(staffed.median.scheduledAgentsExact),
      upper: bill(staffed.upper.scheduledAgentsExact),
    },
    notes: [],
  };
}

function lawsOf({ volume }: Uncertainty, forecast: QueueForecast): readonly VolumeLaw[] {
  const { mean, bands } = forecast.volume;
  switch (volume.kind) {
    case 'certain':
      return mean.map((contacts) => ({ kind: 'certain', mean: contacts }));
    case 'gamma':
      return mean.map((contacts) => ({
        kind: 'gamma',
        mean: contacts,
        variation: volume.variation,
      }));
    case 'forecast-band':
      if (bands.length > 0) return bandLaws(forecast.volume, 'counts');
      throw new AgnerError(
        'INVALID_INPUT',
        'expected a forecast with bands where uncertainty.volume is forecast-band, got one without',
        { name: 'uncertainty.volume' },
      );
  }
}

/** Paid time as positions of the plan's contracts and as money; `null` where nobody may work. */
function billOf(
  paidSeconds: number,
  spanSeconds: number,
  { plan, queue }: { readonly plan: Plan; readonly queue: string },
): StaffBill {
  const contracts = new Map(plan.contracts.map((contract) => [contract.name, contract]));
  const people = plan.agents.filter((agent) => agent.skills.includes(queue));
  if (people.length === 0) return { paidSeconds, fte: null, cost: null };
  const weekly =
    people.reduce(
      (sum, { contract }) => sum + (contracts.get(contract)?.paidSecondsPerWeek.max ?? 0),
      0,
    ) / people.length;
  return {
    paidSeconds,
    fte: weekly === 0 ? null : paidSeconds / ((weekly * spanSeconds) / WEEK_SECONDS),
    cost: (paidSeconds / 3600) * meanPay(plan, queue),
  };
}
