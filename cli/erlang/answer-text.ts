import { warningText } from '../../src/documents/index.ts';
import {
  answerErlang,
  type CapacityAnswer,
  type EvaluateQuestion,
  type LossFigures,
  type PatienceAnswer,
  type QueueFigures,
  type RequireAnswer,
  type SensitivityAnswer,
  type SteadyQuestion,
  waitPercentiles,
} from '../../src/use-cases/index.ts';
import { type Cell, grouped, share, table } from '../render.ts';

/** The answer to one question as a person reads it, with what lies around it. */
export function answerText(asked: SteadyQuestion): string {
  const answer = answerErlang(asked);
  switch (asked.kind) {
    case 'evaluate':
      return evaluateText(asked.question, answer as QueueFigures | LossFigures);
    case 'require':
      return requireText(asked, answer as RequireAnswer);
    case 'capacity':
      return capacityText(answer as CapacityAnswer);
    case 'patience-needed':
      return patienceText(answer as PatienceAnswer);
    case 'sensitivity':
      return sensitivityText(asked.question, answer as SensitivityAnswer);
  }
}

function evaluateText(question: EvaluateQuestion, answer: QueueFigures | LossFigures): string {
  if (!isQueue(answer)) return lossText([['', answer]]);
  return [
    figuresText([[`${question.agents} agents`, answer]]),
    ...percentilesText(question),
    ...askedPercentileText(question, answer),
    '',
    aroundText(question),
  ].join('\n');
}

function askedPercentileText({ waitPercentile }: EvaluateQuestion, answer: QueueFigures): string[] {
  const { waitPercentileSeconds: wait } = answer as { waitPercentileSeconds?: number };
  if (wait === undefined) return [];
  return [`${share(waitPercentile ?? 0)} wait at most ${seconds(wait)}`];
}

function requireText(
  asked: Extract<SteadyQuestion, { kind: 'require' }>,
  answer: RequireAnswer,
): string {
  const warnings = answer.warnings.map((warning) => `warning: ${warningText(warning)}`);
  if (!('agents' in answer)) {
    const fewer = answer.withOneLineLess;
    return [
      `${answer.lines} lines for ${erlangs(answer.load)}`,
      '',
      lossText([
        [`${answer.lines} lines`, answer],
        ...(fewer === null ? [] : [[`${answer.lines - 1} lines`, fewer] as const]),
      ]),
      ...warnings,
    ].join('\n');
  }
  const { agents, scheduledAgents, withOneAgentLess: fewer } = answer;
  const head = `${agents} agents on the phones, ${scheduledAgents} scheduled, for ${erlangs(answer.load)}`;
  if (answer.waitProbability === null) return head;
  const question: EvaluateQuestion = { ...asked.question, agents };
  return [
    head,
    ...warnings,
    '',
    figuresText([
      [`${agents} agents`, answer],
      ...(fewer === null ? [] : [[`${agents - 1} agents`, fewer] as const]),
    ]),
    ...percentilesText(question),
    '',
    aroundText(question),
  ].join('\n');
}

function capacityText(answer: CapacityAnswer): string {
  const calls =
    answer.callsPerInterval === null
      ? ''
      : `${grouped(answer.callsPerInterval, 2)} contacts per interval, `;
  const who = 'agents' in answer ? `${answer.agents} agents` : `${answer.lines} lines`;
  return [
    `${who} carry up to ${calls}${erlangs(answer.load)}`,
    ...answer.warnings.map((warning) => `warning: ${warningText(warning)}`),
    '',
    'agents' in answer ? figuresText([[who, answer]]) : lossText([[who, answer]]),
  ].join('\n');
}

function patienceText(answer: PatienceAnswer): string {
  const { leastPatienceSeconds: least, mostPatienceSeconds: most, agents } = answer;
  const range =
    least === null && most === null
      ? 'whatever the patience'
      : least === null
        ? `with a mean patience of at most ${seconds(most)}`
        : most === null
          ? `with a mean patience of at least ${seconds(least)}`
          : `with a mean patience from ${seconds(least)} to ${seconds(most)}`;
  return [
    `${agents} agents meet the targets ${range}`,
    '',
    figuresText([[least === null ? 'at the longest' : 'at the shortest', answer]]),
  ].join('\n');
}

function aroundText(question: EvaluateQuestion): string {
  return sensitivityText(
    question,
    answerErlang({ kind: 'sensitivity', question }) as SensitivityAnswer,
  );
}

