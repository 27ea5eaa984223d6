import { type Patience } from '../../src/domain/index.ts';
import {
  chat,
  erlangA,
  erlangB,
  erlangC,
  erlangX,
  extendedB,
  generalPatience,
} from '../../src/erlang/index.ts';
import { type Check, type Fault, type Figures, score, scoreFault } from './score.ts';
import {
  figuresOf,
  simulateStationary,
  type StationaryCase,
  stationaryCase,
} from './stationary.ts';

const SEED = 1878;

/** Callers of their own for every case, whatever cases come before it. */
function seedOf(name: string): number {
  let seed = SEED;
  for (const letter of name) seed = (seed * 31 + letter.codePointAt(0)!) % 1_000_000_007;
  return seed;
}

/** A case: its name, what is simulated, what the formula says, and what a wrong one would say. */
interface RefereedCase {
  readonly name: string;
  readonly simulated: StationaryCase;
  readonly formula: () => Figures;
  readonly faults: Readonly<Record<string, () => Figures>>;
}

export interface Judged {
  readonly checks: readonly Check[];
  readonly faults: readonly Fault[];
}

/** Simulates the cases of a model and holds its formula, and wrong ones, against them. */
export function judge(model: string, cases: readonly RefereedCase[]): Judged {
  const checks: Check[] = [];
  const faults: Fault[] = [];
  cases.forEach((one) => {
    const simulated = simulateStationary(one.simulated, seedOf(`${model}: ${one.name}`));
    checks.push(...score(model, one.name, one.formula(), simulated));
    for (const [fault, wrong] of Object.entries(one.faults)) {
      faults.push(scoreFault(model, `${one.name}: ${fault}`, wrong(), simulated));
    }
  });
  return { checks, faults };
}

const exponential = (meanSeconds: number): Patience => ({ kind: 'exponential', meanSeconds });

const HANDLE_LAWS = [
  { kind: 'exponential', meanSeconds: 180 },
  { kind: 'log-normal', meanSeconds: 180, variation: 1.5 },
  { kind: 'erlang', meanSeconds: 180, stages: 3 },
] as const;

export function erlangBCases(): RefereedCase[] {
  const cases = [
    [10, 14, 0],
    [5, 3, 0],
    [0.5, 1, 0],
    [50, 45, 0],
    // The formula holds for any law of the handle time.
    [10, 14, 1],
    [50, 45, 2],
  ] as const;
  return cases.map(([load, lines, law]) => {
    const figures = (blocked: number): Figures => ({
      blocked,
      'carried load': load * (1 - blocked),
    });
    return {
      name: `${load} erlangs, ${lines} lines, ${HANDLE_LAWS[law].kind} handle time`,
      simulated: stationaryCase({
        load,
        agents: lines,
        lines,
        handleTimeSeconds: 180,
        handleTime: HANDLE_LAWS[law],
      }),
      formula: () => figures(erlangB(load, lines)),
      faults: lines === 14 ? { 'a line too many': () => figures(erlangB(load, lines + 1)) } : {},
    };
  });
}

/** Redials spread over a time that is long against that of a handle time: as good as fresh. */
const LATE = { kind: 'gamma', meanSeconds: 20_000, shape: 4 } as const;

/** Redials of redials take several delays to settle: nine of them here. */
const SETTLED = { warmUpIntervals: 3, runs: 50 };

export function extendedBCases(): RefereedCase[] {
  const cases = [
    [5.5, 7, 0.5],
    [10, 10, 0.7],
    [4, 3, 0.6],
    [16, 15, 0.3],
  ] as const;
  return cases.map(([load, lines, recallFraction]) => {
    const figures = (recall: number): Figures => {
      const result = extendedB({ load, lines, recallFraction: recall });
      return {
        blocked: result.blockedProbability,
        'load of all attempts': result.totalLoad,
        'carried load': result.carriedLoad,
      };
    };
    return {
      name: `${load} erlangs, ${lines} lines, recall ${recallFraction}`,
      simulated: stationaryCase({
        load,
        agents: lines,
        lines,
        handleTimeSeconds: 180,
        redial: { shareOfAbandoned: 0, shareOfBlocked: recallFraction, delay: LATE },
        ...SETTLED,
        contacts: load * 1000,
      }),
      formula: () => figures(recallFraction),
      faults:
        lines === 10
          ? {
              'recalls halved': () => figures(recallFraction / 2),
              'no recalls': () => ({ blocked: erlangB(load, lines) }),
            }
          : {},
    };
  });
}

