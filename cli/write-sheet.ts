import { formatSheetCsv } from '../src/documents/index.ts';
import { AgnerError } from '../src/domain/index.ts';
import { type Sheet } from '../src/use-cases/index.ts';
import { say, writeOut, writeOutput } from './output.ts';
import { type Session } from './session.ts';

export const SHEET_FORMATS = ['csv', 'xlsx', 'json'] as const;

type SheetFormat = (typeof SHEET_FORMATS)[number];

/**
 * A table that is an answer: to a file as CSV, workbook or JSON by its name or `--format`, else to
 * stdout as text for people or as JSON.
 */
export async function writeSheet(
  session: Session,
  options: { readonly output?: string; readonly format?: SheetFormat },
  answer: { readonly document: unknown; readonly sheet: Sheet; readonly text: string },
): Promise<void> {
  const { output } = options;
  const json = `${JSON.stringify(answer.document)}\n`;
  if (output === undefined) return writeOut([session.json ? json : `${answer.text}\n`]);
  const format = options.format ?? formatOf(output, session.json);
  if (format === 'json') await writeOutput(output, [json]);
  else if (format === 'csv') await writeOutput(output, formatSheetCsv(answer.sheet));
  else {
    const workbook = await session.work('workbook', (context) =>
      session.world.tasks.run('workbook', answer.sheet, context),
    );
    await writeOutput(output, [workbook]);
  }
  if (output !== '-') say(`written to ${output}`);
}

function formatOf(output: string, json: boolean): SheetFormat {
  const extension = /\.([a-z]+)$/i.exec(output)?.[1]?.toLowerCase();
  const format = SHEET_FORMATS.find((candidate) => candidate === extension);
  if (format !== undefined) return format;
  if (output === '-') return json ? 'json' : 'csv';
  throw new AgnerError(
    'INVALID_INPUT',
    `expected --output to end in .csv, .xlsx or .json, or --format, got "${output}"`,
  );
}
