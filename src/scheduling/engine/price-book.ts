import { priceDuty, type Prices } from './duty-price.ts';
import { type ModelPerson } from './roster-model.ts';

/**
 * Prices of a person's duties, day by day: own costs and, on days [fromDay, toDay), the cover's
 * price on the best line.
 */
export type PriceBook = (
  person: ModelPerson,
  fromDay: number,
  toDay: number,
) => readonly Float64Array[];

/** Prices duties once for all people who may work them on the same lines. */
export function makePriceBook(prices: Prices): PriceBook {
  const known = new Map<readonly number[], Map<number, number>>();
  return (person, fromDay, toDay) =>
    person.menu.map(({ duties, costs, lines }, day) => {
      if (day < fromDay || day >= toDay) return costs;
      const out = new Float64Array(costs.length);
      for (let index = 0; index < out.length; index++) {
        const duty = duties[index]!;
        const own = lines[index]!;
        let ofLines = known.get(own);
        if (ofLines === undefined) {
          ofLines = new Map();
          known.set(own, ofLines);
        }
        let price = ofLines.get(duty.id);
        if (price === undefined) {
          price = own.length === 0 ? 0 : Infinity;
          for (const line of own) price = Math.min(price, priceDuty(duty, prices[line]!));
          ofLines.set(duty.id, price);
        }
        out[index] = costs[index]! + price;
      }
      return out;
    });
}