export function erlangCCases(): RefereedCase[] {
  const cases = [
    [10, 180, 14, 20],
    [10, 180, 12, 60],
    [3, 300, 5, 0],
    [0.8, 240, 2, 30],
    [45, 240, 51, 10],
  ] as const;
  return cases.map(([load, handleTimeSeconds, agents, thresholdSeconds]) => {
    const figures = (wrongAgents: number, threshold: number): Figures => {
      const result = erlangC(load, handleTimeSeconds, wrongAgents, threshold);
      return { ...figuresOf(result), occupancy: result.occupancy };
    };
    return {
      name: `${load} erlangs of ${handleTimeSeconds} s, ${agents} agents, T ${thresholdSeconds} s`,
      simulated: stationaryCase({ load, handleTimeSeconds, agents, thresholdSeconds }),
      formula: () => figures(agents, thresholdSeconds),
      faults:
        agents === 14
          ? {
              'an agent too many': () => figures(agents + 1, thresholdSeconds),
              'threshold ignored': () => ({
                'level: offered': figures(agents, 0)['level: offered']!,
              }),
            }
          : {},
    };
  });
}

interface ImpatientCase {
  readonly load: number;
  readonly handleTimeSeconds: number;
  readonly patienceSeconds: number | null;
  readonly lines: number | null;
}

function impatientFigures(queue: ImpatientCase, agents: number, threshold: number): Figures {
  const result = erlangA(queue, agents, threshold);
  return { ...figuresOf(result), occupancy: result.occupancy };
}

function nameOf(queue: ImpatientCase, agents: number, threshold: number): string {
  const patience = queue.patienceSeconds === null ? 'endless' : `${queue.patienceSeconds} s`;
  const lines = queue.lines === null ? '' : `, ${queue.lines} lines`;
  return `${queue.load} erlangs of ${queue.handleTimeSeconds} s, patience ${patience}, ${agents} agents${lines}, T ${threshold} s`;
}

function simulatedOf(
  { load, handleTimeSeconds, patienceSeconds, lines }: ImpatientCase,
  agents: number,
  thresholdSeconds: number,
): StationaryCase {
  const patience = patienceSeconds === null ? null : exponential(patienceSeconds);
  return stationaryCase({ load, handleTimeSeconds, agents, patience, lines, thresholdSeconds });
}

export function erlangACases(): RefereedCase[] {
  const cases = [
    [10, 180, 120, 11, 20],
    [25, 240, 90, 20, 20],
    [3, 300, 300, 4, 0],
    [1, 120, 30, 1, 45],
    [60, 200, 600, 58, 60],
  ] as const;
  return cases.map(([load, handleTimeSeconds, patienceSeconds, agents, threshold]) => {
    const queue = { load, handleTimeSeconds, patienceSeconds, lines: null };
    const right = (): Figures => impatientFigures(queue, agents, threshold);
    return {
      name: nameOf(queue, agents, threshold),
      simulated: simulatedOf(queue, agents, threshold),
      formula: right,
      faults:
        agents === 20
          ? {
              'rate of hanging up halved': () =>
                impatientFigures({ ...queue, patienceSeconds: 180 }, agents, threshold),
              'patience a tenth too long': () =>
                impatientFigures({ ...queue, patienceSeconds: 99 }, agents, threshold),
              'an agent too few': () => impatientFigures(queue, agents - 1, threshold),
              'divides by the answered, not the offered': () => ({
                'level: offered': right()['level: answered']!,
              }),
              'short abandons forgotten in the divisor': () => ({
                'level: excludingShortAbandons': right()['level: offered']!,
              }),
            }
          : {},
    };
  });
}

export function erlangALinesCases(): RefereedCase[] {
  const cases = [
    [10, 180, 120, 10, 12, 20],
    [20, 240, 60, 18, 24, 10],
    [5, 200, null, 5, 9, 30],
    [2, 300, 400, 1, 3, 60],
  ] as const;
  return cases.map(([load, handleTimeSeconds, patienceSeconds, agents, lines, threshold]) => {
    const queue = { load, handleTimeSeconds, patienceSeconds, lines };
    const right = (): Figures => impatientFigures(queue, agents, threshold);
    return {
      name: nameOf(queue, agents, threshold),
      simulated: simulatedOf(queue, agents, threshold),
      formula: right,
      faults:
        agents === 10
          ? {
              'a line too many': () =>
                impatientFigures({ ...queue, lines: lines + 1 }, agents, threshold),
              'blocked calls counted as entered': () => ({
                'level: entered': right()['level: offered']!,
              }),
            }
          : {},
    };
  });
}

