import { AgnerError } from '../src/domain/index.ts';
import { say } from './output.ts';

/** Control characters of a terminal in raw mode. */
const ENTER = ['\r', '\n'];
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const ERASE = ['\u007f', '\b'];

/**
 * A new password: typed twice and not shown at a terminal, else the first line of standard input.
 * Never an argument: those can be seen by others on the machine.
 */
export async function readNewPassword(name: string): Promise<string> {
  if (!process.stdin.isTTY) return readFirstLine();
  const first = await readHidden(`password of ${name}: `);
  const second = await readHidden('the same again: ');
  if (first !== second) {
    throw new AgnerError('INVALID_INPUT', 'expected the same password twice, got two');
  }
  return first;
}

async function readFirstLine(): Promise<string> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk as string;
    if (text.includes('\n') || text.length > 10_000) break;
  }
  const [line = ''] = text.split(/\r?\n/, 1);
  if (line === '') {
    throw new AgnerError('INVALID_INPUT', 'expected the password on standard input, got nothing');
  }
  return line;
}

function readHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const input = process.stdin.setRawMode(true).setEncoding('utf8');
  return new Promise((resolve, reject) => {
    let typed: string[] = [];
    const end = (): void => {
      input.setRawMode(false).pause().off('data', take);
      say('');
    };
    const take = (text: string): void => {
      for (const character of text) {
        if (character === CTRL_C || character === CTRL_D) {
          end();
          reject(new AgnerError('CANCELLED', 'no password was given'));
          return;
        }
        if (ENTER.includes(character)) {
          end();
          resolve(typed.join(''));
          return;
        }
        typed = ERASE.includes(character) ? typed.slice(0, -1) : [...typed, character];
      }
    };
    input.on('data', take).resume();
  });
}
