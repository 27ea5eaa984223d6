import { type Knex } from 'knex';
import { AgnerError, type ForecastOverride, type OverrideStatement } from '../domain/index.ts';
import { checkPrecondition, hashOf, type Store } from '../use-cases/index.ts';
import { appendAudit } from './audit.ts';
import { type Database } from './database.ts';
import { checkName, checkText } from './names.ts';

export interface OverrideLine {
  readonly id: string;
  readonly forecast_id: string;
  readonly version: number;
  readonly statement: string;
  readonly created_at: string;
  readonly withdrawn_by: string | null;
  readonly withdrawn_at: string | null;
}

/** The part of the store that keeps what planners say of forecasts. */
export function overrideStore(
  database: Database,
): Pick<Store, 'saveOverrides' | 'withdrawOverride' | 'listOverrides'> {
  return {
    saveOverrides: (forecastId, overrides, by) =>
      database.write(async (trx) => {
        const site = await lockForecast(trx, forecastId);
        const newest = await trx<OverrideLine>('forecast_overrides')
          .where({ forecast_id: forecastId })
          .max<{ version: number | null }>({ version: 'version' })
          .first();
        const lines = overrides.map(({ id, statement }, index): OverrideLine => {
          checkText('the author', statement.author);
          checkText('the reason', statement.reason);
          return {
            id: checkName('the id of the override', id),
            forecast_id: forecastId,
            version: (newest?.version ?? 0) + 1 + index,
            statement: JSON.stringify(statement),
            created_at: by.at,
            withdrawn_by: null,
            withdrawn_at: null,
          };
        });
        for (const line of lines) await trx('forecast_overrides').insert(line);
        for (const line of lines) {
          await appendAudit(trx, database.kind, by, {
            action: 'override.made',
            site,
            subject: line.id,
            before: null,
            after: stateOf(line),
          });
        }
        return lines.map(overrideOf);
      }),
    withdrawOverride: (forecastId, id, author, by, onlyIf) =>
      database.write(async (trx) => {
        checkText('the author', author);
        const site = await lockForecast(trx, forecastId);
        const place = { forecast_id: forecastId, id: checkText('the id', id) };
        const line = await trx<OverrideLine>('forecast_overrides').where(place).first();
        if (line === undefined) {
          throw new AgnerError(
            'NOT_FOUND',
            `expected an override of forecast ${forecastId}, got "${id}"`,
            { forecast: forecastId, id },
          );
        }
        checkPrecondition(onlyIf, 'the override', stateOf(line));
        if (line.withdrawn_at !== null) {
          throw new AgnerError(
            'CONFLICT',
            `expected an override that stands, got ${id}, withdrawn by ${line.withdrawn_by ?? '?'} at ${line.withdrawn_at}`,
            { forecast: forecastId, id },
          );
        }
        const withdrawn = { ...line, withdrawn_by: author, withdrawn_at: by.at };
        await trx('forecast_overrides').where(place).update(withdrawn);
        await appendAudit(trx, database.kind, by, {
          action: 'override.withdrawn',
          site,
          subject: line.id,
          before: stateOf(line),
          after: stateOf(withdrawn),
        });
        return overrideOf(withdrawn);
      }),
    listOverrides: (forecastId) =>
      database.read(async (knex) => {
        const lines = await knex<OverrideLine>('forecast_overrides')
          .where({ forecast_id: checkText('the id', forecastId) })
          .orderBy('version');
        return lines.map(overrideOf);
      }),
  };
}

/** Site of the forecast. Until the transaction ends other writers of its overrides wait. */
async function lockForecast(trx: Knex.Transaction, forecastId: string): Promise<string> {
  const line = await trx('results')
    .where({ id: checkText('the id', forecastId), kind: 'forecast' })
    .forNoKeyUpdate()
    .first<{ site_id: string } | undefined>('site_id');
  if (line === undefined) {
    throw new AgnerError('NOT_FOUND', `expected a stored forecast of that id, got "${forecastId}"`);
  }
  const site = await trx('sites').where({ id: line.site_id }).first<{ name: string }>('name');
  return site.name;
}

/** What of an override the trail vouches for. */
function stateOf(line: OverrideLine): string {
  return hashOf(overrideOf(line));
}

export function overrideOf(line: OverrideLine): ForecastOverride {
  return {
    ...(JSON.parse(line.statement) as OverrideStatement),
    id: line.id,
    version: line.version,
    createdAt: line.created_at,
    withdrawn:
      line.withdrawn_by === null || line.withdrawn_at === null
        ? null
        : { author: line.withdrawn_by, at: line.withdrawn_at },
  };
}
