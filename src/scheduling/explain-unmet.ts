import { type Agent, type AgentId, type Contract, type Note } from '../domain/index.ts';
import { cheapestPath } from './engine/person-path.ts';
import { modelOfPlan } from './plan-model.ts';
import { type RosterProblem } from './roster-problem.ts';

/** A person's part of a problem, of which one thing is taken away. */
interface Person {
  readonly agent: Agent;
  readonly contract: Contract;
  readonly before: RosterProblem['before'];
}

type Relax = (person: Person) => Person;

const ofContract =
  (change: Partial<Contract>): Relax =>
  (person) => ({ ...person, contract: { ...person.contract, ...change } });
const ofAgent =
  (change: Partial<Agent>): Relax =>
  (person) => ({ ...person, agent: { ...person.agent, ...change } });
/** The contract without a rule that it need not have. */
const withoutRule =
  (key: keyof Contract): Relax =>
  (person) => ({ ...person, contract: omit(person.contract, key) });

function omit<T extends object>(value: T, ...keys: readonly (keyof T)[]): T {
  const kept = Object.entries(value).filter(([key]) => !keys.includes(key as keyof T));
  return Object.fromEntries(kept) as T;
}

/** What may stand in the way of a contract, by the words of the plan. */
const RELAXATIONS: Readonly<Record<string, Relax>> = {
  leave: ofAgent({ leave: [] }),
  availability: ofAgent({ availability: [] }),
  locks: ofAgent({ locks: [] }),
  employment: (person) => ({ ...person, agent: omit(person.agent, 'employedFrom', 'employedTo') }),
  noNights: (person) => ({ ...person, agent: omit(person.agent, 'noNights') }),
  previous: (person) => ({ ...person, before: [] }),
  minRest: ofContract({ minRestSeconds: 0 }),
  paidPerDay: ofContract({ paidSecondsPerDay: { min: 0, max: 86_400 } }),
  'paidPerWeek.max': ({ contract, ...person }) => ({
    ...person,
    contract: {
      ...contract,
      paidSecondsPerWeek: { ...contract.paidSecondsPerWeek, max: 7 * 86_400 },
    },
  }),
  'daysPerWeek.max': ({ contract, ...person }) => ({
    ...person,
    contract: { ...contract, daysPerWeek: { ...contract.daysPerWeek, max: 7 } },
  }),
  maxConsecutiveDays: ofContract({ maxConsecutiveDays: null }),
  maxConsecutiveNights: ofContract({ maxConsecutiveNights: null }),
  maxNightsPerWeek: ofContract({ maxNightsPerWeek: null }),
  maxWeekendsPerPeriod: ofContract({ maxWeekendsPerPeriod: null }),
  minConsecutiveDays: withoutRule('minConsecutiveDays'),
  minConsecutiveDaysOff: withoutRule('minConsecutiveDaysOff'),
  maxConsecutiveWeekends: withoutRule('maxConsecutiveWeekends'),
  completeWeekends: withoutRule('completeWeekends'),
  minFreeSundaysPerPeriod: withoutRule('minFreeSundaysPerPeriod'),
  maxNightsPerPeriod: withoutRule('maxNightsPerPeriod'),
  daysOffAfterNights: withoutRule('daysOffAfterNights'),
  forbiddenSuccessions: withoutRule('forbiddenSuccessions'),
  forwardRotation: withoutRule('forwardRotation'),
  averagePaid: withoutRule('averagePaid'),
};

/**
 * What stands in the way of a contract that a person's schedule cannot meet: each thing of the plan
 * without which it could be met, or, where none is enough alone, each two of them.
 *
 * @returns `null` where it can be met as it is
 *
 * Cost: a search of one person's schedule for each of some twenty things, and for each two of them.
 */
export function explainUnmet(problem: RosterProblem, id: AgentId): Note | null {
  const agent = problem.plan.agents.find((each) => each.id === id)!;
  const person: Person = {
    agent,
    contract: problem.plan.contracts.find(({ name }) => name === agent.contract)!,
    before: problem.before.filter((shift) => shift.agent === id),
  };
  if (canBeMet(problem, person)) return null;
  const given = Object.entries(RELAXATIONS).filter(([, relax]) => isChange(person, relax));
  const alone = given.filter(([, relax]) => canBeMet(problem, relax(person)));
  const without =
    alone.length > 0
      ? alone.map(([name]) => name)
      : given.flatMap(([first, one], at) =>
          given
            .slice(at + 1)
            .filter(([, other]) => canBeMet(problem, other(one(person))))
            .map(([second]) => `${first} and ${second}`),
        );
  return {
    code: 'contract-cannot-be-met',
    details: { agent: id, contract: person.contract.name, without: without.join(', ') },
  };
}

function isChange(person: Person, relax: Relax): boolean {
  return JSON.stringify(relax(person)) !== JSON.stringify(person);
}

/** Whether a person alone, asked for by nobody, has a schedule that keeps every rule. */
function canBeMet(problem: RosterProblem, { agent, contract, before }: Person): boolean {
  const plan = { ...problem.plan, agents: [agent], contracts: [contract] };
  const { people } = modelOfPlan({ ...problem, plan, before }).model;
  const person = people[0]!;
  const free = person.menu.map(({ costs }) => new Float64Array(costs.length));
  return cheapestPath(person, free)?.penalty === 0;
}
