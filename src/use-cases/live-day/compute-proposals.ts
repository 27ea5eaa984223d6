import {
  type DayChangeKind,
  type DayProposal,
  epochSeconds,
  formatInstant,
  type Shift,
} from '../../domain/index.ts';
import { type WorkContext } from '../ports.ts';
import { checkNotCancelled } from '../work.ts';
import { brokenByEdit } from './audit-edits.ts';
import { type CoverChange, coverOfDay, type DayCover } from './day-cover.ts';
import { type ProposalInput, type ProposalOutput } from './proposal-input.ts';
import {
  calledOff,
  endedElsewhere,
  type EditSettings,
  movedBreaks,
  type ShiftEdit,
  trained,
} from './shift-blocks.ts';

/** Length of a training that is put where there are people to spare. */
const TRAINING_SECONDS = 1800;
/** Breaks and trainings begin at multiples of the interval, or of this where it is shorter. */
const LEAST_STEP_SECONDS = 300;
/** Edits that are projected in each round, the most promising by {@link DayCover.relief}. */
const PROJECTED = 8;
/** Edits of a kind that are looked at again in each round. */
const KEPT = 500;
/** Contacts that must be answered in time thanks to a proposal. */
const LEAST_GAIN = 0.1;

interface Candidate {
  readonly kind: DayChangeKind;
  readonly before: Shift;
  readonly edit: ShiftEdit;
  readonly change: CoverChange;
  readonly relief: number;
  readonly cost: number;
}

/** One search for proposals as it stands. */
interface Search {
  readonly input: ProposalInput;
  readonly cover: DayCover;
  readonly settings: EditSettings;
  /** Service level of each queue's day as it is to be expected by now. */
  readonly levels: (number | null)[];
  readonly chosen: { readonly candidate: Candidate; readonly together: (number | null)[] }[];
  readonly context: WorkContext;
}

/**
 * Proposals for the rest of a day: greedily, the cheapest kind first, each on top of those before it
 * and at most one a person. While a queue's day is expected to miss its goal, what helps most; then
 * what people to spare allow who could not help another queue, as long as every interval keeps its
 * requirement and every day its goal. All are legal: no rule of the plan is broken that was not before.
 *
 * Cost: a few projections of the day per proposal.
 */
export function computeProposals(input: ProposalInput, context: WorkContext): ProposalOutput {
  const { looks, since } = input;
  const cover = coverOfDay(looks);
  const baseline = looks.map((_, index) => cover.levelWith(index, null));
  const { zone } = looks[0]!.before.grid;
  const stepSeconds = Math.max(
    LEAST_STEP_SECONDS,
    ...looks.map(({ before }) => before.grid.stepSeconds),
  );
  const settings = { zone, since, stepSeconds };
  const search: Search = { input, cover, settings, levels: [...baseline], chosen: [], context };
  for (const kind of ['move-break', 'call-off', 'overtime'] as const) relieve(search, kind);
  for (const kind of ['time-off', 'training'] as const) release(search, kind);
  const untouched = coverOfDay(looks);
  return {
    queues: looks.map(({ before: { queue }, anew: { goal } }, index) => ({
      queue,
      goal,
      projected: baseline[index]!,
      withAll: search.levels[index]!,
    })),
    proposals: search.chosen.map((chosen) => write(chosen, { search, baseline, untouched })),
  };
}

