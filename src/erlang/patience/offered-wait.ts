import { type LawPanel, newLawPanel, NODE_COUNT } from './law-panel.ts';
import { timeOf } from './law-walk.ts';
import { type PatienceLaw } from './patience-law.ts';
import { findPeak } from './wait-peak.ts';
import { advance, type CallFlow, retreat, settle, type WaitPoint } from './wait-walk.ts';

/** Integrals over the density of the offered wait, not normalised. */
export interface WaitMoments {
  density: number;
  /** Callers who outstay the offered wait. */
  answered: number;
  hungUp: number;
  /** Waiting time of the answered. */
  answeredWait: number;
  /** Waiting time of those who hang up. */
  hungUpWait: number;
}

/** The law of the wait that a caller of endless patience would be offered. */
export interface OfferedWait {
  /** Weight of no wait, on the scale of the densities; `Infinity` beyond the range of doubles. */
  readonly free: number;
  /** Waits of at most the threshold. */
  readonly soon: Readonly<WaitMoments>;
  readonly late: Readonly<WaitMoments>;
}

/** Relative size of what is left out. */
const NEGLIGIBLE = 1e-17;

/**
 * Integrates the density of the offered wait of M/M/n+G,
 * v(x) = arrivals pi(n-1) exp(arrivals H(x) - departures x), H(x) = int_0^x P(patience > u) du.
 *
 * It is log-concave, since P(patience > u) falls. So it is walked from its peak to both sides, in
 * panels over which it falls by about exp(-6) and on which the law is smooth. Within a panel the
 * fall is the integral of departures - arrivals x survival; the survival's change since the start
 * of the panel is known with full relative precision, whatever the scales. The walk ends when
 * log-concavity bounds what is left to {@link NEGLIGIBLE} of each integral.
 *
 * @param inverse 1 / B(load, agents - 1)
 * @param threshold seconds
 */
export function offeredWait(
  law: PatienceLaw,
  flow: CallFlow,
  inverse: number,
  threshold: number,
): OfferedWait {
  const panel = newLawPanel();
  const soon = noMoments();
  const late = noMoments();
  const { peak, before } = findPeak(law, flow, threshold, panel);

  let point = settle(peak, law, flow);
  do {
    const next = advance(point, law, flow, threshold, panel);
    addPanel(timeOf(point.place) < threshold ? soon : late, panel, point, flow.arrivals);
    point = settle(next, law, flow);
  } while (!tailIsNegligible(point, law, soon, late));

  const freeSeconds = inverse / flow.arrivals;
  let start = peak;
  for (const cell of [...before].reverse()) {
    for (let rest = cell.length; rest > 0;) {
      ({ point: start, rest } = retreat(start, law, flow, cell, rest, panel));
      addPanel(timeOf(start.place) < threshold ? soon : late, panel, start, flow.arrivals);
      // The density only rises towards the peak.
      const left = (timeOf(start.place) + freeSeconds) * Math.exp(-start.fall);
      if (timeOf(start.place) > 0 && left < NEGLIGIBLE * (soon.answered + late.answered)) {
        return { free: 0, soon, late };
      }
    }
  }
  return { free: freeSeconds * Math.exp(-start.fall), soon, late };
}

function noMoments(): WaitMoments {
  return { density: 0, answered: 0, hungUp: 0, answeredWait: 0, hungUpWait: 0 };
}

/** Adds a panel that starts at a point. */
function addPanel(moments: WaitMoments, panel: LawPanel, start: WaitPoint, arrivals: number): void {
  const { place, fall, slope, staying, gone, goneTime } = start;
  const at = timeOf(place);
  for (let j = 0; j < NODE_COUNT; j++) {
    const left = panel.left[j]!;
    const leftTime = panel.leftTime[j]!;
    const wait = at + panel.offset[j]!;
    const fallHere = fall + slope * panel.offset[j]! + arrivals * staying * leftTime;
    const density = panel.weight[j]! * Math.exp(-fallHere);
    const answered = density * staying * (1 - left);
    moments.density += density;
    moments.answered += answered;
    moments.hungUp += density * (gone + staying * left);
    moments.answeredWait += answered * wait;
    moments.hungUpWait += density * (goneTime + staying * (wait * left - leftTime));
  }
}

/** Whether what lies beyond a point is negligible against each of the integrals. */
function tailIsNegligible(
  point: WaitPoint,
  law: PatienceLaw,
  soon: WaitMoments,
  late: WaitMoments,
): boolean {
  const { place, fall, slope, staying, gone, goneTime } = point;
  if (!(slope > 0)) return false;
  // The density falls at least as fast as an exponential one from here on.
  const rest = Math.exp(-fall) / slope;
  const restTime = rest * (timeOf(place) + 1 / slope);
  const mayHangUp = Math.max(0, staying - (1 - law.balking) * law.endless);
  const small = (part: number, key: keyof WaitMoments): boolean =>
    part <= NEGLIGIBLE * (soon[key] + late[key]);
  return (
    small(rest, 'density') &&
    small(staying * rest, 'answered') &&
    small((gone + mayHangUp) * rest, 'hungUp') &&
    small(staying * restTime, 'answeredWait') &&
    small(goneTime * rest + mayHangUp * restTime, 'hungUpWait')
  );
}
