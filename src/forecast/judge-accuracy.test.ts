import { describe, expect, it } from 'vitest';
import { type AccuracyRow } from '../domain/index.ts';
import { judgeAccuracy } from './index.ts';

function rowOf(method: string, wapeDay: number, more: Partial<AccuracyRow> = {}): AccuracyRow {
  return {
    ...{ queue: 'sales', method, by: 'lead', bucket: 'all', intervals: 100, wapeDay },
    ...{ wapeInterval: 2 * wapeDay, mase: 1, bias: 0, coverage: [] },
    ...more,
  };
}

describe('a verdict', () => {
  it.each([
    [0.1, 'better'],
    [0.189, 'better'],
    [0.191, 'alike'],
    [0.209, 'alike'],
    [0.211, 'worse'],
  ] as const)('of an error of %f beside 0.2 of the better baseline is "%s"', (error, outcome) => {
    const rows = [
      rowOf('agner', error),
      rowOf('agner-median', error / 2),
      rowOf('seasonal-naive', 0.3),
      rowOf('same-weekday-mean', 0.2),
    ];
    expect(judgeAccuracy(rows)).toMatchObject([
      { method: 'agner', outcome, rival: { method: 'same-weekday-mean', wapeDay: 0.2 } },
    ]);
  });

  it('is of every queue alone, and of all leads alone', () => {
    const rows = [
      rowOf('agner', 0.1),
      rowOf('agner', 0.1, { queue: 'support' }),
      rowOf('seasonal-naive', 0.3, { queue: 'support' }),
      rowOf('agner', 0.5, { bucket: 'day-1' }),
      rowOf('agner', 0.5, { by: 'hour', bucket: '08' }),
    ];
    expect(judgeAccuracy(rows)).toMatchObject([
      { queue: 'sales', outcome: 'alone', rival: null },
      { queue: 'support', outcome: 'better' },
    ]);
  });

  it.each([
    [0.021, 'high'],
    [0.02, 'even'],
    [-0.03, 'low'],
  ] as const)('of a bias of %f leans "%s"', (bias, lean) => {
    expect(judgeAccuracy([rowOf('agner', 0.1, { bias })])).toMatchObject([{ lean }]);
  });

  it.each([
    [0.8, 0.69, 'narrow'],
    [0.8, 0.71, 'holds'],
    [0.8, 0.89, 'holds'],
    [0.8, 0.91, 'wide'],
    [0.95, 0.92, 'narrow'],
    [0.95, 0.98, 'wide'],
  ] as const)('of a band of %f that held %f says "%s"', (level, share, fit) => {
    const coverage = [{ level, share }];
    expect(judgeAccuracy([rowOf('agner', 0.1, { coverage })])).toMatchObject([
      { bands: [{ level, share, fit }] },
    ]);
  });
});
