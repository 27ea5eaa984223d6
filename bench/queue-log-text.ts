import { seededRandom } from '../src/simulation/random.ts';

const QUEUES = ['support', 'sales', 'billing', 'orders', 'returns'];
const AGENTS = Array.from({ length: 200 }, (_, index) => `Agent ${index + 1}`);
const FIRST = Date.UTC(2026, 0, 5) / 1000;

/**
 * A queue log of at least so many lines, second by second: half a call a second, two thirds of them
 * answered, with pauses and calls that ring in vain among them.
 */
export function* queueLogText(lines: number, seed = 1): Generator<string> {
  const random = seededRandom(seed);
  const due = new Map<number, string[]>();
  const at = (second: number, line: string): void => {
    const there = due.get(second);
    if (there === undefined) due.set(second, [line]);
    else there.push(line);
  };
  const exponential = (mean: number): number => Math.floor(-mean * Math.log(1 - random()));
  const pick = (names: readonly string[]): string => names[Math.floor(random() * names.length)]!;
  let written = 0;
  for (let second = FIRST; written < lines; second++) {
    if (random() < 0.5) {
      const call = `${second}.${written}`;
      const queue = pick(QUEUES);
      at(second, `${call}|${queue}|NONE|ENTERQUEUE||06${written}|1`);
      const wait = exponential(25);
      if (exponential(90) < wait) {
        at(second + wait, `${call}|${queue}|NONE|ABANDON|1|1|${wait}`);
      } else {
        const agent = pick(AGENTS);
        const talk = 5 + exponential(200);
        if (random() < 0.1) at(second + wait, `${call}|${queue}|${agent}|RINGNOANSWER|15000`);
        at(second + wait, `${call}|${queue}|${agent}|CONNECT|${wait}|${call}1|2`);
        at(second + wait + talk, `${call}|${queue}|${agent}|COMPLETECALLER|${wait}|${talk}|1`);
        if (random() < 0.1) {
          at(second + wait + talk, `NONE|${queue}|${agent}|PAUSE|Wrap`);
          at(second + wait + talk + 30, `NONE|${queue}|${agent}|UNPAUSE|`);
        }
      }
    }
    const now = due.get(second) ?? [];
    due.delete(second);
    if (now.length === 0) continue;
    written += now.length;
    yield now.map((line) => `${second}|${line}\n`).join('');
  }
}
