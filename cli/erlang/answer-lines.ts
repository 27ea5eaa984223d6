import { AgnerError } from '../../src/domain/index.ts';
import { readJsonLines, readSteadyQuestion } from '../../src/documents/index.ts';
import {
  answerErlangCase,
  readErlangCase,
  type SteadyQuestion,
} from '../../src/use-cases/index.ts';
import { openInput } from '../input.ts';
import { writeOutput } from '../output.ts';
import { type Session } from '../session.ts';

/**
 * Answers a file of questions, one JSON value a line, each answer on the line of its question. What
 * is wrong with a question is its answer.
 */
export async function answerLines(
  kind: SteadyQuestion['kind'],
  input: string,
  output: string,
  { signal }: Session,
): Promise<void> {
  const answers = async function* () {
    for await (const lines of readJsonLines(openInput(input), 'question')) {
      if (signal.aborted)
        throw new AgnerError('CANCELLED', 'stopped before every line was answered');
      const texts = lines.map((line) =>
        JSON.stringify(
          answerErlangCase(
            readErlangCase(() => {
              if (line.kind === 'fault') throw line.error;
              return readSteadyQuestion(kind, line.read());
            }),
          ),
        ),
      );
      if (texts.length > 0) yield `${texts.join('\n')}\n`;
    }
  };
  await writeOutput(output, answers());
}