export function erlangXCases(): RefereedCase[] {
  const cases = [
    [10, 180, 120, 10, null, 0.5, 0],
    [12, 240, 90, 11, 14, 0.3, 0.8],
    [6, 200, 60, 5, 8, 0.7, 0.7],
  ] as const;
  return cases.map(
    ([load, handleTimeSeconds, patienceSeconds, agents, lines, ofAbandoned, ofBlocked]) => {
      const queue = { load, handleTimeSeconds, patienceSeconds, lines };
      const figures = (share: number): Figures => {
        const { performance, totalLoad, attemptsPerCaller } = erlangX(queue, agents, 20, {
          redialFractionOfAbandoned: ofAbandoned * share,
          redialFractionOfBlocked: ofBlocked * share,
        });
        return {
          ...figuresOf(performance),
          occupancy: performance.occupancy,
          'load of all attempts': totalLoad,
          'attempts per caller': attemptsPerCaller,
        };
      };
      return {
        name: `${nameOf(queue, agents, 20)}, redials ${ofAbandoned} and ${ofBlocked}`,
        simulated: {
          ...simulatedOf(queue, agents, 20),
          redial: { shareOfAbandoned: ofAbandoned, shareOfBlocked: ofBlocked, delay: LATE },
          ...SETTLED,
          contacts: load * 1000,
        },
        formula: () => figures(1),
        faults:
          lines === null
            ? { 'no redials': () => figures(0), 'redials a quarter too few': () => figures(0.75) }
            : {},
      };
    },
  );
}

/** Laws of patience with the parts of a queue that tell them apart, all of mean near 100 s. */
export const PATIENCES: readonly Patience[] = [
  exponential(100),
  { kind: 'balking-exponential', balkingShare: 0.15, meanSeconds: 120 },
  { kind: 'hyperexponential', weights: [0.4, 0.6], meansSeconds: [15, 160] },
  { kind: 'erlang', stages: 3, meanSeconds: 100 },
  { kind: 'weibull', scaleSeconds: 90, shape: 0.7 },
  { kind: 'weibull', scaleSeconds: 110, shape: 2.5 },
  { kind: 'deterministic', valueSeconds: 100 },
  {
    kind: 'piecewise-hazard',
    balkingShare: 0.05,
    breaksSeconds: [0, 20, 60],
    hazardPerSecond: [0.004, 0.02, 0.006],
  },
];

export function nameOfLaw(patience: Patience): string {
  return patience.kind === 'weibull' ? `weibull ${patience.shape}` : patience.kind;
}

export function generalPatienceCases(patience: Patience): RefereedCase[] {
  return [[12, 12] as const, [30, 26] as const].map(([load, agents]) => {
    const figures = (law: Patience): Figures => {
      const result = generalPatience({ load, handleTimeSeconds: 200, patience: law }, agents, 20);
      return { ...figuresOf(result), occupancy: result.occupancy };
    };
    return {
      name: `${nameOfLaw(patience)}, ${load} erlangs of 200 s, ${agents} agents, T 20 s`,
      simulated: stationaryCase({ load, handleTimeSeconds: 200, agents, patience, contacts: 4500 }),
      formula: () => figures(patience),
      faults:
        patience.kind !== 'exponential' && agents === 26
          ? { 'taken as exponential': () => figures(exponential(100)) }
          : {},
    };
  });
}

const CHATS = [
  { table: [300, 420, 600], perHour: 240, agents: 15, patience: 120, lines: null, threshold: 30 },
  { table: [240, 300], perHour: 90, agents: 5, patience: null, lines: null, threshold: 20 },
  { table: [200, 260, 320, 420], perHour: 200, agents: 5, patience: 60, lines: 24, threshold: 10 },
] as const;

export function chatCases(): RefereedCase[] {
  return CHATS.map(({ table, perHour, agents, patience, lines, threshold }) => {
    const figures = (handleTimes: readonly number[]): Figures => {
      const queue = {
        volume: perHour,
        stepSeconds: 3600,
        handleTimeByConcurrencySeconds: handleTimes,
        patienceSeconds: patience,
        lines,
      };
      const result = chat(queue, agents, threshold);
      return {
        ...figuresOf(result),
        'slot occupancy': result.slotOccupancy,
        occupancy: result.busyAgentShare,
        'mean concurrency': result.meanConcurrency,
        'mean handle time': result.meanHandleTimeSeconds,
      };
    };
    return {
      name: `${perHour} chats an hour of ${table.join(', ')} s, ${agents} agents, patience ${patience ?? 'endless'}, T ${threshold} s`,
      simulated: {
        ...stationaryCase({
          load: (perHour * table[0]) / 3600,
          handleTimeSeconds: table[0],
          agents,
          patience: patience === null ? null : exponential(patience),
          lines,
          thresholdSeconds: threshold,
        }),
        slowdowns: table.map((seconds) => seconds / table[0]),
        spread: 'always-even',
      },
      formula: () => figures(table),
      faults:
        agents === 15
          ? {
              'a second contact takes 3 % longer': () => figures([300, 433, 600]),
              'full agents as quick as with two': () => figures([300, 420, 420]),
            }
          : {},
    };
  });
}
