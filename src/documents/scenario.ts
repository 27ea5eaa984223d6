import * as z from 'zod';
import { type Scenario } from '../domain/scenario.ts';
import { checkValue } from './issues.ts';
import { scenariosText } from './scenario-text.ts';
import { keyed } from './text-values.ts';
import { readWritten } from './written-text.ts';

const scenarioFile = z.union([keyed({ scenarios: scenariosText }), scenariosText], {
  error: 'expected scenarios: with a list of named differences',
});

/**
 * Reads scenarios, YAML or JSON: `scenarios:` with a list, or the list alone. Names of queues and
 * contracts are checked by the use case, which knows the plan.
 *
 * @throws {AgnerError} as {@link readPlan}
 *
 * @example
 * readScenarios('scenarios: [{ name: calls +10 %, volume: +10 % }]', 'scenarios.yaml');
 */
export function readScenarios(text: string, source: string): readonly Scenario[] {
  const { value, locate } = readWritten(text, source);
  const written = checkValue(scenarioFile, value, source, locate);
  return 'scenarios' in written ? written.scenarios : written;
}
