import { readFileSync } from 'node:fs';
import { type EslFrame, readEslFrames } from '../../src/acd/freeswitch/esl/frames.ts';
import { capture } from './captures.ts';

export interface CapturedEvent {
  /** Epoch seconds, as the event itself says. */
  readonly at: number;
  readonly bytes: Buffer;
  readonly fields: Readonly<Record<string, string>>;
}

export interface CapturedAnswer {
  readonly command: string;
  /** Events that had come before it. */
  readonly after: number;
  readonly body: string;
}

export interface EslCapture {
  /** Everything that the server said. */
  readonly bytes: Buffer;
  readonly events: readonly CapturedEvent[];
  readonly answers: readonly CapturedAnswer[];
}

/** What a real FreeSWITCH said to an observer, and what it was asked. */
export function capturedEsl(name: string): EslCapture {
  const bytes = readFileSync(capture(`${name}.rx`));
  const commands = readFileSync(capture(`${name}.tx`), 'utf8')
    .split('\n\n')
    .filter((text) => text.startsWith('api '))
    .map((text) => text.slice('api '.length).trim());
  const events: CapturedEvent[] = [];
  const answers: CapturedAnswer[] = [];
  for (const frame of readEslFrames().take(bytes)) {
    if (frame.type === 'text/event-json') {
      const fields = JSON.parse(frame.body) as Record<string, string>;
      events.push({
        at: Number(fields['Event-Date-Timestamp']) / 1e6,
        bytes: frameBytes(frame),
        fields,
      });
    } else if (frame.type === 'api/response') {
      answers.push({ command: commands[answers.length]!, after: events.length, body: frame.body });
    }
  }
  return { bytes, events, answers };
}

function frameBytes({ type, body }: EslFrame): Buffer {
  const length = Buffer.byteLength(body);
  return Buffer.from(`Content-Length: ${length}\nContent-Type: ${type}\n\n${body}`);
}
