import { AgnerError } from '../../domain/index.ts';
import { readEslFrames } from './esl/frames.ts';
import { type EslEvent, readEslEvent } from './esl/session.ts';

/** Whether a file begins as what an event socket says. */
export function isEslCapture(head: string): boolean {
  return /^\s*Content-(Type|Length):/.test(head);
}

/**
 * What was recorded of an event socket (events in JSON), as the lines of a queue log that tell the
 * same of calls and agents; waits and conversations follow from their instants, to the microsecond.
 *
 * @throws {AgnerError} `INVALID_INPUT` where the recording cannot be read on
 */
export async function* captureLines(
  source: AsyncIterable<Uint8Array>,
  path: string,
): AsyncGenerator<Uint8Array> {
  const frames = readEslFrames();
  const translate = openTranslation();
  for await (const chunk of source) {
    const lines = frames
      .take(chunk)
      .flatMap(({ type, body }) => (type === 'text/event-json' ? [readEslEvent(body)] : []))
      .flatMap((event) => (event === null ? [] : translate(event)));
    const problem = frames.broken();
    if (problem !== null) {
      throw new AgnerError('INVALID_INPUT', `${path}: ${problem}`, { source: path });
    }
    if (lines.length > 0) yield Buffer.from(lines.join(''));
  }
}

/** Ways out of a queue without an agent, as a queue log calls them. */
const EXITS: Readonly<Record<string, string>> = {
  TIMEOUT: 'EXITWITHTIMEOUT',
  NO_AGENT_TIMEOUT: 'EXITEMPTY',
  EXIT_WITH_KEY: 'EXITWITHKEY',
};

function openTranslation(): (event: EslEvent) => readonly string[] {
  const signedIn = new Set<string>();
  const paused = new Set<string>();
  /** Calls that an agent took, by call and queue. */
  const answered = new Set<string>();
  return (event) => {
    const stamp = event.get('Event-Date-Timestamp') ?? '';
    if (!/^\d{10,17}$/.test(stamp)) return [];
    const line = (...cells: readonly string[]): string =>
      `${Number(stamp) / 1e6}|${cells.map((cell) => cell.replace(/[|\r\n]/g, '_')).join('|')}\n`;
    // Whoever waits then is thrown out: a queue log begins anew.
    if (event.get('Event-Name') === 'SHUTDOWN') {
      answered.clear();
      return [line('NONE', 'NONE', 'NONE', 'QUEUESTART', '')];
    }
    const queue = event.get('CC-Queue') ?? '';
    const call = event.get('CC-Member-UUID') ?? '';
    const agent = event.get('CC-Agent') ?? '';
    const key = JSON.stringify([call, queue]);
    switch (event.get('CC-Action')) {
      case 'agent-status-change':
        return statusLines(agent, event.get('CC-Agent-Status') ?? '', line);
      case 'member-queue-start':
        return [
          line(call, queue, 'NONE', 'ENTERQUEUE', '', event.get('CC-Member-CID-Number') ?? ''),
        ];
      case 'bridge-agent-start':
        answered.add(key);
        return [line(call, queue, agent, 'CONNECT', '')];
      case 'bridge-agent-end':
        return answered.delete(key) ? [line(call, queue, agent, 'COMPLETECALLER', '')] : [];
      case 'member-queue-end': {
        // Of the answered the end of the conversation was told.
        if (event.get('CC-Cause') !== 'Cancel' || answered.has(key)) return [];
        const exit = EXITS[event.get('CC-Cancel-Reason') ?? ''] ?? 'ABANDON';
        return [line(call, queue, 'NONE', exit, '')];
      }
      default:
        return [];
    }
  };

  function statusLines(
    agent: string,
    status: string,
    line: (...cells: readonly string[]) => string,
  ): readonly string[] {
    const lines: string[] = [];
    const isIn = status !== 'Logged Out' && status !== '';
    if (isIn && !signedIn.has(agent)) lines.push(line('NONE', 'NONE', agent, 'AGENTLOGIN', ''));
    const isPaused = status === 'On Break';
    if (isPaused !== paused.has(agent)) {
      lines.push(
        line('NONE', 'NONE', agent, isPaused ? 'PAUSE' : 'UNPAUSE', isPaused ? status : ''),
      );
    }
    if (!isIn && signedIn.has(agent)) lines.push(line('NONE', 'NONE', agent, 'AGENTLOGOFF', ''));
    if (isIn) signedIn.add(agent);
    else signedIn.delete(agent);
    if (isPaused) paused.add(agent);
    else paused.delete(agent);
    return lines;
  }
}
