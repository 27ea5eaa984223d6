import { describeQuestion } from '../../src/documents/index.ts';

/** Below the options of a question that is one JSON text: its keys, an example, where more is said. */
export function caseHelp(kind: Parameters<typeof describeQuestion>[0], page: string): string {
  const { keys, example } = describeQuestion(kind);
  const width = Math.max(...keys.map(({ name }) => name.length));
  return [
    '',
    'Keys of the JSON (* must be there):',
    ...keys.map(({ name, isRequired, description }) =>
      `  ${isRequired ? '*' : ' '} ${name.padEnd(width)}  ${description}`.trimEnd(),
    ),
    '',
    'Example:',
    `  echo '${JSON.stringify(example)}' \\`,
    `    | agner erlang ${kind} --input -`,
    '',
    `Models, units and limits: docs/models/${page}.md`,
  ].join('\n');
}
