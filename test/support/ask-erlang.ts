import { parseJson, readErlangQuestion } from '../../src/documents/index.ts';
import {
  answerErlangCase,
  readErlangCase,
  type ErlangQuestion,
} from '../../src/use-cases/index.ts';

/** An answer whose shape the test itself checks. */
export type Answer = ReturnType<typeof JSON.parse>;

/** A question as a line of a file, answered as a line of a file. */
export function askLine(kind: ErlangQuestion['kind'], line: string): Answer {
  const read = readErlangCase(() => readErlangQuestion(kind, parseJson(line, 'question')));
  return JSON.parse(JSON.stringify(answerErlangCase(read)));
}

/** The same for a question that is not text yet. */
export function ask(kind: ErlangQuestion['kind'], question: object): Answer {
  return askLine(kind, JSON.stringify(question));
}
