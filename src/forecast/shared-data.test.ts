import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BACKTEST, withOffered } from '../../test/support/queue-history.ts';
import { daysBetween, epochSeconds, gridOfDays, plannedInstant } from '../domain/index.ts';
import { backtestQueue } from './index.ts';

const DATA = join(process.env['AGNER_SHARED'] ?? '../shared', 'data');
const FILE = join(DATA, 'bank_calls_30min.csv');

/** Calls of a North American bank, Monday to Friday 07:00 to 21:00, 2003. */
function readBank() {
  const zone = 'America/New_York';
  const lines = readFileSync(FILE, 'utf8').trim().split('\n').slice(1);
  const rows = lines.map((line) => line.split(',') as [string, string]);
  const [first, last] = [rows[0]![0].slice(0, 10), rows.at(-1)![0].slice(0, 10)];
  const grid = gridOfDays(zone, first, daysBetween(first, last) + 1, 1800);
  const offered = Array.from({ length: grid.length }, (): number | null => null);
  for (const [stamp, volume] of rows) {
    const wall = Number(stamp.slice(11, 13)) * 3600 + Number(stamp.slice(14, 16)) * 60;
    const instant = plannedInstant(zone, stamp.slice(0, 10), wall);
    offered[(instant - epochSeconds(grid.start)) / 1800] = Number(volume);
  }
  return withOffered({ queue: 'bank', channel: 'voice', attribution: 'arrival', grid }, offered);
}

describe('calls of a bank', () => {
  it.skipIf(!existsSync(FILE))(
    'are forecast better than the plain ways, with honest bands (stands aside without the data)',
    () => {
      const types = JSON.parse(readFileSync(join(DATA, 'special_days.json'), 'utf8')) as Record<
        string,
        Record<string, string>
      >;
      const specialDays = Object.entries(types['bank_calls_30min']!).map(([date, type]) => ({
        date,
        type,
        queues: [],
      }));
      const origins = ['2003-06-16', '2003-07-08', '2003-08-01', '2003-08-25', '2003-09-18'];
      const { accuracy } = backtestQueue(readBank(), { ...BACKTEST, origins, specialDays });
      const of = (method: string) =>
        accuracy.find((row) => row.method === method && row.bucket === 'all')!;
      expect(of('agner').wapeInterval).toBeLessThan(0.063);
      expect(of('agner').wapeInterval).toBeLessThan(0.9 * of('same-weekday-mean').wapeInterval);
      expect(of('agner').wapeInterval).toBeLessThan(0.75 * of('seasonal-naive').wapeInterval);
      const [eighty, ninetyFive] = of('agner').coverage.map(({ share }) => share);
      expect(eighty).toBeGreaterThan(0.76);
      expect(eighty).toBeLessThan(0.88);
      expect(ninetyFive).toBeGreaterThan(0.92);
      expect(ninetyFive).toBeLessThan(0.98);
    },
    30_000,
  );
});
