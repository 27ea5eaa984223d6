import { describe, expect, it } from 'vitest';
import { type Channel, type IntervalHistory, makeGrid, MEASURES } from '../domain/index.ts';
import { importHistory } from './import-history.ts';
import { type HistoryReadOptions, type QueueRecord, type Store } from './ports.ts';

const unknown = [null];
const read: IntervalHistory = {
  queue: 'sales',
  channel: 'voice',
  attribution: 'arrival',
  grid: makeGrid('UTC', 0, 900, 1),
  totals: Object.fromEntries(MEASURES.map((measure) => [measure, unknown])) as never,
};

/** A store that knows one queue, and a reader that tells what it was asked. */
function worldWith(channel: Channel, zone: string) {
  const asked: Partial<HistoryReadOptions>[] = [];
  const queue: QueueRecord = {
    site: 's',
    name: 'sales',
    channel,
    zone,
    stepSeconds: 900,
    firstInterval: null,
    lastInterval: null,
    intervals: 1,
    version: 1,
  };
  const saved: IntervalHistory[] = [];
  const store = {
    listQueues: () => Promise.resolve([queue]),
    saveHistory: (_: string, histories: readonly IntervalHistory[]) => {
      saved.push(...histories);
      return Promise.resolve([]);
    },
  } as unknown as Store;
  const readHistory = (_: unknown, options: Partial<HistoryReadOptions>) => {
    asked.push(options);
    return Promise.resolve({
      histories: [read],
      findings: [],
      rows: { read: 1, taken: 1, leftOut: 0 },
    });
  };
  return { world: { store, readHistory }, asked, saved };
}

const source = new Uint8Array();

describe('a later import', () => {
  it('reads in the zone that the queues have', async () => {
    const { world, asked } = worldWith('voice', 'Europe/Ljubljana');
    await importHistory(world, { site: 's', source, options: {} });
    expect(asked[0]).toMatchObject({ zone: 'Europe/Ljubljana' });
  });

  it('does not relabel a queue by saying nothing', async () => {
    const { world, saved } = worldWith('chat', 'UTC');
    await expect(importHistory(world, { site: 's', source, options: {} })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'queue "sales" is stored as chat, the file reads as voice; say which channel it is',
    });
    expect(saved).toEqual([]);
  });

  it('may relabel it by saying so', async () => {
    const { world, saved } = worldWith('chat', 'UTC');
    await importHistory(world, { site: 's', source, options: { channel: 'voice' } });
    expect(saved).toEqual([read]);
  });
});
