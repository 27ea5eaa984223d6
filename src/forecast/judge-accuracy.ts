import { type AccuracyRow, type AccuracyVerdict, type BandVerdict } from '../domain/index.ts';
import { MEDIAN_SUFFIX } from './accuracy.ts';
import { BASELINES } from './baselines.ts';

/** A difference of errors below this share of the rival's is none to speak of. */
const ALIKE = 0.05;
/** A bias below this share of all contacts is none to speak of. */
const EVEN = 0.02;
/** Outcomes outside a band, over those that its level promises, between which it holds. */
const [FEWEST_OUTSIDE, MOST_OUTSIDE] = [0.5, 1.5];

/**
 * A verdict for every queue and method of accuracy rows that is neither a baseline nor a median, over all
 * leads, beside the better of the baselines.
 */
export function judgeAccuracy(accuracy: readonly AccuracyRow[]): readonly AccuracyVerdict[] {
  const overall = accuracy.filter(({ by, bucket }) => by === 'lead' && bucket === 'all');
  return overall.flatMap((row): AccuracyVerdict[] => {
    // Staffing goes by means: medians stand in the tables alone.
    if (isBaseline(row) || row.method.endsWith(MEDIAN_SUFFIX)) return [];
    const { queue, method, wapeDay, wapeInterval, bias } = row;
    const [rival = null] = overall
      .filter((other) => other.queue === queue && isBaseline(other))
      .sort((a, b) => a.wapeDay - b.wapeDay);
    return [
      {
        queue,
        method,
        wapeDay,
        wapeInterval,
        rival: rival === null ? null : { method: rival.method, wapeDay: rival.wapeDay },
        outcome: rival === null ? 'alone' : compare(wapeDay, rival.wapeDay),
        bias,
        lean: Math.abs(bias) <= EVEN ? 'even' : bias > 0 ? 'high' : 'low',
        bands: row.coverage.map(judgeBand),
      },
    ];
  });
}

function isBaseline({ method }: AccuracyRow): boolean {
  return BASELINES.some((baseline) => baseline.method === method);
}

function compare(own: number, rival: number): 'better' | 'alike' | 'worse' {
  if (Math.abs(own - rival) <= ALIKE * rival) return 'alike';
  return own < rival ? 'better' : 'worse';
}

function judgeBand({ level, share }: AccuracyRow['coverage'][number]): BandVerdict {
  const outside = (1 - share) / (1 - level);
  const fit = outside > MOST_OUTSIDE ? 'narrow' : outside < FEWEST_OUTSIDE ? 'wide' : 'holds';
  return { level, share, fit };
}
