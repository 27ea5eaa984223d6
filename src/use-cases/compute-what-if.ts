import {
  agentSeconds,
  AgnerError,
  type Agent,
  type AgentId,
  type Coverage,
  type Forecast,
  gridDays,
  type IntervalGrid,
  type Note,
  type Plan,
  type PlanQueue,
  type QueueForecast,
  type QueueStaffing,
  type QueueRequirement,
  type Requirement,
  type Roster,
  type Scenario,
  type ScenarioOutcome,
  type ScenarioTotal,
  slotAt,
  slotStart,
  type WhatIf,
} from '../domain/index.ts';
import { contentOf, planQueueOf, staffQueue } from './compute-requirement.ts';
import { type RosterTools, findRoster } from './compute-roster.ts';
import { expectQueue, type QueueExpectation } from './expect-queue.ts';
import { type WorkContext } from './ports.ts';
import { meanPay } from './mean-pay.ts';
import { makeProvenance } from './provenance.ts';
import { type WhatIfInput } from './tasks.ts';
import { checkNotCancelled } from './work.ts';

const BASELINE: Scenario = {
  name: 'baseline',
  queues: [],
  volumeFactor: null,
  handleTimeFactor: null,
  goal: null,
  unrosteredShrinkage: null,
  patienceSeconds: null,
  headcount: [],
  openingHours: null,
  roster: 'keep',
};

/** Computes every scenario from the same baseline, the baseline first. */
export async function computeWhatIf(
  input: WhatIfInput,
  context: WorkContext,
  tools: RosterTools,
): Promise<WhatIf> {
  const { plan, forecast, roster, scenarios, seed, inputs } = input;
  checkNames(scenarios);
  const all = [BASELINE, ...scenarios];
  const outcomes: ScenarioOutcome[] = [];
  const totals: ScenarioTotal[] = [];
  const notes: Note[] = [];
  for (const [index, scenario] of all.entries()) {
    checkNotCancelled(context);
    const step = (fraction: number): void => {
      context.onProgress({
        fraction: (index + fraction) / all.length,
        step: 'scenario',
        figures: { scenario: scenario.name },
      });
    };
    step(0);
    const changed = applyScenario(plan, forecast, scenario);
    const requirement = requirementOf(changed.plan, changed.forecast, plan, scenario);
    const made =
      roster === null || scenario.roster === 'keep'
        ? roster
        : await findRoster(
            {
              ...input,
              plan: changed.plan,
              requirement,
              period: periodOf(roster),
              before: [],
              carried: [],
              iterationLimit: null,
            },
            {
              ...context,
              onProgress: ({ fraction }) => {
                step(fraction);
              },
            },
            tools,
          );
    const results = requirement.queues.map((queue) =>
      outcomeOf(scenario, queue, changed.plan, made),
    );
    outcomes.push(...results.map(({ outcome }) => outcome));
    notes.push(...results.flatMap((result) => result.notes));
    totals.push(totalOf(scenario, changed.plan, requirement, made));
  }
  return {
    kind: 'whatif',
    provenance: makeProvenance(
      {
        plan,
        forecast: contentOf(forecast),
        roster,
        scenarios,
        timeLimitSeconds: input.timeLimitSeconds,
      },
      seed,
      inputs,
    ),
    currency: plan.costs.currency,
    outcomes,
    totals,
    notes,
  };
}

function checkNames(scenarios: readonly Scenario[]): void {
  const names = new Set(['baseline']);
  for (const { name } of scenarios) {
    if (names.has(name)) {
      throw new AgnerError(
        'INVALID_INPUT',
        `expected each scenario once, got "${name}" twice (the baseline is called "baseline")`,
      );
    }
    names.add(name);
  }
}

/** Plan and forecast as a scenario would have them. */
export function applyScenario(
  plan: Plan,
  forecast: Forecast,
  scenario: Scenario,
): { readonly plan: Plan; readonly forecast: Forecast } {
  for (const name of scenario.queues) planQueueOf(plan, name);
  return {
    plan: {
      ...plan,
      queues: plan.queues.map((queue) =>
        concerns(scenario, queue.name) ? changeQueue(queue, scenario) : queue,
      ),
      shrinkage:
        scenario.unrosteredShrinkage === null
          ? plan.shrinkage
          : {
              ...plan.shrinkage,
              unrostered: [{ type: 'scenario', share: scenario.unrosteredShrinkage }],
            },
      agents: changeHeadcount(plan, scenario),
    },
    forecast: {
      ...forecast,
      queues: forecast.queues.map((queue) =>
        concerns(scenario, queue.queue) ? changeForecast(queue, scenario) : queue,
      ),
    },
  };
}

