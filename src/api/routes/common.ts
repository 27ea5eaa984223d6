import * as z from 'zod';
import { AgnerError, type DocumentKind, epochSeconds } from '../../domain/index.ts';
import {
  type Caller,
  type DocumentSource,
  type JobOrder,
  type JobRecord,
  type Keeping,
  type ListName,
  type PageRequest,
  type PlanSource,
  readPage,
  siteZone,
  type StoredText,
  type WorkRequests,
} from '../../use-cases/index.ts';
import { API_PREFIX, type ApiReply, type ApiWorld, defineRoute, type Route } from '../route.ts';
import { listOf, objectOf, ref, storedOf } from '../schemas.ts';

const name = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, { error: 'expected a name without control characters' });

const site = name
  .default('default')
  .meta({ description: 'Site whose data are meant', example: 'default' });

/** A local day in a query. */
export const dayText = z.iso.date({ error: 'expected a day such as 2026-03-23' });

/** Local days that are asked about. */
export const daysQuery = {
  from: dayText.meta({ description: 'First local day', example: '2026-03-23' }),
  to: dayText.optional().meta({ description: 'Last local day; without, the first' }),
};

export const siteQuery = z.strictObject({ site });

/** Ids are opaque; "latest" is the newest of the site. */
export const resultId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: 'expected an id or "latest"' })
  .meta({ description: 'Id of a stored result, or "latest"', example: 'latest' });

export const idPath = z.strictObject({ id: resultId });

export const queuePath = z.strictObject({
  queue: name.meta({ description: 'Name of a queue', example: 'support-en' }),
});

export const planPath = z.strictObject({
  name: name.meta({ description: 'Name of a plan', example: 'sample' }),
});

/** Which part of a list is wanted. */
export const pageQuery = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(200)
    .default(50)
    .meta({ description: 'At most so many at once', example: 50 }),
  cursor: z
    .string()
    .min(1)
    .max(400)
    .optional()
    .meta({ description: 'What the list told as next; without it, from the beginning' }),
});

export const listQuery = siteQuery.extend(pageQuery.shape);

/** Schema of a page of a list. */
export function pageSchema(name: string, items: Readonly<Record<string, unknown>>) {
  return objectOf({
    [name]: listOf(items),
    next: {
      type: ['string', 'null'],
      description: 'Cursor for what comes next; null at the end',
    },
  });
}

/** A page of a list as it is answered, under the name of its items. */
export async function pageReply<T>(
  name: ListName,
  { limit, cursor }: z.output<typeof pageQuery>,
  list: (page: PageRequest) => Promise<readonly T[]>,
  keyOf: (item: T) => string,
  property: string = name,
): Promise<ApiReply> {
  const page = await readPage(name, { limit, cursor: cursor ?? null }, list, keyOf);
  return { status: 200, json: { [property]: page.items, next: page.next } };
}

/** Who asks as a person in rosters. Throws `NOT_FOUND` for somebody who is none. */
export function personOf(caller: Caller): { readonly agent: string; readonly user: string } {
  const agent = caller.kind === 'user' ? caller.user.agent : null;
  if (caller.kind !== 'user' || agent === null) {
    throw new AgnerError(
      'NOT_FOUND',
      'expected a user who is a person in rosters; "agner user change --agent" says which',
    );
  }
  return { agent, user: caller.user.name };
}

export function idOf({ id }: { readonly id: string }): string {
  return id;
}

export function nameOf({ name: text }: { readonly name: string }): string {
  return text;
}

export function storedPlan(siteName: string, plan: string): Exclude<PlanSource, { kind: 'none' }> {
  return { kind: 'stored', site: siteName, name: plan, version: null };
}

export function storedDocument<T>(
  siteName: string,
  id: string,
): Exclude<DocumentSource<T>, { kind: 'given' }> {
  return id === 'latest' ? { kind: 'latest', site: siteName, name: null } : { kind: 'stored', id };
}

export function keepAs(siteName: string, resultName: string | null): Keeping {
  return { kind: 'keep', site: siteName, name: resultName };
}

/** Collections of stored results: where they are, by kind. */
export const COLLECTIONS = {
  forecast: 'forecasts',
  backtest: 'backtests',
  requirement: 'requirements',
  verification: 'verifications',
  roster: 'rosters',
  whatif: 'whatifs',
} as const satisfies Readonly<Record<DocumentKind, ListName>>;

/** Queues work as a job and answers 202 with its place. */
export async function startJob<K extends keyof WorkRequests>(
  { jobs }: ApiWorld,
  work: K,
  siteName: string,
  request: WorkRequests[K],
): Promise<ApiReply> {
  const order = { work, site: siteName, sites: null, request } as JobOrder;
  const job = await jobs.submit(order);
  return { status: 202, json: withLinks(job), location: `${API_PREFIX}/jobs/${job.id}` };
}

/** A job with where it and its result are. */
export function withLinks(job: JobRecord) {
  const collection = COLLECTIONS[job.kind as DocumentKind];
  return {
    ...job,
    links: {
      self: `${API_PREFIX}/jobs/${job.id}`,
      result: job.resultId === null ? null : `${API_PREFIX}/${collection}/${job.resultId}`,
    },
  };
}

/** GET of the list and of one stored result of a kind. */
export function resultRoutes(kind: DocumentKind): readonly Route[] {
  const collection = COLLECTIONS[kind];
  return [
    defineRoute({
      method: 'get',
      path: `/${collection}`,
      id: `list-${collection}`,
      tag: collection,
      summary: `Stored ${collection}, newest first`,
      pathSchema: null,
      querySchema: listQuery,
      body: { kind: 'none' },
      answer: {
        status: 200,
        schema: pageSchema('results', ref('StoredHeader')),
        mediaTypes: [],
      },
      dear: false,
      handle: ({ query }, { world }) =>
        pageReply(
          collection,
          query,
          ({ limit, after }) => world.store.listResults(query.site, kind, limit, after),
          idOf,
          'results',
        ),
    }),
    defineRoute({
      method: 'get',
      path: `/${collection}/{id}`,
      id: `get-${kind}`,
      tag: collection,
      summary: `One stored ${kind}, whole`,
      pathSchema: idPath,
      querySchema: siteQuery,
      body: { kind: 'none' },
      answer: { status: 200, schema: storedOf(kind), mediaTypes: [] },
      dear: false,
      handle: async ({ path, query }, { world: { store } }) => ({
        status: 200,
        content: storedReply(
          path.id === 'latest'
            ? await store.latestResultText(query.site, kind, null)
            : await store.loadResultText(kind, path.id),
        ),
        mediaType: 'application/json',
      }),
    }),
  ];
}

/** A stored result as it is answered: one may be large, so its text is handed on as it is. */
function storedReply({ header, text }: StoredText): Uint8Array {
  return Buffer.from(`{"header":${JSON.stringify(header)},"document":${text}}`);
}

/** The site's zone, and the moment on the clock that its days are written by. */
export async function clockOf(
  { world, live }: ApiWorld,
  site: string,
): Promise<{ readonly zone: string; readonly now: number }> {
  const zone = await siteZone(world.store, site);
  if (zone === null) {
    throw new AgnerError('NOT_FOUND', `expected a site with queues, got "${site}"`, { site });
  }
  const now = live?.site === site ? live.now() : epochSeconds(world.identity.now());
  return { zone, now };
}
