export { type Problem } from './issues.ts';
export {
  auditRequest,
  type AuditRequest,
  backtestRequest,
  type BacktestRequest,
  forecastRequest,
  type ForecastRequest,
  historyImportQuery,
  type HistoryImportQuery,
  readRequest,
  requestJsonSchema,
  rosterRequest,
  type RosterRequest,
  staffRequest,
  type StaffRequest,
  whatIfRequest,
  type WhatIfRequest,
} from './requests.ts';
