import { type Estimate } from '../domain/index.ts';

/** An estimate that is being made of another. */
export interface WritableEstimate {
  readonly mean: number[];
  readonly median: number[];
  readonly bands: readonly {
    readonly level: number;
    readonly lower: number[];
    readonly upper: number[];
  }[];
}

/** A copy that shares nothing with the estimate. */
export function copyEstimate({ mean, median, bands }: Estimate): WritableEstimate {
  return {
    mean: [...mean],
    median: [...median],
    bands: bands.map(({ level, lower, upper }) => ({
      level,
      lower: [...lower],
      upper: [...upper],
    })),
  };
}

/** Writes a value of the model, with its median and bands, times a factor. */
export function scaleValue(
  into: WritableEstimate,
  at: number,
  model: Estimate,
  from: number,
  by: number,
): void {
  into.mean[at] = model.mean[from]! * by;
  into.median[at] = model.median[from]! * by;
  for (const [index, band] of into.bands.entries()) {
    band.lower[at] = model.bands[index]!.lower[from]! * by;
    band.upper[at] = model.bands[index]!.upper[from]! * by;
  }
}
