import { AgnerError, type DocumentKind } from '../domain/index.ts';
import { type NewResult, type Store } from './ports.ts';

/**
 * How a method of the store is kept to some sites: by the site that it is called with, by the
 * stored thing that it is about, by the site where one is named and else refused, not at all (it tells nothing of a site's data), or it is refused.
 */
type Guard =
  'by-site' | 'by-site-named' | 'by-result' | 'by-forecast' | 'saves-result' | 'free' | 'refused';

const GUARDS: Readonly<Record<keyof Store, Guard>> = {
  saveHistory: 'by-site',
  loadHistory: 'by-site',
  listQueues: 'by-site',
  savePlan: 'by-site',
  loadPlan: 'by-site',
  listPlans: 'by-site',
  saveResult: 'saves-result',
  loadResult: 'by-result',
  latestResult: 'by-site',
  loadResultText: 'by-result',
  latestResultText: 'by-site',
  listResults: 'by-site',
  saveOverrides: 'by-forecast',
  withdrawOverride: 'by-forecast',
  listOverrides: 'by-forecast',
  callLogProgress: 'by-site',
  saveCallLog: 'by-site',
  forgetCallLog: 'by-site',
  callLogExtent: 'by-site',
  loadCalls: 'by-site',
  loadAgentSpans: 'by-site',
  saveAgentStates: 'by-site',
  loadAgentStates: 'by-site',
  saveScheduleException: 'by-site',
  listScheduleExceptions: 'by-site',
  withdrawScheduleException: 'by-site',
  saveTimesheets: 'by-site',
  listTimesheets: 'by-site',
  publishRoster: 'by-site',
  loadPublication: 'by-site',
  listPublications: 'by-site',
  exportPerson: 'by-site',
  erasePerson: 'by-site',
  forgetBefore: 'refused',
  addFeed: 'by-site',
  findFeed: 'free',
  listFeeds: 'by-site',
  removeFeed: 'by-site',
  listAudit: 'by-site-named',
  verifyAudit: 'refused',
  hasAuditHash: 'refused',
  takeKey: 'refused',
  answerOnce: 'refused',
  saveJob: 'refused',
  loadJob: 'refused',
  failAbandonedJobs: 'refused',
  addUser: 'free',
  changeUser: 'free',
  setPasswordHash: 'free',
  removeUser: 'free',
  listUsers: 'free',
  findLogin: 'free',
  hasUsers: 'free',
  saveSession: 'free',
  findSession: 'free',
  endSession: 'free',
  addToken: 'free',
  findToken: 'free',
  listTokens: 'free',
  removeToken: 'free',
  ping: 'free',
  close: 'refused',
};

/**
 * The same store for the data of some sites alone: others are not there (`NOT_FOUND`), whether
 * they are named or hold the thing whose id is known.
 */
export function restrictStore(store: Store, sites: readonly string[]): Store {
  const checkSite = (site: string): void => {
    if (!sites.includes(site)) {
      throw new AgnerError('NOT_FOUND', `expected a site of yours, got "${site}"`);
    }
  };
  const checkOwn = async (kind: DocumentKind, id: string): Promise<void> => {
    const { header } = await store.loadResultText(kind, id);
    if (!sites.includes(header.site)) throw notThere(`stored ${kind}`, id);
  };
  const guards: Readonly<Record<Guard, (name: keyof Store, args: readonly unknown[]) => unknown>> =
    {
      'by-site': (_, [site]) => {
        checkSite(site as string);
      },
      'by-result': (_, [kind, id]) => checkOwn(kind as DocumentKind, id as string),
      'by-forecast': (_, [id]) => checkOwn('forecast', id as string),
      'saves-result': (_, [result]) => {
        checkSite((result as NewResult).site);
      },
      'by-site-named': (name, [site]) => {
        if (site === null) throw notWhole(name);
        checkSite(site as string);
      },
      free: () => undefined,
      refused: (name) => {
        throw notWhole(name);
      },
    };
  return new Proxy(store, {
    get:
      (_, name: keyof Store) =>
      async (...args: unknown[]) => {
        await guards[GUARDS[name]](name, args);
        return (store[name] as (...rest: unknown[]) => unknown)(...args);
      },
  });
}

function notWhole(name: string): AgnerError {
  return new AgnerError('FORBIDDEN', `expected somebody with all sites for ${name}`);
}

export function notThere(noun: string, id: string): AgnerError {
  return new AgnerError('NOT_FOUND', `expected the id of a ${noun}, got "${id}"`);
}
