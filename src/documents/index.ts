export { type AcdConfig, readAcdConfig } from './acd-config.ts';
export {
  accuracyQueue,
  calendarQuery,
  auditRequest,
  backtestRequest,
  forecastImportQuery,
  forecastRequest,
  historyImportQuery,
  longRangeRequest,
  pathsQuery,
  readRequest,
  reforecastRequest,
  rosterRequest,
  staffRequest,
  verifyRequest,
  whatIfRequest,
} from './requests.ts';
export {
  ownPasswordRequest,
  passwordRequest,
  signInRequest,
  tokenRequest,
  userChangeRequest,
  userPath,
  userRequest,
} from './people-requests.ts';
export { dayChangesRequest, readDayProposals } from './day-changes.ts';
export { approvalsRequest } from './timesheets.ts';
export { exceptionRequest } from './attendance.ts';
export { erasePlanText } from './erase-plan-text.ts';
export { auditQuery, feedRequest, ownShiftsQuery, publicationRequest } from './publications.ts';
export { type CsvRow, openCsv, type OpenedCsv } from './csv.ts';
export { formatShiftSolutionCsv, readCurtoisQu } from './curtois-qu.ts';
export { decimalFault, type DecimalStyle, readDecimal } from './csv-number.ts';
export { formatCsvRow, readCsvText } from './csv-row.ts';
export { formatCallIntervalsCsv, formatHistoryCsv, MEASURE_COLUMNS } from './history-csv.ts';
export {
  agentSpansHeader,
  formatAgentSpans,
  formatQueueCalls,
  queueCallsHeader,
} from './queue-calls-csv.ts';
export { kpiSheet } from './kpi.ts';
export { formatSheetCsv } from './sheet-csv.ts';
export { readInputText } from './input-text.ts';
export { overridesRequest, readOverrides, withdrawQuery } from './overrides.ts';
export { readPlan } from './plan.ts';
export { parseJson } from './safe-json.ts';
export { readScenarios } from './scenario.ts';
export { readSpecialDays } from './special-days.ts';
export { formatBacktestCsv } from './backtest.ts';
export { verdictText } from './verdict-text.ts';
export { findingText, goalText, noteText, staffingText, violationText } from './findings-text.ts';
export { formatForecastCsv, readForecast } from './forecast.ts';
export { documentSchemas } from './document-schemas.ts';
export { formatRequirementCsv, readRequirement } from './requirement.ts';
export { formatRosterCsv, readRoster } from './roster.ts';
export { readRosterShifts } from './roster-shifts.ts';
export { formatWhatIfCsv } from './whatif.ts';
export { notSimulatedText, verifiedHowText } from './verification-text.ts';
export { formatLongRangeCsv } from './long-range.ts';
export { formatSamplePathsCsv } from './sample-paths.ts';
export { readPairs } from './pairs.ts';
export { readJsonLines } from './json-lines.ts';
export {
  describeQuestion,
  erlangQuestionSchemas,
  readErlangQuestion,
  readSteadyQuestion,
} from './erlang-questions.ts';
export { erlangAnswerSchemas } from './erlang-answers.ts';
export { warningText } from './erlang-text.ts';
export { readCallWaitsCsv } from './call-waits-csv.ts';
