import { afterEach, describe, expect, it } from 'vitest';
import { type LogFile } from '../../src/use-cases/index.ts';
import { openLogTable, type StoreLocation } from '../../src/store/index.ts';
import { onEachDatabase } from '../support/databases.ts';
import { executeSql } from '../support/execute-sql.ts';
import { EIGHT } from '../support/queue-log.ts';
import { refusal } from './refusal.ts';

onEachDatabase((newDatabase, kind) => {
  let opened: LogFile | null = null;
  afterEach(async () => {
    await opened?.close();
    opened = null;
  });

  const locationOf = (database: string): StoreLocation =>
    kind === 'sqlite' ? { kind, path: database } : { kind, url: database };
  /** A table as Asterisk's sample schema has it, or with other columns. */
  const tableOf = async (
    rows: readonly (readonly (string | null)[])[],
    columns = 'time TEXT, callid TEXT, queuename TEXT, agent TEXT, event TEXT, data1 TEXT, data2 TEXT, data3 TEXT, data4 TEXT, data5 TEXT',
  ): Promise<StoreLocation> => {
    const location = locationOf(await newDatabase());
    const names = columns.split(', ').map((column) => column.split(' ')[0]);
    const id = kind === 'sqlite' ? 'id INTEGER PRIMARY KEY' : 'id SERIAL PRIMARY KEY';
    const values = rows.map(
      (row) => `(${row.map((cell) => (cell === null ? 'NULL' : `'${cell}'`)).join(', ')})`,
    );
    const insert = `INSERT INTO queue_log (${names.join(', ')}) VALUES ${values.join(', ')}`;
    await executeSql(location, `CREATE TABLE queue_log (${id}, ${columns}); ${insert}`);
    return location;
  };
  const textOf = async (location: StoreLocation, zone = 'UTC', offset = 0): Promise<string> => {
    opened = await openLogTable(location, { table: 'queue_log', zone });
    const chunks: Uint8Array[] = [];
    for await (const chunk of opened.read(offset)) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };
  const blank = [null, null, null];

  describe('a queue log in a table', () => {
    it('is the text that it would be in a file, in the order in which it was written', async () => {
      const location = await tableOf([
        ['2026-01-05 09:00:01.250000', 'c1', 'support', 'NONE', 'ENTERQUEUE', '', '1 č', ...blank],
        ['2026-01-05 09:00:06', 'c1', 'support', 'Ada', 'CONNECT', '5', 'm', '1', null, ''],
        ['2026-01-05 09:00:06', 'NONE', 'support', 'Ben', 'PAUSE', 'two\nlines', '', ...blank],
        [`${EIGHT + 9}`, 'c2', 'support', 'NONE', 'ENTERQUEUE', null, null, ...blank],
      ]);
      const text = await textOf(location, 'Europe/Ljubljana');
      expect(text.split('\n')).toEqual([
        `${EIGHT + 1.25}|c1|support|NONE|ENTERQUEUE||1 č`,
        `${EIGHT + 6}|c1|support|Ada|CONNECT|5|m|1`,
        `${EIGHT + 6}|NONE|support|Ben|PAUSE|two lines`,
        `${EIGHT + 9}|c2|support|NONE|ENTERQUEUE`,
        '',
      ]);
      expect(opened!.firstLine).toBe(Buffer.from(text.split('\n')[0]!).toString('latin1'));
      const bytes = Buffer.from(text);
      await opened!.close();
      for (const offset of [0, 1, 40, 70, bytes.length]) {
        expect(await textOf(location, 'Europe/Ljubljana', offset)).toBe(
          bytes.subarray(offset).toString(),
        );
        await opened!.close();
      }
    });

    it('goes through the hour that comes twice, and over the one that is not there', async () => {
      const at = (time: string) => [time, 'c', 'q', 'NONE', 'X', null, null, ...blank];
      const times = ['2026-10-25 02:30:00', '2026-10-25 02:59:00', '2026-10-25 02:10:00'];
      const location = await tableOf([...times.map(at), at('2026-10-25 03:05:00')]);
      const instants = (await textOf(location, 'Europe/Ljubljana'))
        .trimEnd()
        .split('\n')
        .map((line) => new Date(Number(line.split('|')[0]) * 1000).toISOString().slice(11, 16));
      expect(instants).toEqual(['00:30', '00:59', '01:10', '02:05']);
    });

    it('may have one column of data, and be of many rows', async () => {
      const rows = Array.from({ length: 4500 }, (_, n) => [
        `${EIGHT + n}`,
        ...[`c${n}`, 'support', 'NONE', 'ENTERQUEUE', `|${n}|1`],
      ]);
      const columns = 'time TEXT, callid TEXT, queuename TEXT, agent TEXT, event TEXT, data TEXT';
      const lines = (await textOf(await tableOf(rows, columns))).trimEnd().split('\n');
      expect(lines).toHaveLength(4500);
      expect(lines[4321]).toBe(`${EIGHT + 4321}|c4321|support|NONE|ENTERQUEUE||4321|1`);
    });

    it('is refused where it is none', async () => {
      const open = (location: StoreLocation, table = 'queue_log') =>
        openLogTable(location, { table, zone: 'UTC' });
      const location = await tableOf([['x', 'c', 'q', 'a', 'E', null, null, ...blank]]);
      await expect(open(location)).rejects.toThrowError(
        refusal('INVALID_INPUT', /expected a time such as 2026-03-29 08:00:00.123456, got "x"/),
      );
      await expect(open(location, 'other')).rejects.toThrowError(
        refusal('NOT_FOUND', /there is no table other/),
      );
      await expect(open(location, 'queue_log"; --')).rejects.toThrowError(
        refusal('INVALID_INPUT', /expected the name of a table/),
      );
      const lacking = await tableOf([['1', 'c']], 'time TEXT, callid TEXT');
      await expect(open(lacking)).rejects.toThrowError(
        refusal('INVALID_INPUT', /expected the column queuename or queue .*got id, time, callid/),
      );
      if (kind === 'sqlite') {
        await expect(open({ kind, path: '/nowhere/at/all.db' })).rejects.toThrowError(
          refusal('NOT_FOUND', /there is no such file/),
        );
      }
    });
  });
});
