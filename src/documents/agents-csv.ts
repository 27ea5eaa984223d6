import { inputError } from '../domain/errors.ts';
import { type Agent } from '../domain/plan.ts';
import { checkValue, quoted, suggestion } from './issues.ts';
import { agentIdText } from './shift-schema.ts';
import { readTable, type TableRow } from './table.ts';
import { nameText } from './text-values.ts';

const COLUMNS = ['id', 'name', 'contract', 'skills'] as const;

/** What a plan already knows, against which the rows are checked. */
export interface AgentsContext {
  readonly contracts: readonly string[];
  readonly queues: readonly string[];
  /** Ids that the plan itself gives to others. */
  readonly taken: readonly string[];
}

/**
 * Reads agents from CSV with the columns id, name, contract and skills (queues with ";" between).
 * Text stays as it is, formulas too: exports make them harmless.
 *
 * @param context contracts and queues that may be named; `null` leaves names unchecked
 * @throws {AgnerError} `INVALID_INPUT` with line and column
 */
export function readAgentsCsv(
  text: string,
  source: string,
  context: AgentsContext | null = null,
): readonly Agent[] {
  const { rows } = readTable(text, source, COLUMNS, COLUMNS);
  const lineOfId = new Map<string, number | null>((context?.taken ?? []).map((id) => [id, null]));
  return rows.map((row) => {
    const fault = (column: string, message: string) =>
      inputError(message, { source, line: row.line, column });
    const agent = readAgent(row, source);
    const before = lineOfId.get(agent.id);
    if (before !== undefined) {
      const where = before === null ? 'an agent of the plan' : `line ${before}`;
      throw fault('id', `expected ids that differ, got ${quoted(agent.id)} as in ${where}`);
    }
    lineOfId.set(agent.id, row.line);
    if (context !== null) {
      if (!context.contracts.includes(agent.contract)) {
        const hint = suggestion(agent.contract, context.contracts);
        throw fault('contract', `unknown contract ${quoted(agent.contract)}${hint}`);
      }
      const unknown = agent.skills.find((skill) => !context.queues.includes(skill));
      if (unknown !== undefined) {
        const hint = suggestion(unknown, context.queues);
        throw fault('skills', `unknown queue ${quoted(unknown)}${hint}`);
      }
    }
    return agent;
  });
}

function readAgent(row: TableRow, source: string): Agent {
  const at = (column: string) => `${source}, line ${row.line}, column ${column}`;
  const text = (column: string) => checkValue(nameText, row.cell(column) ?? undefined, at(column));
  const skills = text('skills')
    .split(';')
    .map((skill) => checkValue(nameText, skill.trim(), at('skills')));
  return {
    id: checkValue(agentIdText, row.cell('id') ?? undefined, at('id')),
    name: text('name'),
    contract: text('contract'),
    skills: [...new Set(skills)],
    availability: [],
    leave: [],
    wishes: [],
    locks: [],
  };
}
