import {
  checkFraction,
  checkNonNegative,
  checkNonNegativeInteger,
  checkPositive,
  checkPositiveInteger,
} from '../domain/check.ts';
import { AgnerError } from '../domain/errors.ts';
import { checkPatienceLaw } from '../domain/patience.ts';
import { type AgentGroup, type Centre, type HandleTimes, type QueueModel } from './centre.ts';
import { checkTimeLaw, type TimeLaw } from './time-law.ts';

/** Most contacts that a run takes on average, redials not counted. */
const MAX_CONTACTS = 1e8;

/** Most agents of a group. */
const MAX_AGENTS = 1_000_000;

/** Most contacts that an agent may have at once. */
const MAX_SLOTS = 100;

/** Throws `INVALID_INPUT` or `TOO_LARGE` unless the centre can be simulated. */
export function checkCentre(centre: Centre): void {
  const { intervals, stepSeconds, queues, groups } = centre;
  checkPositiveInteger('intervals', intervals);
  checkPositive('stepSeconds', stepSeconds);
  if (queues.length === 0) refuse('at least 1 queue', 'none');
  if (groups.length === 0) refuse('at least 1 group of agents', 'none');
  checkNames('queues', queues);
  checkNames('groups', groups);
  const names = new Set(groups.map(({ name }) => name));
  for (const group of groups) checkGroup(group, intervals);
  for (const queue of queues) checkQueue(queue, centre, names);
}

function checkGroup({ name, agents, slowdowns }: AgentGroup, intervals: number): void {
  checkLength(`agents of group ${name}`, agents, intervals);
  for (const count of agents) {
    checkNonNegativeInteger(`agents of group ${name}`, count);
    if (count > MAX_AGENTS) {
      throw new AgnerError('TOO_LARGE', `expected at most ${MAX_AGENTS} agents, got ${count}`);
    }
  }
  if (slowdowns.length === 0 || slowdowns.length > MAX_SLOTS || slowdowns[0] !== 1) {
    refuse(
      `slowdowns of group ${name} to start with 1 and have at most ${MAX_SLOTS} entries`,
      `${slowdowns.length} that start with ${String(slowdowns[0])}`,
    );
  }
  for (const slowdown of slowdowns) checkPositive(`slowdowns of group ${name}`, slowdown);
}

function checkQueue(queue: QueueModel, centre: Centre, groups: ReadonlySet<string>): void {
  const { name, lines, redial } = queue;
  checkNonNegative(`thresholdSeconds of queue ${name}`, queue.thresholdSeconds);
  if (!Number.isFinite(queue.priority)) {
    refuse(`priority of queue ${name} to be a finite number`, String(queue.priority));
  }
  if (lines !== null) checkNonNegativeInteger(`lines of queue ${name}`, lines);
  if (redial !== null) {
    // With a share of 1 those whom nobody answers would call for ever.
    checkFraction(`shareOfAbandoned of queue ${name}`, redial.shareOfAbandoned);
    checkFraction(`shareOfBlocked of queue ${name}`, redial.shareOfBlocked);
    checkTimeLaw(`redial delay of queue ${name}`, redial.delay);
  }
  for (const closing of queue.closings) {
    checkNonNegativeInteger(`closings of queue ${name}`, closing);
    if (closing >= centre.intervals) {
      refuse(`closings of queue ${name} below ${centre.intervals} intervals`, String(closing));
    }
  }
  checkRouting(queue, groups);
  checkContacts(queue, centre, groups);
}

function checkRouting({ name, routing }: QueueModel, groups: ReadonlySet<string>): void {
  if (routing.length === 0 || routing[0]!.afterSeconds !== 0) {
    refuse(
      `routing of queue ${name} to start with a step after 0 seconds`,
      String(routing[0]?.afterSeconds ?? 'none'),
    );
  }
  const seen = new Set<string>();
  routing.forEach((step, index) => {
    checkNonNegative(`afterSeconds of queue ${name}`, step.afterSeconds);
    const before = index === 0 ? 0 : routing[index - 1]!.afterSeconds;
    if (step.afterSeconds < before) {
      refuse(
        `afterSeconds of queue ${name} that do not fall`,
        `${step.afterSeconds} after ${before}`,
      );
    }
    if (step.groups.length === 0) {
      refuse(`at least 1 group in each step of queue ${name}`, 'none');
    }
    for (const group of step.groups) {
      if (!groups.has(group)) refuse(`a known group in the routing of queue ${name}`, group);
      if (seen.has(group)) refuse(`each group once in the routing of queue ${name}`, group);
      seen.add(group);
    }
  });
}

