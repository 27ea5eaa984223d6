import { type Patience } from '../domain/patience.ts';
import { exponential, gamma, logNormal } from './random.ts';
import { makeSeekableRandom, type StreamKeys, uniformAt } from './random-streams.ts';
import { type TimeLaw } from './time-law.ts';

const seekable = makeSeekableRandom();

/** A draw from a law, from the stream's blocks that start at `block` for the contact `ordinal`. */
export function drawTime(
  law: TimeLaw,
  keys: StreamKeys,
  stream: number,
  ordinal: number,
  block: number,
): number {
  switch (law.kind) {
    case 'exponential':
      return -law.meanSeconds * Math.log(uniformAt(keys, stream, ordinal, block));
    case 'deterministic':
      return law.valueSeconds;
    case 'empirical': {
      const { valuesSeconds } = law;
      return valuesSeconds[
        Math.floor(uniformAt(keys, stream, ordinal, block) * valuesSeconds.length)
      ]!;
    }
    case 'log-normal':
      seekable.seek(keys, stream, ordinal, block);
      return logNormal(seekable.random, law.meanSeconds, law.variation);
    case 'erlang':
      seekable.seek(keys, stream, ordinal, block);
      return drawGamma(law.meanSeconds, law.stages);
    case 'gamma':
      seekable.seek(keys, stream, ordinal, block);
      return drawGamma(law.meanSeconds, law.shape);
  }
}

/** How long a caller will wait; `Infinity` for without end. */
export function drawPatience(
  patience: Patience | null,
  keys: StreamKeys,
  stream: number,
  ordinal: number,
  block: number,
): number {
  if (patience === null) return Infinity;
  switch (patience.kind) {
    case 'exponential':
      return -patience.meanSeconds * Math.log(uniformAt(keys, stream, ordinal, block));
    case 'deterministic':
      return patience.valueSeconds;
    case 'balking-exponential': {
      const { balkingShare, meanSeconds } = patience;
      const draw = uniformAt(keys, stream, ordinal, block);
      return draw < balkingShare ? 0 : meanSeconds * Math.log((1 - balkingShare) / (1 - draw));
    }
    case 'weibull':
      return (
        patience.scaleSeconds *
        Math.pow(-Math.log(uniformAt(keys, stream, ordinal, block)), 1 / patience.shape)
      );
    case 'erlang':
      seekable.seek(keys, stream, ordinal, block);
      return drawGamma(patience.meanSeconds, patience.stages);
    case 'hyperexponential': {
      const kind = drawKind(patience.weights, uniformAt(keys, stream, ordinal, block));
      return -patience.meansSeconds[kind]! * Math.log(uniformAt(keys, stream, ordinal, block + 1));
    }
    case 'piecewise-hazard':
      if (uniformAt(keys, stream, ordinal, block) < patience.balkingShare) return 0;
      return timeOfHazard(patience, -Math.log(uniformAt(keys, stream, ordinal, block + 1)));
  }
}

/** Gamma by the seekable draws; a shape below 1 by that of one more, shrunk. */
function drawGamma(mean: number, shape: number): number {
  if (shape === 1) return exponential(seekable.random, mean);
  if (shape > 1) return gamma(seekable.random, mean, shape);
  const shrink = Math.pow(seekable.random(), 1 / shape);
  // gamma() of shape + 1 has the mean that it is given: as many times 1 / shape as this one.
  return gamma(seekable.random, (mean * (shape + 1)) / shape, shape + 1) * shrink;
}

/** The weights' sum may fall short of 1 by rounding: the rest belongs to the last. */
function drawKind(weights: readonly number[], draw: number): number {
  let rest = draw;
  for (let kind = 0; kind < weights.length - 1; kind++) {
    if (rest < weights[kind]!) return kind;
    rest -= weights[kind]!;
  }
  return weights.length - 1;
}

/** When the summed hazard reaches `total`. */
function timeOfHazard(
  patience: Extract<Patience, { readonly kind: 'piecewise-hazard' }>,
  total: number,
): number {
  const { breaksSeconds, hazardPerSecond } = patience;
  let rest = total;
  for (let piece = 0; piece < breaksSeconds.length; piece++) {
    const from = breaksSeconds[piece]!;
    const hazard = hazardPerSecond[piece]!;
    const length = (breaksSeconds[piece + 1] ?? Infinity) - from;
    // Without the first test, a last hazard of 0 over an endless piece would be NaN.
    if (hazard > 0 && rest <= hazard * length) return from + rest / hazard;
    if (hazard > 0) rest -= hazard * length;
  }
  return Infinity;
}
