import { AgnerError } from '../src/domain/index.ts';
import { type Answer } from '../src/use-cases/index.ts';
import { say, writeOut, writeOutput } from './output.ts';
import { type Session } from './session.ts';

/** How a result is shown and written. */
export interface ResultForms<T> {
  readonly csv: (document: T) => Iterable<string>;
  readonly text: (answer: Answer<T>) => string;
}

/**
 * With `--output` the data go there (CSV, or JSON by name or `--format`), the summary to stderr.
 * Without, the summary goes to stdout, or with `--json` the whole answer.
 */
export async function writeResult<T>(
  session: Session,
  options: { readonly output?: string; readonly format?: string },
  answer: Answer<T>,
  forms: ResultForms<T>,
): Promise<void> {
  const { output } = options;
  if (output !== undefined) {
    const json = isJson(output, options.format, session.json);
    await writeOutput(output, json ? [`${JSON.stringify(answer)}\n`] : forms.csv(answer.document));
    say(forms.text(answer));
    say(`${storedText(answer)}written to ${output === '-' ? 'standard output' : output}`);
    return;
  }
  if (session.json) {
    await writeOut([`${JSON.stringify(answer)}\n`]);
    return;
  }
  await writeOut([`${forms.text(answer)}\n`]);
  say(storedText(answer) || 'Not stored: made from a file. --output FILE keeps it.');
}

function storedText<T>({ header }: Answer<T>): string {
  return header === null
    ? ''
    : `stored as ${header.kind} ${header.id} (version ${header.version}) `;
}

function isJson(output: string, format: string | undefined, json: boolean): boolean {
  if (format !== undefined) return format === 'json';
  if (/\.json$/i.test(output)) return true;
  if (/\.csv$/i.test(output)) return false;
  if (output === '-') return json;
  throw new AgnerError(
    'INVALID_INPUT',
    `expected --output to end in .csv or .json, or --format, got "${output}"`,
  );
}
