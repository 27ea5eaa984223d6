import { type WhatIf } from '../domain/scenario.ts';
import { formatCsvRow } from './csv-row.ts';

/**
 * A what-if as CSV, line by line, header first: one row per scenario and queue, with the
 * scenario's totals (people, pay, under- and over-cover of the roster) repeated on each.
 */
export function* formatWhatIfCsv(whatIf: WhatIf): Generator<string> {
  const totalOf = new Map(whatIf.totals.map((total) => [total.scenario, total]));
  yield `${formatCsvRow([
    'scenario',
    'queue',
    'volume',
    'peak_agents',
    'peak_scheduled_agents',
    'required_agent_seconds',
    'scheduled_agent_seconds',
    'required_cost',
    'currency',
    'service_level_at_requirement',
    'occupancy_at_requirement',
    'service_level_with_roster',
    'occupancy_with_roster',
    'scenario_headcount',
    'scenario_roster_pay',
    'scenario_under_agent_seconds',
    'scenario_over_agent_seconds',
  ])}\n`;
  for (const outcome of whatIf.outcomes) {
    const total = totalOf.get(outcome.scenario);
    yield `${formatCsvRow([
      outcome.scenario,
      outcome.queue,
      outcome.volume,
      outcome.peakAgents,
      outcome.peakScheduledAgents,
      outcome.requiredAgentSeconds,
      outcome.scheduledAgentSeconds,
      outcome.requiredCost,
      whatIf.currency,
      outcome.serviceLevelAtRequirement,
      outcome.occupancyAtRequirement,
      outcome.serviceLevelWithRoster,
      outcome.occupancyWithRoster,
      total?.headcount ?? null,
      total?.rosterPay ?? null,
      total?.underAgentSeconds ?? null,
      total?.overAgentSeconds ?? null,
    ])}\n`;
  }
}
