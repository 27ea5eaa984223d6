import { type Agent, type Plan, type PlanQueue } from '../domain/plan.ts';
import { type QueueStaffing } from '../domain/requirement.ts';
import { ALWAYS_OPEN } from '../domain/opening-hours.ts';
import { readAgentsCsv } from './agents-csv.ts';
import { checkValue, refuse } from './issues.ts';
import { planProblems } from './plan-checks.ts';
import { planText, type PlanText, type QueueText, isDeferred } from './plan-text.ts';
import { present } from './text-values.ts';
import { readWritten } from './written-text.ts';

export interface ReadPlanOptions {
  /** Text of the agents file that the plan names; `null` where none can be read. */
  readonly readAgentsFile: ((name: string) => string) | null;
}

/**
 * Reads a plan in its text form, YAML or JSON, into seconds and fractions.
 *
 * Everything that is said only once is checked against what it names: skills against queues,
 * contracts against shift patterns, breaks against shifts, and so on.
 *
 * @param source what messages call the text; its ending (.yaml, .yml, .json) says what it is
 * @throws {AgnerError} `INVALID_INPUT` such as "plan.yaml, line 12, column 5: unknown key
 *   "zoen", did you mean "zone"?", with all problems in `details.problems`; `TOO_LARGE`
 *
 * Cost: 5,000 agents as YAML take about 1.4 s, a fifth of it as CSV beside the plan.
 */
export function readPlan(text: string, source: string, options: ReadPlanOptions): Plan {
  const { value, locate } = readWritten(text, source);
  const written = checkValue(planText, value, source, locate);

  const agents: Agent[] = [...(written.agents ?? [])];
  if (written.agentsFile !== undefined) {
    if (options.readAgentsFile === null) {
      const message = 'expected the agents in the plan itself: no file beside it can be read here';
      return refuse([{ path: ['agentsFile'], message }], source, locate);
    }
    agents.push(
      ...readAgentsCsv(options.readAgentsFile(written.agentsFile), written.agentsFile, {
        contracts: (written.contracts ?? []).map(({ name }) => name),
        queues: written.queues.map(({ name }) => name),
        taken: agents.map(({ id }) => id),
      }),
    );
  }
  const problems = planProblems(written);
  if (problems.length > 0) return refuse(problems, source, locate);
  return planOf(written, agents);
}

function planOf(written: PlanText, agents: readonly Agent[]): Plan {
  const { nightWindow, costs } = written;
  return {
    name: written.name,
    site: written.site,
    queues: written.queues.map((queue): PlanQueue => ({
      name: queue.name,
      channel: queue.channel ?? 'voice',
      openingHours: queue.openingHours ?? written.openingHours ?? ALWAYS_OPEN,
      goal: queue.goal,
      staffing: staffingOf(queue),
      uncertainty: queue.uncertainty ?? null,
      assumedHandleTimeSeconds: queue.assumedHandleTime ?? null,
      ...(queue.before === undefined ? {} : { before: queue.before }),
    })),
    shrinkage: {
      rostered: written.shrinkage?.rostered ?? [],
      unrostered: written.shrinkage?.unrostered ?? [],
    },
    shiftPatterns: written.shiftPatterns ?? [],
    contracts: written.contracts ?? [],
    agents,
    nightWindow: {
      fromSeconds: nightWindow?.from ?? 22 * 3600,
      toSeconds: nightWindow?.to ?? 6 * 3600,
      minSeconds: nightWindow?.atLeast ?? 3 * 3600,
    },
    costs: {
      currency: costs?.currency ?? 'EUR',
      underPerAgentHour: costs?.underPerAgentHour ?? 60,
      ...present({
        lateContact: costs?.lateContact,
        belowFloorPerAgentHour: costs?.belowFloorPerAgentHour,
      }),
      overPerAgentHour: costs?.overPerAgentHour ?? 5,
      unmetWish: costs?.unmetWish ?? 10,
    },
    specialDays: written.specialDays ?? [],
    holidays: written.holidays ?? [],
  };
}

function staffingOf(queue: QueueText): QueueStaffing {
  const patienceSeconds = queue.patience ?? null;
  if (queue.handleTimeByConcurrency !== undefined) {
    return {
      kind: 'chat',
      handleTimeByConcurrencySeconds: queue.handleTimeByConcurrency,
      patienceSeconds,
    };
  }
  if (isDeferred(queue)) {
    return {
      kind: 'deferred',
      clock: queue.deferred?.clock ?? 'open',
      backlog: queue.deferred?.backlog ?? 0,
      certainty: queue.deferred?.certainty ?? 0.95,
    };
  }
  return {
    kind: 'calls',
    model: queue.model ?? (patienceSeconds === null ? 'erlang-c' : 'erlang-a'),
    method: queue.method ?? 'carry-over',
    patienceSeconds,
  };
}
