import { parseJson, readSteadyQuestion } from '../../src/documents/index.ts';
import {
  answerErlangCase,
  readErlangCase,
  type SteadyQuestion,
} from '../../src/use-cases/index.ts';

/** An answer whose shape the test itself checks. */
export type Answer = ReturnType<typeof JSON.parse>;

/** A question as a line of a file, answered as a line of a file. */
export function askLine(kind: SteadyQuestion['kind'], line: string): Answer {
  const read = readErlangCase(() => readSteadyQuestion(kind, parseJson(line, 'question')));
  return JSON.parse(JSON.stringify(answerErlangCase(read)));
}

/** The same for a question that is not text yet. */
export function ask(kind: SteadyQuestion['kind'], question: object): Answer {
  return askLine(kind, JSON.stringify(question));
}
