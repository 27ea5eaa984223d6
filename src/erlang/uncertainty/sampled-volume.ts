import { type VolumeDistribution } from './volume-distribution.ts';

/** The distribution of equally likely volumes; of one volume, that it is certain. */
export function sampledVolume(volumes: readonly number[]): VolumeDistribution {
  const sorted = Float64Array.from(volumes).sort();
  const total = sorted.reduce((sum, volume) => sum + volume, 0);
  const mean = total / sorted.length;
  const square = sorted.reduce((sum, volume) => sum + (volume - mean) ** 2, 0);
  // Counts come many times over: each value is looked at once.
  const values: { readonly volume: number; readonly times: number }[] = [];
  for (let from = 0; from < sorted.length;) {
    let to = from;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    values.push({ volume: sorted[from]!, times: to - from });
    from = to;
  }
  return {
    mean,
    variation: mean === 0 ? 0 : Math.sqrt(square / sorted.length) / mean,
    unbounded: false,
    // The number of samples that lie at or below must reach the share of them.
    quantile: (share) => sorted[Math.max(0, Math.ceil(share * sorted.length * (1 - 1e-15)) - 1)]!,
    shareHolding: (holds) => {
      let held = 0;
      let failed = values.length;
      while (failed > held) {
        const middle = (held + failed) >> 1;
        if (holds(values[middle]!.volume)) held = middle + 1;
        else failed = middle;
      }
      const count = values.slice(0, held).reduce((sum, { times }) => sum + times, 0);
      return count / sorted.length;
    },
    contactMeans: (figuresAt, size) => {
      const sums = new Array<number>(size).fill(0);
      for (const { volume, times } of values) {
        if (volume === 0) continue;
        const figures = figuresAt(volume);
        for (let i = 0; i < size; i++) sums[i]! += (figures[i]! * (volume * times)) / total;
      }
      return sums;
    },
  };
}
