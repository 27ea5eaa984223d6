import {
  type PatienceEstimateAnswer,
  type PatienceTotalsAnswer,
} from '../../src/use-cases/index.ts';
import { grouped, share, table } from '../render.ts';

/** What calls tell about patience, as a person reads it. */
export function patienceEstimateText(answer: PatienceEstimateAnswer): string {
  const { calls, answered, abandoned, other } = answer;
  const rest = other === 0 ? '' : `, ${grouped(other)} neither, which are left out`;
  return [
    `${grouped(calls)} calls: ${grouped(answered)} answered, ${grouped(abandoned)} hung up${rest}`,
    meanText(answer),
    answer.medianSeconds === null
      ? `fewer than half hung up in any wait; the longest was ${seconds(answer.longestSeconds)}`
      : `half have hung up by ${seconds(answer.medianSeconds)}`,
    '',
    'still waiting (Kaplan-Meier)',
    table(
      ['after', 'share', 'from', 'to'],
      answer.survival.map((point) => [
        seconds(point.seconds),
        share(point.survival),
        share(point.lower),
        share(point.upper),
      ]),
    ),
    '',
    ...hazardLines(answer),
  ].join('\n');
}

/** What totals of intervals tell about patience, as a person reads it. */
export function patienceTotalsText(answer: PatienceTotalsAnswer): string {
  const { intervals, leftOut, mean } = answer;
  const rest = leftOut === 0 ? '' : `, ${grouped(leftOut)} left out for totals that are not known`;
  return [
    `${grouped(intervals)} intervals${rest}: ${grouped(mean.abandoned)} hung up in ${grouped(mean.waitSeconds)} s waited by all`,
    meanText(answer),
  ].join('\n');
}

function meanText({ mean }: Pick<PatienceEstimateAnswer, 'mean'>): string {
  const sure = share(mean.confidence, 0);
  switch (mean.status) {
    case 'estimated':
      return `mean patience, if exponential: ${seconds(mean.meanSeconds)} (${sure} between ${seconds(mean.lowerSeconds)} and ${seconds(mean.upperSeconds)})`;
    case 'none-abandoned':
      return `nobody hung up: mean patience is at least ${seconds(mean.lowerSeconds)} (${sure})`;
    case 'all-at-once':
      return 'all hung up at 0 s, from which no mean can be told';
  }
}

function hazardLines({ hazard }: PatienceEstimateAnswer): string[] {
  const { balking } = hazard;
  const atOnce = `${share(balking.share)} hang up at once (${share(hazard.confidence, 0)} between ${share(balking.lower)} and ${share(balking.upper)})`;
  if (hazard.status !== 'estimated') return [atOnce];
  return [
    atOnce,
    '',
    'hang-ups per minute of waiting',
    table(
      ['from', 'to', 'waiting', 'hung up', 'per minute', 'least', 'most'],
      hazard.pieces.map((piece) => [
        seconds(piece.fromSeconds),
        piece.toSeconds === null ? 'end' : seconds(piece.toSeconds),
        piece.waiting,
        piece.abandoned,
        perMinute(piece.hazardPerSecond),
        perMinute(piece.lowerPerSecond),
        perMinute(piece.upperPerSecond),
      ]),
    ),
  ];
}

function perMinute(perSecond: number): string {
  return grouped(perSecond * 60, 3);
}

function seconds(value: number): string {
  return `${grouped(value, 1)} s`;
}