function changeQueue(queue: PlanQueue, scenario: Scenario): PlanQueue {
  return {
    ...queue,
    openingHours: scenario.openingHours ?? queue.openingHours,
    goal: { ...queue.goal, ...scenario.goal },
    staffing:
      scenario.patienceSeconds === null
        ? queue.staffing
        : withPatience(queue, scenario.patienceSeconds),
  };
}

function withPatience({ name, staffing }: PlanQueue, patienceSeconds: number): QueueStaffing {
  switch (staffing.kind) {
    case 'calls':
      return { ...staffing, model: 'erlang-a', patienceSeconds };
    case 'chat':
      return { ...staffing, patienceSeconds };
    case 'deferred':
      throw new AgnerError(
        'INVALID_INPUT',
        `expected patience for queues in which people wait, got it for the deferred work of "${name}"`,
      );
  }
}

function changeForecast(queue: QueueForecast, scenario: Scenario): QueueForecast {
  const scale = (values: readonly number[], factor: number | null) =>
    factor === null ? values : values.map((value) => value * factor);
  return {
    ...queue,
    volume: { ...queue.volume, mean: scale(queue.volume.mean, scenario.volumeFactor) },
    handleTimeSeconds: {
      ...queue.handleTimeSeconds,
      mean: scale(queue.handleTimeSeconds.mean, scenario.handleTimeFactor),
    },
  };
}

/** People more are like the contract's first, without wishes, leave or locks; fewer go from the end. */
function changeHeadcount(plan: Plan, scenario: Scenario): readonly Agent[] {
  let agents = plan.agents;
  for (const { contract, change } of scenario.headcount) {
    const people = agents.filter((agent) => agent.contract === contract);
    const model = people[0];
    if (model === undefined) {
      const known = [...new Set(agents.map((agent) => agent.contract))].slice(0, 10);
      throw new AgnerError(
        'NOT_FOUND',
        `scenario "${scenario.name}" changes contract "${contract}", which nobody in the plan has; people have: ${known.join(', ')}`,
      );
    }
    if (change < 0) {
      const gone = new Set(people.slice(change).map((agent) => agent.id));
      if (-change > people.length) {
        throw new AgnerError(
          'INVALID_INPUT',
          `scenario "${scenario.name}" takes ${-change} people of contract "${contract}", which has ${people.length}`,
        );
      }
      agents = agents.filter((agent) => !gone.has(agent.id));
    }
    const added = Array.from({ length: Math.max(0, change) }, (_, index): Agent => {
      // Skills in the proportion in which the contract's people have them.
      const like = people[index % people.length] ?? model;
      const id = `${scenario.name}/${contract}/${index + 1}` as AgentId;
      return {
        ...like,
        id,
        name: `New ${contract} ${index + 1}`,
        leave: [],
        wishes: [],
        locks: [],
      };
    });
    agents = [...agents, ...added];
  }
  return agents;
}

/** Queues that the scenario does not concern keep the baseline's shrinkage. */
function requirementOf(
  plan: Plan,
  forecast: Forecast,
  baseline: Plan,
  scenario: Scenario,
): Requirement {
  return {
    kind: 'requirement',
    provenance: forecast.provenance,
    queues: forecast.queues.map((queue) =>
      staffQueue(
        queue,
        planQueueOf(plan, queue.queue),
        concerns(scenario, queue.queue) ? plan : { ...plan, shrinkage: baseline.shrinkage },
      ),
    ),
  };
}

function concerns(scenario: Scenario, queue: string): boolean {
  return scenario.queues.length === 0 || scenario.queues.includes(queue);
}

/** What of a roster scenarios are compared by. */
type ComparedRoster = Pick<Roster, 'grid' | 'coverage' | 'score'>;

