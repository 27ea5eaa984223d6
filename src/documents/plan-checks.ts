import { weekdayOf } from '../domain/calendar.ts';
import {
  type Agent,
  type BreakRule,
  type Contract,
  type Lock,
  type Range,
  type ShiftPattern,
} from '../domain/plan.ts';
import { duration } from './duration.ts';
import { quoted, type RawProblem, suggestion } from './issues.ts';
import { isDeferred, type PlanText, type QueueText } from './plan-text.ts';

/**
 * What is wrong in a plan whose every part is well formed: names that nothing bears, ranges that
 * are empty, breaks that do not fit, shifts that a contract forbids.
 */
export function planProblems(plan: PlanText): readonly RawProblem[] {
  return [
    ...queueProblems(plan),
    ...shrinkageProblems(plan),
    ...(plan.shiftPatterns ?? []).flatMap((pattern, i) =>
      patternProblems(pattern).map((problem) => under(['shiftPatterns', i], problem)),
    ),
    ...repeats(
      'shiftPatterns',
      'name',
      (plan.shiftPatterns ?? []).map(({ name }) => name),
    ),
    ...contractProblems(plan),
    ...agentProblems(plan),
  ];
}

function queueProblems(plan: PlanText): RawProblem[] {
  const names = plan.queues.map(({ name }) => name);
  const problems = repeats('queues', 'name', names);
  plan.queues.forEach((queue, i) => {
    if (queue.patience === undefined) {
      if (queue.model === 'erlang-a') {
        problems.push(at(['queues', i, 'model'], 'erlang-a needs patience such as 120s'));
      }
      if (queue.goal.maxAbandonment !== null) {
        problems.push(
          at(['queues', i, 'goal'], 'maxAbandonment needs patience: without it nobody hangs up'),
        );
      }
    }
    if (queue.model === 'erlang-c' && queue.goal.maxAbandonment !== null) {
      problems.push(at(['queues', i, 'model'], 'maxAbandonment needs the model erlang-a'));
    }
    problems.push(...precedingProblems(queue, i));
    problems.push(
      ...kindProblems(queue).map(({ key, message }) => at(['queues', i, key], message)),
    );
  });
  for (const { date, queues } of plan.specialDays ?? []) {
    queues.forEach((queue, i) => {
      problems.push(...unknown('queue', queue, names, ['specialDays', date, 'queues', i]));
    });
  }
  for (const [at, { queues }] of (plan.holidays ?? []).entries()) {
    queues.forEach((queue, i) => {
      problems.push(...unknown('queue', queue, names, ['holidays', at, 'queues', i]));
    });
  }
  return problems;
}

/** What is wrong in the queues whose history one continues. */
function precedingProblems({ name, before = [] }: QueueText, queueAt: number): RawProblem[] {
  return before.flatMap(({ queue, share }, i) => {
    const path = ['queues', queueAt, 'before', i];
    if (queue === name) return [at([...path, 'queue'], 'a queue cannot continue itself')];
    if (before.findIndex((other) => other.queue === queue) < i) {
      return [at([...path, 'queue'], `expected queues that differ, got ${quoted(queue)} twice`)];
    }
    return share === null && before.length > 1
      ? [at([...path, 'share'], 'a share is measured of one queue alone; write one such as 40 %')]
      : [];
  });
}

/** What does not go together with the kind of work that a queue is. */
function kindProblems(queue: QueueText): { readonly key: string; readonly message: string }[] {
  const foreign = (kind: string, keys: readonly (keyof QueueText)[]) =>
    keys.flatMap((key) =>
      queue[key] === undefined ? [] : [{ key, message: `${key} does not go with ${kind}` }],
    );
  if (queue.handleTimeByConcurrency !== undefined) {
    return [
      ...(queue.channel === 'chat'
        ? []
        : [{ key: 'handleTimeByConcurrency', message: 'expected it in a queue of channel chat' }]),
      ...foreign('handleTimeByConcurrency', ['model', 'method', 'deferred', 'uncertainty']),
      ...(queue.goal.period === 'interval'
        ? []
        : [{ key: 'goal', message: 'a chat queue is staffed per interval; expected that period' }]),
    ];
  }
  if (!isDeferred(queue)) {
    return queue.uncertainty === undefined || queue.goal.period === 'interval'
      ? []
      : [{ key: 'goal', message: 'uncertainty is met per interval; expected that period' }];
  }
  const { goal } = queue;
  const other =
    goal.averageSpeedOfAnswerSeconds !== null ||
    goal.maxAbandonment !== null ||
    goal.maxOccupancy !== null;
  return [
    ...foreign('deferred work', ['model', 'method', 'patience', 'uncertainty']),
    ...(goal.serviceLevel === null || other || goal.thresholdSeconds === 0
      ? [
          {
            key: 'goal',
            message: 'deferred work needs serviceLevel with a threshold, and nothing else',
          },
        ]
      : []),
  ];
}

