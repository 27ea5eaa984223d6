import { mkdtempSync, rmSync, statSync, writeSync, openSync, closeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, bench, describe } from 'vitest';
import type * as Acd from '../src/acd/index.ts';
import type * as UseCases from '../src/use-cases/index.ts';
import { queueLogText } from './queue-log-text.ts';

// The build as Node loads it; see simulation.bench.ts.
const BUILT = ['../dist/src/acd/index.js', '../dist/src/use-cases/index.js'];
const [acd, useCases] = (await Promise.all(BUILT.map((path) => import(path))).catch(
  (cause: unknown) => {
    throw new Error('expected a build to measure: npm run build', { cause });
  },
)) as [typeof Acd, typeof UseCases];

/** `QUEUE_LOG_LINES=17000000` makes a log of 1 GB. */
const LINES = Number(process.env['QUEUE_LOG_LINES'] ?? 1_000_000);

const folder = mkdtempSync(join(tmpdir(), 'agner-queue-log-'));
const path = join(folder, 'queue_log');
const file = openSync(path, 'w');
for (const text of queueLogText(LINES)) writeSync(file, text);
closeSync(file);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe(`a queue log of ${LINES} lines, ${Math.round(statSync(path).size / 1e6)} MB`, () => {
  let best = { user: Infinity, wall: Infinity };
  let peakHeap = 0;
  afterAll(() => {
    console.log(
      `intervals: ${best.user.toFixed(1)} s of processor, ${best.wall.toFixed(1)} s of clock, ` +
        `process at its largest ${Math.round(peakHeap / 1e6)} MB`,
    );
  });

  bench(
    'to intervals',
    async () => {
      const before = process.cpuUsage();
      const started = performance.now();
      await useCases.tallyLog(
        { readCallLog: acd.readQueueLog, openLogFile: acd.openLogFile },
        [path],
        { wrapUpReasons: ['Wrap'], agentNames: {}, takesTornLine: true },
        {
          zone: 'Europe/Ljubljana',
          stepSeconds: 900,
          thresholdSeconds: 20,
          wrapUp: { kind: 'calls' },
        },
      );
      const user = process.cpuUsage(before).user / 1e6;
      const wall = (performance.now() - started) / 1000;
      best = { user: Math.min(best.user, user), wall: Math.min(best.wall, wall) };
      peakHeap = Math.max(peakHeap, process.memoryUsage().rss);
    },
    { iterations: 3, time: 0, warmupIterations: 0, warmupTime: 0 },
  );
});
