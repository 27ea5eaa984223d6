/** Traffic of one queue, slot by slot. */
export interface LoadCurveTask {
  /** Contacts offered per slot; those of closed slots are lost. */
  readonly volume: readonly number[];
  /** Above 0, but for slots in which no time is known: {@link knownHandleTimes} fills them. */
  readonly handleTimeSeconds: readonly number[];
  readonly open: readonly boolean[];
  readonly stepSeconds: number;
}

/** Load that infinitely many agents would see in a slot, in erlangs. */
export interface SlotLoad {
  readonly start: number;
  readonly mean: number;
  readonly max: number;
}

/**
 * The offered load over time: what infinitely many agents would have in hand, earlier arrivals
 * included ("modified offered load").
 *
 * Model: M_t/M/inf. Its mean follows dm/dt = arrivals per second - m / handle time, a closed form
 * in each slot; within one it only rises or only falls. A handle time holds for all contacts in
 * hand in its slot. It starts from the first slot's own load where that slot is open, as if it had
 * gone on before, and from nothing after closed slots.
 *
 * @returns per slot; 0 in closed ones
 *
 * Cost: O(slots).
 *
 * @see Eick, Massey & Whitt (1993), "M_t/G/inf queues with sinusoidal arrival rates", Management
 *   Science 39(2); Jennings, Mandelbaum, Massey & Whitt (1996), "Server staffing to meet
 *   time-varying demand", Management Science 42(10).
 */
export function offeredLoadCurve(task: LoadCurveTask): SlotLoad[] {
  const { volume, open, stepSeconds } = task;
  const handleTimes = knownHandleTimes(volume, task.handleTimeSeconds);
  let load = open[0] === true ? ((volume[0] ?? 0) * (handleTimes[0] ?? 0)) / stepSeconds : 0;
  return volume.map((contacts, slot) => {
    const handleTime = handleTimes[slot]!;
    if (open[slot] !== true || handleTime === 0) {
      load = 0;
      return { start: 0, mean: 0, max: 0 };
    }
    const start = load;
    const steady = (contacts * handleTime) / stepSeconds;
    const spans = stepSeconds / handleTime;
    load = steady + (start - steady) * Math.exp(-spans);
    const mean = steady + ((start - steady) * -Math.expm1(-spans)) / spans;
    return { start, mean, max: Math.max(start, load) };
  });
}

/** Handle times with that of the slot before (or, at first, after) where 0 says "not known". */
export function knownHandleTimes(
  volume: readonly number[],
  handleTimeSeconds: readonly number[],
): number[] {
  let last = handleTimeSeconds.find((seconds) => seconds > 0) ?? 0;
  return volume.map((_, slot) => {
    const seconds = handleTimeSeconds[slot]!;
    if (seconds > 0) last = seconds;
    return last;
  });
}
