import { readCsvText } from '../../documents/index.ts';
import { type FindingLog, shownText } from './finding-log.ts';

/** Gives the queue that a cell names, or `null` for one that cannot be a name. */
export type ReadQueueName = (cell: string, line: number) => string | null;

const LONGEST_NAME = 200;

/**
 * Reads queue names as people will see them, each spelling once.
 *
 * Runs of white space, line ends included, become one space. A name with control characters,
 * without characters or of more than 200 is refused. Names with invisible characters are kept and
 * told, and so are names that differ from another only in case, width or invisible characters.
 */
export function startQueueNames(log: FindingLog): ReadQueueName {
  const nameOfCell = new Map<string, string | null>();
  const nameOfLook = new Map<string, string>();
  return (cell, line) => {
    const known = nameOfCell.get(cell);
    if (known !== undefined && known !== null) return known;
    const name = readCsvText(cell).replaceAll(/\s+/gu, ' ').trim();
    const fault = faultOf(name);
    if (fault !== null) {
      log.tell({
        code: fault === 'blank' ? 'blank' : 'lookalike-name',
        line,
        column: 'queue',
        details: { got: shownText(cell), reason: fault },
      });
      return null;
    }
    nameOfCell.set(cell, name);
    if (/[\r\n\t\v\f\u2028\u2029]/.test(cell.trim())) {
      const details = { got: shownText(cell), taken: shownText(name), reason: 'line-ends' };
      log.tell({ code: 'lookalike-name', queue: name, line, action: 'told', details });
    }
    tellLooks(name, line, nameOfLook, log);
    return name;
  };
}

function faultOf(name: string): 'blank' | 'control-character' | 'too-long' | null {
  if (name === '') return 'blank';
  if (/\p{Cc}/u.test(name)) return 'control-character';
  return name.length > LONGEST_NAME ? 'too-long' : null;
}

function tellLooks(
  name: string,
  line: number,
  nameOfLook: Map<string, string>,
  log: FindingLog,
): void {
  const told = { code: 'lookalike-name', queue: name, line, action: 'told' } as const;
  if (/\p{Cf}/u.test(name)) {
    log.tell({ ...told, details: { got: shownText(name), reason: 'invisible-characters' } });
  }
  const look = name
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase();
  const other = nameOfLook.get(look) ?? name;
  nameOfLook.set(look, other);
  if (other !== name) {
    const details = { got: shownText(name), other: shownText(other), reason: 'looks-like-another' };
    log.tell({ ...told, details });
  }
}
