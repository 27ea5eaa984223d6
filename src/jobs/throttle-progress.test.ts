import { expect, it } from 'vitest';
import type { Progress } from '../use-cases/index.ts';
import { throttleProgress } from './throttle-progress.ts';

function at(fraction: number, step = 'search'): Progress {
  return { fraction, step, figures: {} };
}

it('passes on the first, new steps at once, others now and then, the last on request', () => {
  const passed: number[] = [];
  let now = 1000;
  const { onProgress, flush } = throttleProgress(
    ({ fraction }) => passed.push(fraction),
    100,
    () => now,
  );
  onProgress(at(0.1));
  onProgress(at(0.2));
  expect(passed).toEqual([0.1]);
  now += 100;
  onProgress(at(0.3));
  onProgress(at(0.4, 'polish'));
  onProgress(at(0.5, 'polish'));
  onProgress(at(0.6, 'polish'));
  expect(passed).toEqual([0.1, 0.3, 0.4]);
  flush();
  flush();
  expect(passed).toEqual([0.1, 0.3, 0.4, 0.6]);
});
