import { type Knex } from 'knex';
import type { Identity } from '../use-cases/index.ts';
import { checkName } from './names.ts';

/**
 * Id of the site, which is created on first sight. Until the transaction ends, other writers of
 * the site wait, so that versions can be counted; readers and writers of jobs do not.
 */
export async function lockSite(
  trx: Knex.Transaction,
  identity: Identity,
  name: string,
): Promise<string> {
  checkName('the site', name);
  await trx('sites')
    .insert({ id: identity.newId('site'), name, version: 1 })
    .onConflict('name')
    .ignore();
  const line = await trx<{ id: string; name: string }>('sites')
    .where({ name })
    .forNoKeyUpdate()
    .first('id');
  return line!.id;
}
