import { type Random } from '../random.ts';
import { type Watch } from '../search-watch.ts';
import { type Draft, emptyDraft, putSchedule } from './draft.ts';
import {
  type MixColumn,
  type Mixture,
  type PriceField,
  settleOn,
  settleShares,
} from './mixture.ts';
import { mixInTurn } from './search-prices.ts';

/** Steps in which everybody is settled. */
const STEPS = 20;
const SWEEPS = 6;

/**
 * Rounds a mixture to one schedule a person: those with the largest shares are settled, the others
 * are mixed anew around them, and so on.
 *
 * @returns `null` where it was stopped before the end
 */
export function roundMixture(
  mixture: Mixture,
  field: PriceField,
  round: number,
  random: Random,
  watch: Watch,
): Draft | null {
  const { model, columns } = mixture;
  let left = [...model.people.keys()];
  const step = Math.ceil(left.length / STEPS);
  for (let turn = round; left.length > 0; turn++) {
    const ranked = left
      .map((index) => ({ index, column: largest(columns[index]!), luck: 1 + 0.02 * random() }))
      .sort((a, b) => b.column.share * b.luck - a.column.share * a.luck);
    const settled = ranked.filter(({ column }, at) => at < step || column.share > 0.98);
    for (const { index, column } of settled) settleOn(mixture, index, column);
    const gone = new Set(settled.map(({ index }) => index));
    left = left.filter((index) => !gone.has(index));
    if (!mixInTurn(mixture, field, turn, left, watch)) return null;
    settleShares(mixture, field, turn, { maxSweeps: SWEEPS, enough: 0 }, left);
  }
  const draft = emptyDraft(model);
  columns.forEach((own, index) => {
    putSchedule(draft, index, largest(own).schedule);
  });
  return draft;
}

function largest(columns: readonly MixColumn[]): MixColumn {
  return columns.reduce((best, column) => (column.share > best.share ? column : best));
}
