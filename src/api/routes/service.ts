import { PROGRAM } from '../../domain/index.ts';
import { defineRoute, type Route } from '../route.ts';
import { objectOf } from '../schemas.ts';

const common = {
  method: 'get',
  tag: 'service',
  pathSchema: null,
  querySchema: null,
  body: { kind: 'none' },
  dear: false,
} as const;

export const serviceRoutes: readonly Route[] = [
  defineRoute({
    ...common,
    path: '/health',
    id: 'get-health',
    summary: 'Whether the process answers',
    answer: {
      status: 200,
      schema: objectOf({ status: { const: 'ok' }, program: { type: 'string' } }),
      mediaTypes: [],
    },
    handle: () => Promise.resolve({ status: 200, json: { status: 'ok', program: PROGRAM } }),
  }),
  defineRoute({
    ...common,
    path: '/ready',
    id: 'get-ready',
    summary: 'Whether the database answers too',
    answer: { status: 200, schema: objectOf({ status: { const: 'ready' } }), mediaTypes: [] },
    handle: async (_, { world }) => {
      await world.store.ping();
      return { status: 200, json: { status: 'ready' } };
    },
  }),
];
