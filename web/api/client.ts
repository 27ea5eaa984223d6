/** The page's only way to the server. Every address is below the page's own origin. */
import { type Finding } from '../../src/domain/finding.ts';
import { type DayAttendance } from '../../src/domain/attendance.ts';
import { type DayOutlook } from '../../src/domain/day-outlook.ts';
import { type Forecast, type ForecastAccuracy } from '../../src/domain/forecast.ts';
import { type DocumentKind, type Stored, type StoredHeader } from '../../src/domain/document.ts';
import { type IntervalHistory } from '../../src/domain/history.ts';
import { type Requirement } from '../../src/domain/requirement.ts';
import { type Roster } from '../../src/domain/roster.ts';
import { ProblemError, readProblem } from './problem.ts';
import {
  type Caller,
  type ImportReport,
  type Job,
  type PlanRecord,
  type QueueRecord,
} from './types.ts';

type Query = Readonly<Record<string, string | null>>;

/** Kinds of results that have a list. */
export type ResultKind = Extract<DocumentKind, 'forecast' | 'requirement' | 'roster'>;

const COLLECTION = {
  forecast: 'forecasts',
  requirement: 'requirements',
  roster: 'rosters',
} as const;

/** The forms in which a roster leaves the house. */
export const ROSTER_FORMATS = ['ics', 'xlsx', 'csv', 'json', 'payroll-planned'] as const;
export type RosterFormat = (typeof ROSTER_FORMATS)[number];

let site: string | null = null;

/** Whose data every later call is about; `null` for the server's default site. */
export function setSite(name: string | null): void {
  site = name;
}

/** Address of a resource, with the site and those of the options that are given. */
export function addressOf(path: string, query: Query = {}): string {
  const url = new URL(`api/v1/${path}`, document.baseURI);
  for (const [name, value] of Object.entries({ site, ...query })) {
    if (value !== null && value !== '') url.searchParams.set(name, value);
  }
  return url.href;
}

/** Calls whose refusal is told where they are made. */
const SIGNING_IN = /\/api\/v1\/(me|sign-in|sign-out)$/;

let signedOut: () => void = () => undefined;

/** Calls back whenever the server asks to sign in. */
export function onSignedOut(callback: () => void): void {
  signedOut = callback;
}

async function call(method: string, address: string, init: RequestInit = {}): Promise<unknown> {
  let response: Response;
  try {
    response = await send(method, address, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ProblemError({
      title: 'No answer',
      detail: `${method} ${new URL(address).pathname}`,
      code: 'NETWORK',
      errors: [],
    });
  }
  const body = await response.text();
  if (!response.ok) {
    if (response.status === 401 && !SIGNING_IN.test(address)) signedOut();
    throw new ProblemError(readProblem(response.status, response.statusText, body));
  }
  return body === '' ? null : (JSON.parse(body) as unknown);
}

/** A read is asked for once more where the first try found no server; a write never is. */
async function send(method: string, address: string, init: RequestInit): Promise<Response> {
  const request = (): Promise<Response> => fetch(address, { method, ...init });
  if (method !== 'GET') return request();
  return request().catch((error: unknown) => {
    if (init.signal?.aborted === true) throw error;
    return request();
  });
}

async function get(path: string, query: Query = {}, signal?: AbortSignal): Promise<unknown> {
  return call('GET', addressOf(path, query), signal === undefined ? {} : { signal });
}

async function post(path: string, body: unknown): Promise<unknown> {
  return call('POST', addressOf(path), {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

export async function loadCaller(): Promise<Caller> {
  return (await call('GET', addressOf('me', { site: null }))) as Caller;
}

/** The session is kept in a cookie that no script can read. */
export async function signIn(user: string, password: string): Promise<void> {
  await call('POST', addressOf('sign-in', { site: null }), {
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user, password }),
  });
}

export async function signOut(): Promise<void> {
  await call('POST', addressOf('sign-out', { site: null }));
}

/** No list on the page is longer. */
const MOST_ITEMS = 1000;

/** A list from its beginning, page by page. */
async function getList<T>(path: string, name: string): Promise<readonly T[]> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page = (await get(path, { limit: '200', cursor })) as Readonly<
      Record<string, readonly T[]>
    > & { readonly next: string | null };
    items.push(...page[name]!);
    cursor = page.next;
  } while (cursor !== null && items.length < MOST_ITEMS);
  return items;
}

export async function listQueues(): Promise<readonly QueueRecord[]> {
  return getList('queues', 'queues');
}

export async function listPlans(): Promise<readonly PlanRecord[]> {
  return getList('plans', 'plans');
}

/** Newest first. */
export async function listResults(kind: ResultKind): Promise<readonly StoredHeader[]> {
  return getList(COLLECTION[kind], 'results');
}

export async function checkQueue(queue: string): Promise<readonly Finding[]> {
  const path = `queues/${encodeURIComponent(queue)}/check`;
  return ((await get(path)) as { findings: readonly Finding[] }).findings;
}