function shrinkageProblems(plan: PlanText): RawProblem[] {
  return (['rostered', 'unrostered'] as const).flatMap((kind) => {
    const sum = (plan.shrinkage?.[kind] ?? []).reduce((total, { share }) => total + share, 0);
    const message = `expected shares with a sum below 1, got ${Number(sum.toFixed(6))}`;
    return sum < 1 ? [] : [at(['shrinkage', kind], message)];
  });
}

function patternProblems(pattern: ShiftPattern): RawProblem[] {
  const problems: RawProblem[] = [];
  const longest = pattern.lengthsSeconds.at(-1) ?? 0;
  if (pattern.startToSeconds < pattern.startFromSeconds) {
    problems.push(at(['starts', 'to'], 'expected a latest start not before the earliest'));
  }
  if (longest > 86_400) {
    problems.push(at(['lengths'], `expected shifts of at most 24h, got ${duration(longest)}`));
  }
  pattern.breaks.forEach((rule, i) => {
    const latestEnd = rule.latestSeconds + rule.lengthSeconds;
    if (rule.latestSeconds < rule.earliestSeconds) {
      problems.push(at(['breaks', i, 'to'], 'expected a latest start not before the earliest'));
    } else if (latestEnd > longest) {
      problems.push(
        at(
          ['breaks', i],
          `expected the break inside the shift of ${duration(longest)}, ` +
            `got one that may end ${duration(latestEnd)} after its start`,
        ),
      );
    }
  });
  return problems.length > 0 ? problems : overlapProblems(pattern);
}

/** Breaks are taken in order; each must find room after the one before, in every length. */
function overlapProblems({ breaks, lengthsSeconds }: ShiftPattern): RawProblem[] {
  for (const length of lengthsSeconds) {
    let free = 0;
    for (const rule of takenBreaks(breaks, length)) {
      const earliest = Math.max(free, rule.earliestSeconds);
      if (earliest > Math.min(rule.latestSeconds, length - rule.lengthSeconds)) {
        const message =
          `expected breaks in the order in which they are taken that do not overlap, ` +
          `got no room for ${quoted(rule.name)} in a shift of ${duration(length)}`;
        return [at(['breaks', breaks.indexOf(rule)], message)];
      }
      free = earliest + rule.lengthSeconds;
    }
  }
  return [];
}

/** A break whose window opens too late for it to end before the shift falls away. */
function takenBreaks(breaks: readonly BreakRule[], lengthSeconds: number): readonly BreakRule[] {
  return breaks.filter((rule) => rule.earliestSeconds + rule.lengthSeconds < lengthSeconds);
}