function checkContacts(queue: QueueModel, centre: Centre, groups: ReadonlySet<string>): void {
  const { name, contacts } = queue;
  const { intervals, stepSeconds } = centre;
  switch (contacts.kind) {
    case 'poisson': {
      checkLength(`volume of queue ${name}`, contacts.volume, intervals);
      for (const mean of contacts.volume) checkNonNegative(`volume of queue ${name}`, mean);
      const sum = contacts.volume.reduce((total, mean) => total + mean, 0);
      checkSize(name, sum);
      break;
    }
    case 'arrivals':
      checkArrivals(name, contacts.arrivalSeconds, intervals * stepSeconds);
      break;
    case 'given':
      checkArrivals(name, contacts.arrivalSeconds, intervals * stepSeconds);
      checkGiven(name, contacts);
      if (queue.redial !== null) {
        // Nobody has said how long they would wait the next time.
        refuse(`no redial of queue ${name}, whose contacts are given`, 'one');
      }
      return;
    default:
      refuse(
        `contacts of queue ${name} of a known kind`,
        String((contacts as { kind: unknown }).kind),
      );
  }
  if (contacts.patience !== null) checkPatienceLaw(contacts.patience);
  checkHandleTimes(name, contacts.handleTimes, intervals, groups);
}

function checkHandleTimes(
  name: string,
  { laws, byGroup }: HandleTimes,
  intervals: number,
  groups: ReadonlySet<string>,
): void {
  const seen = new Set<string>();
  checkLaws(name, laws, intervals);
  for (const { group, laws: own } of byGroup) {
    if (!groups.has(group)) refuse(`a known group in the handle times of queue ${name}`, group);
    if (seen.has(group)) refuse(`each group once in the handle times of queue ${name}`, group);
    seen.add(group);
    checkLaws(name, own, intervals);
  }
}

function checkLaws(name: string, laws: readonly TimeLaw[], intervals: number): void {
  if (laws.length !== 1 && laws.length !== intervals) {
    refuse(`1 or ${intervals} laws of handle time of queue ${name}`, String(laws.length));
  }
  for (const law of laws) checkTimeLaw(`handle time of queue ${name}`, law);
}

function checkArrivals(name: string, arrivals: ArrayLike<number>, end: number): void {
  checkSize(name, arrivals.length);
  for (let contact = 0; contact < arrivals.length; contact++) {
    const before = contact === 0 ? 0 : arrivals[contact - 1]!;
    // The negation also refuses what is not a number.
    if (!(arrivals[contact]! >= before && arrivals[contact]! < end)) {
      refuse(
        `arrivals of queue ${name} in order, from 0 to below ${end} s`,
        `${String(arrivals[contact])} after ${before}`,
      );
    }
  }
}

function checkGiven(
  name: string,
  contacts: Extract<QueueModel['contacts'], { readonly kind: 'given' }>,
): void {
  const { arrivalSeconds, handleSeconds, patienceSeconds } = contacts;
  const { length } = arrivalSeconds;
  if (handleSeconds.length !== length || patienceSeconds.length !== length) {
    refuse(
      `one handle time and one patience for each of ${length} contacts of queue ${name}`,
      `${handleSeconds.length} and ${patienceSeconds.length}`,
    );
  }
  for (let contact = 0; contact < length; contact++) {
    const handle = handleSeconds[contact]!;
    if (!(handle >= 0 && handle < Infinity)) {
      refuse(`handleSeconds of queue ${name} to be finite and at least 0`, String(handle));
    }
    const patience = patienceSeconds[contact]!;
    if (!(patience >= 0)) {
      refuse(`patienceSeconds of queue ${name} to be at least 0`, String(patience));
    }
  }
}

function checkSize(name: string, contacts: number): void {
  if (contacts <= MAX_CONTACTS) return;
  throw new AgnerError(
    'TOO_LARGE',
    `expected at most ${MAX_CONTACTS} contacts of queue ${name}, got ${contacts}`,
    { queue: name, contacts },
  );
}

function checkNames(what: string, named: readonly { readonly name: string }[]): void {
  const names = named.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) refuse(`${what} with different names`, `${twice} twice`);
}

function checkLength(name: string, values: ArrayLike<number>, length: number): void {
  if (values.length !== length) refuse(`${name} in ${length} intervals`, String(values.length));
}

function refuse(expected: string, got: string): never {
  throw new AgnerError('INVALID_INPUT', `expected ${expected}, got ${got}`, { expected, got });
}