/** History of a queue from one instant (ISO with offset) until another, which is excluded. */
export async function loadHistory(
  queue: string,
  from: string,
  to: string,
  signal: AbortSignal,
): Promise<IntervalHistory> {
  const path = `queues/${encodeURIComponent(queue)}/history`;
  return (await get(path, { from, to, format: 'json' }, signal)) as IntervalHistory;
}

export async function loadForecast(id: string, signal: AbortSignal): Promise<Stored<Forecast>> {
  return (await loadResult('forecast', id, signal)) as Stored<Forecast>;
}

/** Takes some seconds; what came since changes with the history. */
export async function loadAccuracy(
  id: string,
  queue: string,
  signal: AbortSignal,
): Promise<ForecastAccuracy> {
  const path = `forecasts/${encodeURIComponent(id)}/accuracy`;
  return (await get(path, { queue }, signal)) as ForecastAccuracy;
}

export async function loadRequirement(
  id: string,
  signal: AbortSignal,
): Promise<Stored<Requirement>> {
  return (await loadResult('requirement', id, signal)) as Stored<Requirement>;
}

/** The day under way; whatever is heard of it now. */
export async function loadDayOutlook(plan: string, signal: AbortSignal): Promise<DayOutlook> {
  return (await call('GET', addressOf('live/day', { plan }), { signal })) as DayOutlook;
}

/** Everybody's day so far against what was published. */
export async function loadAdherence(signal: AbortSignal): Promise<DayAttendance> {
  return (await call('GET', addressOf('adherence'), { signal })) as DayAttendance;
}

export async function loadRoster(id: string, signal: AbortSignal): Promise<Stored<Roster>> {
  return (await loadResult('roster', id, signal)) as Stored<Roster>;
}

const KEPT_RESULTS = 6;
const results = new Map<string, unknown>();

/** Stored results never change, so the last few are kept. */
async function loadResult(kind: ResultKind, id: string, signal: AbortSignal): Promise<unknown> {
  const path = `${COLLECTION[kind]}/${encodeURIComponent(id)}`;
  const known = results.get(path);
  if (known !== undefined) return known;
  const result = await get(path, {}, signal);
  results.set(path, result);
  const [oldest] = results.keys();
  if (results.size > KEPT_RESULTS && oldest !== undefined) results.delete(oldest);
  return result;
}

/** Address under which a stored result can be saved as JSON. */
export function resultAddress(kind: ResultKind, id: string): string {
  return addressOf(`${COLLECTION[kind]}/${encodeURIComponent(id)}`);
}

export function rosterExportAddress(id: string, format: RosterFormat): string {
  return addressOf(`rosters/${encodeURIComponent(id)}/export`, { format });
}

export function rosterPictureAddress(id: string): string {
  return addressOf(`rosters/${encodeURIComponent(id)}/picture`);
}

export function planAddress(name: string, version: number): string {
  return addressOf(`plans/${encodeURIComponent(name)}`, { version: String(version) });
}

export function historyAddress(queue: string): string {
  return addressOf(`queues/${encodeURIComponent(queue)}/history`, { format: 'csv' });
}

/** Sends a history file; `null` options are left to what the file itself says. */
export async function importHistory(
  file: Blob,
  options: { readonly queue: string | null; readonly zone: string | null },
): Promise<ImportReport> {
  const address = addressOf('imports/history', { ...options });
  const headers = { 'content-type': 'text/csv' };
  return (await call('POST', address, { headers, body: file })) as ImportReport;
}

/** Saves a plan file; `type` says whether it is JSON or YAML. */
export async function savePlan(
  file: Blob,
  type: 'application/json' | 'application/yaml',
): Promise<PlanRecord> {
  const init = { headers: { 'content-type': type }, body: file };
  return (await call('POST', addressOf('plans'), init)) as PlanRecord;
}

export async function startForecast(request: {
  readonly plan: string | null;
  readonly days: number;
}): Promise<Job> {
  return (await post('forecasts', withoutNulls(request))) as Job;
}

export async function makeRequirement(request: {
  readonly forecast: string;
  readonly plan: string;
}): Promise<Stored<Requirement>> {
  return (await post('requirements', request)) as Stored<Requirement>;
}

export async function startRoster(request: {
  readonly requirement: string;
  readonly plan: string;
  readonly timeLimitSeconds: number;
  readonly seed: number;
}): Promise<Job> {
  return (await post('rosters', request)) as Job;
}

export async function loadJob(id: string): Promise<Job> {
  return (await call('GET', jobAddress(id))) as Job;
}

export async function cancelJob(id: string): Promise<void> {
  await call('DELETE', jobAddress(id));
}

/** A job is known by its id alone; the API takes no site here. */
function jobAddress(id: string): string {
  return addressOf(`jobs/${encodeURIComponent(id)}`, { site: null });
}

function withoutNulls(request: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== null));
}
