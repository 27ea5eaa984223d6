/** Several figures of one volume, always as many of them. */
export type FiguresAt = (volume: number) => readonly number[];

/** What staffing needs to know of a random mean volume. */
export interface VolumeDistribution {
  readonly mean: number;
  /** Standard deviation over mean; 0 where the mean is. */
  readonly variation: number;
  /** Least volume that is not exceeded with this probability, a fraction in (0, 1). */
  readonly quantile: (share: number) => number;
  /** Probability of volumes for which a test holds that, once failed, fails for any larger one. */
  readonly shareHolding: (holds: (volume: number) => boolean) => number;
  /**
   * Means over contacts: E[volume x figures] / E[volume], for a mean above 0.
   *
   * @param kinks volumes at which the figures are not smooth
   * @param tolerance absolute error that each of a handful of panels may have
   */
  readonly contactMeans: (
    figuresAt: FiguresAt,
    size: number,
    kinks: readonly number[],
    tolerance: number,
  ) => number[];
  /** Whether no volume is too large to come. */
  readonly unbounded: boolean;
}