function contractProblems(plan: PlanText): RawProblem[] {
  const patterns = plan.shiftPatterns ?? [];
  const contracts = plan.contracts ?? [];
  const problems = repeats(
    'contracts',
    'name',
    contracts.map(({ name }) => name),
  );
  contracts.forEach((contract, i) => {
    const ranges = [
      ['paidPerDay', contract.paidSecondsPerDay, duration],
      ['paidPerWeek', contract.paidSecondsPerWeek, duration],
      ['paidPerPeriod', contract.paidSecondsPerPeriod, duration],
      ['daysPerWeek', contract.daysPerWeek, String],
    ] as const;
    for (const [key, range, show] of ranges) {
      if (range !== null && range.min > range.max) {
        problems.push(
          at(
            ['contracts', i, key],
            `expected min not above max, got ${show(range.min)} and ${show(range.max)}`,
          ),
        );
      }
    }
    problems.push(...runProblems(contract).map((each) => under(['contracts', i], each)));
    contract.shiftPatterns.forEach((name, j) => {
      const path = ['contracts', i, 'shiftPatterns', j];
      const pattern = patterns.find((each) => each.name === name);
      if (pattern === undefined) {
        const known = patterns.map((each) => each.name);
        problems.push(...unknown('shift pattern', name, known, path));
      } else {
        const fault = paidPerDayFault(pattern, contract.paidSecondsPerDay);
        if (fault !== null) problems.push(at(path, fault));
      }
    });
  });
  return problems;
}

/** Runs that no schedule can keep, and successions of patterns that its people do not work. */
function runProblems(contract: Contract): RawProblem[] {
  const { maxConsecutiveDays, minConsecutiveDays = 1, forbiddenSuccessions = [] } = contract;
  const problems: RawProblem[] = [];
  if (maxConsecutiveDays !== null && minConsecutiveDays > maxConsecutiveDays) {
    const message =
      `expected minConsecutiveDays not above maxConsecutiveDays, ` +
      `got ${minConsecutiveDays} and ${maxConsecutiveDays}`;
    problems.push(at(['minConsecutiveDays'], message));
  }
  forbiddenSuccessions.forEach(({ after, never }, i) => {
    const path = ['forbiddenSuccessions', i];
    const own = contract.shiftPatterns;
    problems.push(...unknown('shift pattern of the contract', after, own, [...path, 'after']));
    never.forEach((name, j) => {
      problems.push(...unknown('shift pattern of the contract', name, own, [...path, 'never', j]));
    });
  });
  return problems;
}

/** Why no length of a pattern fits a day of the contract; `null` if one does. */
function paidPerDayFault(pattern: ShiftPattern, allowed: Range): string | null {
  if (allowed.min > allowed.max) return null;
  const paid = pattern.lengthsSeconds.map((length) => paidSeconds(length, pattern.breaks));
  if (paid.some((seconds) => allowed.min <= seconds && seconds <= allowed.max)) return null;
  const tooLong = paid.every((seconds) => seconds > allowed.max);
  const nearest = tooLong ? Math.min(...paid) : Math.max(...paid);
  return (
    `a shift of ${quoted(pattern.name)} has ${duration(nearest)} of paid time, ` +
    (tooLong
      ? `more than the ${duration(allowed.max)} per day of this contract`
      : `outside the ${duration(allowed.min)} to ${duration(allowed.max)} per day of this contract`)
  );
}

function paidSeconds(lengthSeconds: number, breaks: readonly BreakRule[]): number {
  return takenBreaks(breaks, lengthSeconds).reduce(
    (paid, rule) => (rule.paid ? paid : paid - rule.lengthSeconds),
    lengthSeconds,
  );
}

function agentProblems(plan: PlanText): RawProblem[] {
  const agents = plan.agents ?? [];
  const contracts = (plan.contracts ?? []).map(({ name }) => name);
  const queues = plan.queues.map(({ name }) => name);
  const problems = repeats(
    'agents',
    'id',
    agents.map(({ id }) => id),
  );
  agents.forEach((agent, i) => {
    const path = ['agents', i];
    problems.push(...unknown('contract', agent.contract, contracts, [...path, 'contract']));
    agent.skills.forEach((skill, j) => {
      problems.push(...unknown('queue', skill, queues, [...path, 'skills', j]));
      if (agent.skills.indexOf(skill) !== j) {
        problems.push(at([...path, 'skills', j], `expected ${quoted(skill)} once, got it twice`));
      }
    });
    agent.leave.forEach(({ from, to }, j) => {
      if (to < from) {
        problems.push(
          at([...path, 'leave', j], `expected a last day not before ${from}, got ${to}`),
        );
      }
    });
    agent.wishes.forEach((wish, j) => {
      if (wish.kind === 'start-between' && wish.toSeconds < wish.fromSeconds) {
        problems.push(
          at([...path, 'wishes', j, 'startBetween'], 'expected the earlier clock time first'),
        );
      }
    });
    const { employedFrom, employedTo } = agent;
    if (employedFrom !== undefined && employedTo !== undefined && employedTo < employedFrom) {
      const message = `expected a last day not before ${employedFrom}, got ${employedTo}`;
      problems.push(at([...path, 'employedTo'], message));
    }
    const contract = plan.contracts?.find(({ name }) => name === agent.contract);
    problems.push(
      ...lockProblems(agent, plan.shiftPatterns ?? [], contract).map((each) => under(path, each)),
    );
  });
  return problems;
}