/** Takes edits that help queues below their goal, until none does. */
function relieve(search: Search, kind: DayChangeKind): void {
  const { cover, levels, input } = search;
  const isShort = (): boolean => levels.some((_, at) => shortOf(search, at) > 0);
  if (!isShort()) return;
  const worthOf = ({ relief, cost }: Candidate): number => relief / (1 + Math.max(0, cost));
  const all = candidatesOf(
    search,
    kind,
    ({ relief }) => relief > 0,
    (a, b) => worthOf(b) - worthOf(a),
  );
  while (search.chosen.length < input.most && isShort()) {
    checkNotCancelled(search.context);
    const promising = open(search, all)
      .map((candidate) => ({ ...candidate, relief: cover.relief(candidate.change) }))
      .filter(({ relief }) => relief > 0)
      .sort((a, b) => worthOf(b) - worthOf(a));
    let best: { readonly candidate: Candidate; readonly gain: number } | null = null;
    for (const candidate of legalOf(search, promising, PROJECTED)) {
      const gain = gainOf(search, candidate.change);
      const worth = (found: number, { cost }: Candidate): number => found / Math.max(cost, 1);
      if (gain < LEAST_GAIN) continue;
      if (best === null || worth(gain, candidate) > worth(best.gain, best.candidate)) {
        best = { candidate, gain };
      }
    }
    if (best === null) return;
    choose(search, best.candidate);
  }

  /** Contacts in time that a change brings to days below their goal, less those it takes below it. */
  function gainOf({ input: { looks } }: Search, change: CoverChange): number {
    let gain = 0;
    for (const index of change.keys()) {
      const { serviceLevel: goal } = looks[index]!.anew.goal;
      const [before, after] = [levels[index] ?? null, cover.levelWith(index, change)];
      if (goal === null || before === null || after === null) continue;
      gain += contactsOf(search, index) * (Math.min(after, goal) - Math.min(before, goal));
    }
    return gain;
  }
}

/** Takes edits that people to spare allow. */
function release(search: Search, kind: DayChangeKind): void {
  const { cover, input, levels } = search;
  const full = search.chosen.length + input.most;
  const keepsGoals = (change: CoverChange): boolean =>
    [...change.keys()].every((index) => {
      const { serviceLevel: goal } = input.looks[index]!.anew.goal;
      const level = cover.levelWith(index, change);
      if (goal === null) return true;
      return level === null ? (levels[index] ?? null) === null : level >= goal;
    });
  const needed = neededSkills(search);
  const isSpare = ({ change, before }: Candidate): boolean => {
    const skills = input.plan.agents.find(({ id }) => id === before.agent)?.skills ?? [];
    if (change.size === 0 || skills.some((skill) => needed.has(skill))) return false;
    return cover.leavesEnough(change);
  };
  const all = candidatesOf(search, kind, isSpare, (a, b) => a.cost - b.cost || b.relief - a.relief);
  while (search.chosen.length < full) {
    checkNotCancelled(search.context);
    const spare = open(search, all)
      .filter(isSpare)
      .sort((a, b) => a.cost - b.cost || cover.relief(b.change) - cover.relief(a.change));
    const found = legalOf(search, spare, PROJECTED).find(({ change }) => keepsGoals(change));
    if (found === undefined) return;
    choose(search, found);
  }
}

function choose(search: Search, candidate: Candidate): void {
  const { cover, levels, chosen, input, context } = search;
  cover.apply(candidate.change);
  for (const index of candidate.change.keys()) levels[index] = cover.levelWith(index, null);
  chosen.push({ candidate, together: [...levels] });
  const fraction = Math.min(1, chosen.length / (3 * input.most));
  context.onProgress({ fraction, step: 'propose', figures: { proposals: chosen.length } });
}

/** Queues that are short of people still, or for which others are to stay longer. */
function neededSkills(search: Search): ReadonlySet<string> {
  const { looks } = search.input;
  const longer = search.chosen
    .filter(({ candidate }) => candidate.kind === 'overtime')
    .flatMap(({ candidate }) => [...candidate.change.keys()]);
  const short = looks.map((_, index) => index).filter((index) => shortOf(search, index) > 0);
  return new Set([...longer, ...short].map((index) => looks[index]!.before.queue));
}

/** By how much a queue's day is below its goal. */
function shortOf({ input: { looks }, levels }: Search, index: number): number {
  const { serviceLevel: goal } = looks[index]!.anew.goal;
  const level = levels[index] ?? null;
  return goal === null || level === null ? 0 : goal - level;
}

function contactsOf({ input: { looks } }: Search, index: number): number {
  return looks[index]!.after.volume.mean.reduce((sum, contacts) => sum + contacts, 0);
}

