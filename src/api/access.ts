import { AgnerError, mayActAs, type Role } from '../domain/index.ts';
import { type Caller } from '../use-cases/index.ts';
import { type Route } from './route.ts';

/** Who may call an operation: anyone at all, or whoever has a role. "agent" is everyone who signed in. */
export type Access = 'anyone' | Role;

/** The least role of each operation: the one table. An operation that is not in it is not served. */
const ACCESS: Readonly<Record<string, Access>> = {
  'get-health': 'anyone',
  'get-ready': 'anyone',
  'sign-in': 'anyone',
  // Whoever knows the address, which is a secret.
  'get-feed': 'anyone',

  'sign-out': 'agent',
  'get-caller': 'agent',
  'change-own-password': 'agent',
  'get-own-shifts': 'agent',
  'get-own-data': 'agent',
  'list-own-feeds': 'agent',
  'add-own-feed': 'agent',
  'remove-own-feed': 'agent',

  'list-queues': 'viewer',
  'get-history': 'viewer',
  'check-history': 'viewer',
  'list-plans': 'viewer',
  'list-forecasts': 'viewer',
  'get-forecast': 'viewer',
  'list-overrides': 'viewer',
  'get-override': 'viewer',
  'get-accuracy': 'viewer',
  'draw-accuracy': 'viewer',
  'draw-paths': 'viewer',
  'list-backtests': 'viewer',
  'get-backtest': 'viewer',
  'list-requirements': 'viewer',
  'list-verifications': 'viewer',
  'get-verification': 'viewer',
  'get-requirement': 'viewer',
  'list-rosters': 'viewer',
  'get-roster': 'viewer',
  'draw-roster': 'viewer',
  'export-roster': 'viewer',
  'get-job': 'viewer',
  'list-publications': 'viewer',
  'get-publication': 'viewer',
  'list-whatifs': 'viewer',
  'get-whatif': 'viewer',
  'get-live-queues': 'viewer',
  'get-live-agents': 'viewer',
  'follow-live': 'viewer',
  'look-at-day': 'viewer',
  'get-adherence': 'viewer',
  'explain-day': 'viewer',
  'list-exceptions': 'viewer',
  'report-kpi': 'viewer',
  'report-shrinkage': 'viewer',
  'list-timesheets': 'viewer',

  'start-roster': 'scheduler',
  'audit-roster': 'scheduler',
  'publish-roster': 'scheduler',
  'make-exception': 'scheduler',
  'withdraw-exception': 'scheduler',
  'approve-timesheets': 'scheduler',
  'cancel-job': 'scheduler',

  'get-calendar': 'viewer',

  // A plan says what people are paid and when they are on leave.
  'get-plan': 'planner',
  'propose-changes': 'planner',
  'apply-changes': 'planner',
  'save-plan': 'planner',
  'edit-plan': 'planner',
  'check-plan': 'planner',
  'import-history': 'planner',
  'start-forecast': 'planner',
  'start-reforecast': 'planner',
  'look-far-ahead': 'planner',
  'import-forecast': 'planner',
  'start-backtest': 'planner',
  'make-overrides': 'planner',
  'withdraw-override': 'planner',
  'staff-queues': 'planner',
  'start-verification': 'planner',
  'start-what-if': 'planner',
  'get-person-data': 'planner',
  'list-feeds': 'planner',
  'add-feed': 'planner',
  'remove-feed': 'planner',
  'list-audit-log': 'planner',
  'verify-audit-log': 'planner',

  'erase-person': 'admin',
  'list-users': 'admin',
  'get-user': 'admin',
  'add-user': 'admin',
  'change-user': 'admin',
  'set-password': 'admin',
  'remove-user': 'admin',
  'list-tokens': 'admin',
  'add-token': 'admin',
  'remove-token': 'admin',
};

/** Throws `INTERNAL` for an operation that the table forgot. */
export function accessOf({ id, tag }: Pick<Route, 'id' | 'tag'>): Access {
  // Questions to the staffing models touch no data.
  const access = tag === 'erlang' ? 'viewer' : ACCESS[id];
  if (access === undefined) {
    throw new AgnerError('INTERNAL', `expected ${id} in the table of who may call what`);
  }
  return access;
}

/** Throws `FORBIDDEN` unless the caller's role suffices. */
export function checkAccess(caller: Caller, access: Role): void {
  if (mayActAs(caller.role, access)) return;
  throw new AgnerError(
    'FORBIDDEN',
    caller.kind === 'local'
      ? 'expected an admin who has signed in; "agner user add" makes the first one'
      : `expected the role ${access} for this, got ${caller.role}`,
  );
}
