import { type Knex } from 'knex';
import { type PageRequest, unknownCursor } from '../use-cases/index.ts';
import { checkText } from './names.ts';

/**
 * Puts a query in order and keeps it to a page of the table, if one is wanted, in the order of its positions: what lies beyond the line
 * with the id. Throws `INVALID_INPUT` where that line is gone.
 */
export async function keepToPage(
  query: Knex.QueryBuilder,
  knex: Knex,
  table: string,
  order: 'asc' | 'desc',
  page: PageRequest | undefined,
): Promise<void> {
  void query.orderBy(`${table}.position`, order);
  if (page === undefined) return;
  const { after, limit } = page;
  void query.limit(limit);
  if (after === null) return;
  const line = await knex(table)
    .where({ id: checkText('the cursor', after) })
    .first<{ position: number } | undefined>('position');
  if (line === undefined) throw unknownCursor();
  void query.where(`${table}.position`, order === 'asc' ? '>' : '<', line.position);
}