/** Edits of people whose shift no proposal changes yet. */
function open({ chosen }: Search, candidates: readonly Candidate[]): readonly Candidate[] {
  const taken = new Set(chosen.map(({ candidate }) => candidate.before.agent));
  return candidates.filter(({ before }) => !taken.has(before.agent));
}

/** Edits of a kind of everybody who is there, as far as they are wanted, the best as they stand now. */
function candidatesOf(
  search: Search,
  kind: DayChangeKind,
  isWanted: (candidate: Candidate) => boolean,
  order: (a: Candidate, b: Candidate) => number,
): readonly Candidate[] {
  const { input, cover, settings } = search;
  const { plan, shifts, since, absent, looks } = input;
  const dayEnd = Math.max(
    ...looks.map(
      ({ before: { grid } }) => epochSeconds(grid.start) + grid.length * grid.stepSeconds,
    ),
  );
  const contracts = new Map(plan.contracts.map((contract) => [contract.name, contract]));
  let found: Candidate[] = [];
  for (const before of shifts) {
    const agent = plan.agents.find(({ id }) => id === before.agent);
    const contract = contracts.get(agent?.contract ?? '');
    if (contract === undefined || absent.includes(before.agent)) continue;
    if (epochSeconds(before.end) <= since || epochSeconds(before.start) >= dayEnd) continue;
    const edits = {
      'move-break': () => movedBreaks(before, settings),
      'call-off': () => calledOff(before, settings),
      overtime: () => endedElsewhere(before, 'later', contract, plan, settings),
      'time-off': () => endedElsewhere(before, 'earlier', contract, plan, settings),
      training: () => trained(before, TRAINING_SECONDS, settings),
    }[kind]();
    for (const edit of edits) {
      // Of the next day it is not known what it would do.
      if (Math.max(edit.was?.end ?? 0, edit.becomes?.end ?? 0) > dayEnd) continue;
      const change = cover.changeOf(before, edit.shift);
      const seconds = paidSecondsOf(edit.shift) - paidSecondsOf(before);
      const cost = (seconds * contract.payPerHour) / 3600;
      const candidate = { kind, before, edit, change, cost, relief: cover.relief(change) };
      if (isWanted(candidate)) found.push(candidate);
    }
    if (found.length > 2 * KEPT) found = found.sort(order).slice(0, KEPT);
  }
  return found.sort(order).slice(0, KEPT);
}

/** The first so many that break no rule that was not broken before. */
function legalOf({ input }: Search, candidates: readonly Candidate[], most: number): Candidate[] {
  const legal: Candidate[] = [];
  for (const candidate of candidates) {
    if (legal.length === most) break;
    if (brokenByEdit(input, candidate.edit.shift).length === 0) legal.push(candidate);
  }
  return legal;
}

function paidSecondsOf({ activities }: Shift): number {
  return activities.reduce(
    (sum, { paid, start, end }) => sum + (paid ? epochSeconds(end) - epochSeconds(start) : 0),
    0,
  );
}

function write(
  { candidate, together }: Search['chosen'][number],
  {
    search: { input, settings },
    baseline,
    untouched,
  }: {
    readonly search: Search;
    readonly baseline: readonly (number | null)[];
    readonly untouched: DayCover;
  },
): DayProposal {
  const { kind, edit, change, cost } = candidate;
  const text = (stretch: ShiftEdit['was']) =>
    stretch === null
      ? null
      : {
          from: formatInstant(stretch.start, settings.zone),
          to: formatInstant(stretch.end, settings.zone),
        };
  const { agent } = edit.shift;
  return {
    kind,
    agent,
    name: input.plan.agents.find(({ id }) => id === agent)!.name,
    activity: edit.activity,
    was: text(edit.was),
    becomes: text(edit.becomes),
    shift: edit.shift,
    cost,
    effects: [...change.keys()].map((index) => ({
      queue: input.looks[index]!.before.queue,
      before: baseline[index]!,
      alone: untouched.levelWith(index, change),
      together: together[index]!,
    })),
  };
}
