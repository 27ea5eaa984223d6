import { AgnerError } from '../../domain/errors.ts';
import { checkPatienceLaw, type Patience } from '../../domain/patience.ts';

/** Shortest and longest time that a law of patience may speak of. */
const MIN_SECONDS = 1e-9;
const MAX_SECONDS = 1e15;

const MIN_SHAPE = 0.05;
const MAX_SHAPE = 100;
const MAX_STAGES = 200;
const MAX_PARTS = 1000;

/**
 * Throws unless the law makes sense and is one that the models can follow: times from 1e-9 to
 * 1e15 seconds, Weibull shapes from 0.05 to 100, at most 200 stages and 1,000 kinds or pieces.
 *
 * @throws {AgnerError} `INVALID_INPUT`, `TOO_LARGE`
 */
export function checkPatienceRange(patience: Patience): void {
  checkPatienceLaw(patience);
  switch (patience.kind) {
    case 'exponential':
    case 'balking-exponential':
      checkTime('meanSeconds', patience.meanSeconds);
      return;
    case 'hyperexponential':
      checkCount('meansSeconds', patience.meansSeconds.length, MAX_PARTS);
      for (const mean of patience.meansSeconds) checkTime('meansSeconds', mean);
      return;
    case 'erlang':
      checkCount('stages', patience.stages, MAX_STAGES);
      checkTime('meanSeconds', patience.meanSeconds);
      return;
    case 'weibull':
      checkTime('scaleSeconds', patience.scaleSeconds);
      checkBetween('shape', patience.shape, MIN_SHAPE, MAX_SHAPE);
      return;
    case 'deterministic':
      checkTime('valueSeconds', patience.valueSeconds);
      return;
    case 'piecewise-hazard':
      checkCount('breaksSeconds', patience.breaksSeconds.length, MAX_PARTS);
      for (const from of patience.breaksSeconds) if (from > 0) checkTime('breaksSeconds', from);
      for (const hazard of patience.hazardPerSecond) {
        if (hazard > 0) checkBetween('hazardPerSecond', hazard, 1 / MAX_SECONDS, 1 / MIN_SECONDS);
      }
  }
}

function checkTime(name: string, seconds: number): void {
  checkBetween(name, seconds, MIN_SECONDS, MAX_SECONDS);
}

function checkBetween(name: string, value: number, least: number, most: number): void {
  if (value >= least && value <= most) return;
  throw new AgnerError(
    'INVALID_INPUT',
    `expected patience ${name} from ${least} to ${most}, got ${value}`,
    { name, got: String(value) },
  );
}

function checkCount(name: string, count: number, most: number): void {
  if (count <= most) return;
  throw new AgnerError('TOO_LARGE', `expected at most ${most} patience ${name}, got ${count}`, {
    name,
    got: count,
  });
}