/** The days of the baseline's roster, so that what is made anew is compared with its like. */
function periodOf(roster: ComparedRoster): { readonly from: string; readonly days: number } | null {
  const days = gridDays(roster.grid);
  const [first] = days;
  return first === undefined ? null : { from: first.date, days: days.length };
}

function outcomeOf(
  scenario: Scenario,
  queue: QueueRequirement,
  plan: Plan,
  roster: ComparedRoster | null,
): { readonly outcome: ScenarioOutcome; readonly notes: readonly Note[] } {
  const requiredSeconds = agentSeconds(queue.grid, queue.scheduledAgentsExact);
  const atRequirement = expect(queue, queue.agents, null);
  const scheduled = roster === null ? null : scheduledOn(queue.grid, roster, queue.queue);
  const present = scheduled?.agents.map((agents) => agents * (1 - queue.unrosteredShrinkage));
  const withRoster =
    scheduled === null || present === undefined ? null : expect(queue, present, scheduled.known);
  const overloaded = withRoster?.overloadedSlots ?? 0;
  return {
    outcome: {
      scenario: scenario.name,
      queue: queue.queue,
      volume: sum(queue.volume),
      peakAgents: peak(queue.agents),
      peakScheduledAgents: peak(queue.scheduledAgents),
      requiredAgentSeconds: requiredSeconds,
      scheduledAgentSeconds: scheduled === null ? null : agentSeconds(queue.grid, scheduled.agents),
      requiredCost: (requiredSeconds / 3600) * meanPay(plan, queue.queue),
      serviceLevelAtRequirement: atRequirement.serviceLevel,
      occupancyAtRequirement: atRequirement.occupancy,
      serviceLevelWithRoster: withRoster?.serviceLevel ?? null,
      occupancyWithRoster: withRoster?.occupancy ?? null,
    },
    notes:
      overloaded === 0
        ? []
        : [
            {
              code: 'overloaded-intervals',
              details: { scenario: scenario.name, queue: queue.queue, intervals: overloaded },
            },
          ],
  };
}

/** Expected performance in open slots (of a roster: in those that it covers). */
function expect(
  queue: QueueRequirement,
  agents: readonly number[],
  known: readonly boolean[] | null,
): QueueExpectation {
  const counted = queue.open.map((open, slot) => open && (known === null || known[slot] === true));
  return expectQueue(queue, agents, counted);
}

/** The roster's agents on a queue, on the slots of another grid of the same step. */
function scheduledOn(grid: IntervalGrid, roster: ComparedRoster, queue: string) {
  if (roster.grid.stepSeconds !== grid.stepSeconds) {
    throw new AgnerError(
      'INVALID_INPUT',
      `expected roster and forecast with intervals of one length, got ${roster.grid.stepSeconds} and ${grid.stepSeconds} seconds`,
    );
  }
  const coverage: Coverage | undefined = roster.coverage.find((entry) => entry.queue === queue);
  const shift = slotAt(roster.grid, slotStart(grid, 0));
  const slots = Array.from({ length: grid.length }, (_, slot) => slot + shift);
  return {
    agents: slots.map((slot) => coverage?.scheduled[slot] ?? 0),
    known: slots.map((slot) => slot >= 0 && slot < roster.grid.length),
  };
}

function totalOf(
  scenario: Scenario,
  plan: Plan,
  requirement: Requirement,
  roster: ComparedRoster | null,
): ScenarioTotal {
  if (roster === null) {
    return {
      scenario: scenario.name,
      headcount: plan.agents.length,
      rosterPay: null,
      underAgentSeconds: null,
      overAgentSeconds: null,
    };
  }
  let under = 0;
  let over = 0;
  for (const queue of requirement.queues) {
    const { agents, known } = scheduledOn(queue.grid, roster, queue.queue);
    agents.forEach((count, slot) => {
      if (known[slot] !== true) return;
      const net = count - (queue.scheduledAgents[slot] ?? 0);
      under += Math.max(0, -net) * queue.grid.stepSeconds;
      over += Math.max(0, net) * queue.grid.stepSeconds;
    });
  }
  return {
    scenario: scenario.name,
    headcount: plan.agents.length,
    rosterPay: roster.score.pay,
    underAgentSeconds: under,
    overAgentSeconds: over,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function peak(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
