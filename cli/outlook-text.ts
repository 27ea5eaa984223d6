import { outlookOdds, type QueueRequirement, type StaffBill } from '../src/domain/index.ts';
import { clean, hours, money, share } from './render.ts';

/** What a requirement under uncertainty is worth, line by line; none where all is taken as known. */
export function outlookText({ queue, outlook, volume }: QueueRequirement): readonly string[] {
  if (outlook === null) return [];
  const { uncertainty, goalProbability, currency, required, lower, median, upper, bandLevel } =
    outlook;
  const { mean, least } = outlookOdds(goalProbability, volume);
  const aim =
    uncertainty.aim.kind === 'expectation'
      ? 'in expectation'
      : `with a probability of ${share(uncertainty.aim.share)}`;
  const probability =
    mean === null || least === null
      ? ''
      : `; P(goal met) ${share(mean)} on average, ${share(least)} in the least sure interval`;
  const bill = ({ paidSeconds, fte, cost }: StaffBill): string =>
    [
      hours(paidSeconds),
      ...(fte === null ? [] : [`${fte.toFixed(1)} FTE`]),
      ...(cost === null ? [] : [money(cost, currency)]),
    ].join(', ');
  // The cases take a volume as known; a probability covers what lies beyond them, and who is absent.
  const beyond =
    uncertainty.aim.kind === 'probability' && required.paidSeconds > upper.paidSeconds
      ? `; more than the high case, as absence and ${outlook.paths === undefined ? 'volumes beyond the band' : 'every interval by itself'} count too`
      : '';
  const cases =
    outlook.paths === undefined
      ? `were every interval low, middling or high (${share(bandLevel)} band)`
      : `were volumes known, low, middling or high of ${outlook.paths} ways they may turn out (${share(bandLevel)} band)`;
  const unknown = required.cost === null ? '; FTE and cost not known: nobody may work it' : '';
  return [
    `${clean(queue)}: staffed ${aim}${probability}`,
    `${clean(queue)}: ${bill(required)}; ${cases}: ${bill(lower)} | ${bill(median)} | ${bill(upper)}${beyond}${unknown}`,
  ];
}