function sensitivityText(question: EvaluateQuestion, { rows }: SensitivityAnswer): string {
  const cells = rows.map((row): Cell[] => {
    const { figures } = row;
    return [
      LABELS[row.change](row.volumeFactor, row.handleTimeFactor),
      row.agents,
      row.load.toFixed(2),
      ...(figures === null
        ? ['-', '-', '-', '-']
        : [
            share(figures.serviceLevels.offered),
            seconds(figures.averageSpeedOfAnswerSeconds),
            share(figures.abandonProbability),
            share(figures.occupancy),
          ]),
    ];
  });
  const level =
    question.thresholdSeconds === null ? 'level' : `in ${seconds(question.thresholdSeconds)}`;
  return table(['', 'agents', 'erlangs', level, 'ASA', 'hang up', 'occupancy'], cells);
}

const LABELS = {
  none: () => 'as asked',
  agents: () => '',
  volume: (factor: number) => `volume ${change(factor)}`,
  'handle-time': (_: number, factor: number) => `handle time ${change(factor)}`,
};

function change(factor: number): string {
  return `${factor > 1 ? '+' : '-'}${Math.round(Math.abs(factor - 1) * 100)} %`;
}

type Column<T> = readonly [head: string, figures: T];

/** One figure a row, one number of agents a column. */
function figuresText(columns: readonly Column<QueueFigures | NoFigures>[]): string {
  const rows: [string, (figures: QueueFigures) => string | null][] = [
    ['answered in threshold, of offered', (f) => share(f.serviceLevels.offered)],
    ['  of entered', (f) => share(f.serviceLevels.entered)],
    ['  of answered', (f) => share(f.serviceLevels.answered)],
    ['  excluding short abandons', (f) => share(f.serviceLevels.excludingShortAbandons)],
    ['  including short abandons', (f) => share(f.serviceLevels.includingShortAbandons)],
    ['average speed of answer', (f) => seconds(f.averageSpeedOfAnswerSeconds)],
    ['mean wait of all', (f) => seconds(f.averageWaitSeconds)],
    ['mean wait of those who wait', (f) => seconds(f.averageWaitOfDelayedSeconds)],
    ['mean time to hang up', (f) => seconds(f.averageTimeToAbandonSeconds)],
    ['has to wait', (f) => share(f.waitProbability)],
    ['hangs up', (f) => share(f.abandonProbability)],
    ['turned away', (f) => share(f.blockedProbability)],
    ['mean number waiting', (f) => f.meanQueueLength.toFixed(2)],
    ['occupancy', (f) => share(f.occupancy)],
    ['load with redials', (f) => (f.totalLoad === undefined ? null : erlangs(f.totalLoad))],
    ['attempts per caller', (f) => f.attemptsPerCaller?.toFixed(3) ?? null],
  ];
  const cells = rows.flatMap(([label, cell]): string[][] => {
    const values = columns.map(([, figures]) => cell(figures as QueueFigures));
    return values.some((value) => value === null || value === '-')
      ? []
      : [[label, ...values.map(String)]];
  });
  return table(['', ...columns.map(([head]) => head)], cells);
}

type NoFigures = Pick<QueueFigures, 'serviceLevels'>;

function lossText(columns: readonly Column<LossFigures>[]): string {
  const [first] = columns;
  const rows: [string, (figures: LossFigures) => string][] = [
    ['turned away', (f) => share(f.blockedProbability, 3)],
    ['carried', (f) => erlangs(f.carriedLoad)],
    ['lost', (f) => erlangs(f.lostLoad)],
    ['occupancy', (f) => share(f.occupancy)],
  ];
  if (first?.[1].totalLoad !== undefined) {
    rows.push(['load with repeats', (f) => erlangs(f.totalLoad ?? Number.NaN)]);
  }
  return table(
    ['', ...columns.map(([head]) => head)],
    rows.map(([label, cell]) => [label, ...columns.map(([, figures]) => cell(figures))]),
  );
}

function percentilesText(question: EvaluateQuestion): string[] {
  const waits = waitPercentiles(question);
  if (waits === null) return [];
  return [
    '',
    `half wait at most ${seconds(waits.p50Seconds)}, 90 % ${seconds(waits.p90Seconds)}, 95 % ${seconds(waits.p95Seconds)}`,
  ];
}

function isQueue(figures: QueueFigures | LossFigures): figures is QueueFigures {
  return 'waitProbability' in figures;
}

function seconds(value: number | null): string {
  return value === null ? '-' : `${grouped(value, 1)} s`;
}

function erlangs(load: number): string {
  return `${grouped(load, 2)} erlangs`;
}
