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
  rosterRequest,
  type RosterRequest,
  staffRequest,
  type StaffRequest,
  whatIfRequest,
  type WhatIfRequest,
} from './requests.ts';
export { type CsvRow, openCsv, type OpenedCsv, type Separator } from './csv.ts';
export { decimalFault, type DecimalStyle, readDecimal } from './csv-number.ts';
export { formatCsvRow, readCsvText } from './csv-row.ts';
export { formatHistoryCsv, MEASURE_COLUMNS } from './history-csv.ts';
export { openInputText, readInputText } from './input-text.ts';
export { type AgentsContext, readAgentsCsv } from './agents-csv.ts';
export { readPlan, type ReadPlanOptions } from './plan.ts';
export { planJsonSchema } from './plan-text.ts';
export { parseJson } from './safe-json.ts';
export { readScenarios } from './scenario.ts';
export { readSpecialDays } from './special-days.ts';
export { formatBacktestCsv } from './backtest.ts';
export { findingText, goalText, noteText, violationText } from './findings-text.ts';
export { formatForecastCsv, readForecast } from './forecast.ts';
export { documentSchemas } from './document-schemas.ts';
export { type CsvOptions } from './from-csv.ts';
export { formatRequirementCsv, readRequirement } from './requirement.ts';
export { formatRosterCsv, readRoster } from './roster.ts';
export { readRosterShifts } from './roster-shifts.ts';
export { formatWhatIfCsv } from './whatif.ts';
export { readPairs } from './pairs.ts';
