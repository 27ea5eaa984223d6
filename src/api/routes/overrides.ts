import * as z from 'zod';
import { type Forecast } from '../../domain/index.ts';
import { overridesRequest, withdrawQuery } from '../../documents/index.ts';
import {
  findOverride,
  hashOf,
  listOverrides,
  makeOverrides,
  withdrawOverride,
} from '../../use-cases/index.ts';
import { defineRoute, type Route } from '../route.ts';
import { ref } from '../schemas.ts';
import { idPath, resultId, siteQuery, storedDocument } from './common.ts';

const MAX_REQUEST_BYTES = 512 * 1024;

const overridePath = z.strictObject({
  id: resultId,
  override: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'expected the id of an override' })
    .meta({ description: 'Id of an override' }),
});

export const overrideRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/forecasts/{id}/overrides',
    id: 'list-overrides',
    tag: 'forecasts',
    summary: 'What planners say of a forecast, and the days it changes, beside the model',
    pathSchema: idPath,
    querySchema: siteQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('ForecastOverrides'), mediaTypes: [] },
    dear: false,
    handle: async ({ path, query }, { world }) => ({
      status: 200,
      json: await listOverrides(world, storedDocument<Forecast>(query.site, path.id)),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/forecasts/{id}/overrides',
    id: 'make-overrides',
    tag: 'forecasts',
    summary: 'Says figures of a forecast in place of the model, all of them or none',
    pathSchema: idPath,
    querySchema: siteQuery,
    body: { kind: 'json', schema: overridesRequest, maxBytes: MAX_REQUEST_BYTES },
    answer: { status: 201, schema: ref('ForecastOverrides'), mediaTypes: [] },
    dear: false,
    handle: async ({ path, query, body }, { world }) => ({
      status: 201,
      json: await makeOverrides(
        world,
        storedDocument<Forecast>(query.site, path.id),
        body.overrides,
      ),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/forecasts/{id}/overrides/{override}',
    id: 'get-override',
    tag: 'forecasts',
    summary: 'One thing that a planner says of a forecast',
    pathSchema: overridePath,
    querySchema: siteQuery,
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('ForecastOverride'), mediaTypes: [] },
    dear: false,
    tagged: true,
    handle: async ({ path, query }, { world }) => {
      const source = storedDocument<Forecast>(query.site, path.id);
      const override = await findOverride(world, source, path.override);
      return { status: 200, json: override, state: hashOf(override) };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/forecasts/{id}/overrides/{override}',
    id: 'withdraw-override',
    tag: 'forecasts',
    summary: 'Takes an override back; it stays in the list with who did so and when',
    pathSchema: overridePath,
    querySchema: siteQuery.extend(withdrawQuery),
    body: { kind: 'none' },
    answer: { status: 200, schema: ref('ForecastOverrides'), mediaTypes: [] },
    dear: false,
    edits: true,
    handle: async ({ path, query, onlyIf }, { world }) => ({
      status: 200,
      json: await withdrawOverride(world, storedDocument<Forecast>(query.site, path.id), {
        id: path.override,
        author: query.author,
        onlyIf,
      }),
    }),
  }),
];