function lockProblems(
  agent: Agent,
  patterns: readonly ShiftPattern[],
  contract: Contract | undefined,
): RawProblem[] {
  const problems: RawProblem[] = [];
  const seen = new Set<string>();
  agent.locks.forEach((lock, i) => {
    const path = ['locks', i];
    if (seen.has(lock.date)) {
      problems.push(at([...path, 'date'], `expected one lock a day, got ${lock.date} twice`));
    }
    seen.add(lock.date);
    if (lock.kind === 'off') return;
    const pattern = patterns.find(({ name }) => name === lock.pattern);
    if (pattern === undefined) {
      const known = patterns.map(({ name }) => name);
      problems.push(...unknown('shift pattern', lock.pattern, known, [...path, 'pattern']));
    } else {
      const fault = lockFault(lock, pattern, contract);
      if (fault !== null) problems.push(at([...path, fault.key], fault.message));
    }
    if (agent.leave.some(({ from, to }) => from <= lock.date && lock.date <= to)) {
      problems.push(at(path, `expected no locked shift on leave, got one on ${lock.date}`));
    } else if (
      (agent.employedFrom ?? lock.date) > lock.date ||
      (agent.employedTo ?? lock.date) < lock.date
    ) {
      const message = `expected no locked shift outside employment, got one on ${lock.date}`;
      problems.push(at(path, message));
    }
  });
  return problems;
}

/** How a locked shift differs from what its pattern and contract allow; `null` if it does not. */
function lockFault(
  { date, startSeconds, lengthSeconds }: Extract<Lock, { kind: 'shift' }>,
  pattern: ShiftPattern,
  contract: Contract | undefined,
): { readonly key: string; readonly message: string } | null {
  const name = quoted(pattern.name);
  if (contract?.shiftPatterns.includes(pattern.name) === false) {
    const message = `expected a shift pattern of the contract ${quoted(contract.name)}, got ${name}`;
    return { key: 'pattern', message };
  }
  if (!pattern.weekdays.includes(weekdayOf(date))) {
    return { key: 'date', message: `expected a weekday on which ${name} starts, got ${date}` };
  }
  const { startFromSeconds: from, startToSeconds: to, startStepSeconds: step } = pattern;
  if (startSeconds < from || startSeconds > to || (startSeconds - from) % step !== 0) {
    return { key: 'start', message: `expected a start that the pattern ${name} allows` };
  }
  if (!pattern.lengthsSeconds.includes(lengthSeconds)) {
    const lengths = pattern.lengthsSeconds.map(duration).join(', ');
    const got = duration(lengthSeconds);
    return { key: 'length', message: `expected a length of ${name} (${lengths}), got ${got}` };
  }
  return null;
}

function repeats(list: string, key: string, names: readonly string[]): RawProblem[] {
  const seen = new Set<string>();
  return names.flatMap((name, i) => {
    if (seen.has(name)) {
      return [at([list, i, key], `expected ${key}s that differ, got ${quoted(name)} twice`)];
    }
    seen.add(name);
    return [];
  });
}

function unknown(
  what: string,
  name: string,
  known: readonly string[],
  path: readonly PropertyKey[],
): RawProblem[] {
  if (known.includes(name)) return [];
  return [at(path, `unknown ${what} ${quoted(name)}${suggestion(name, known)}`)];
}

function at(path: readonly PropertyKey[], message: string): RawProblem {
  return { path, message };
}

function under(path: readonly PropertyKey[], problem: RawProblem): RawProblem {
  return { ...problem, path: [...path, ...problem.path] };
}
