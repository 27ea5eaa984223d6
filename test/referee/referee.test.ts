import { afterAll, describe, expect, it } from 'vitest';
import { judgeTransient } from './changing-traffic.ts';
import {
  chatCases,
  erlangACases,
  erlangALinesCases,
  erlangBCases,
  erlangCCases,
  erlangXCases,
  extendedBCases,
  generalPatienceCases,
  judge,
  type Judged,
  nameOfLaw,
  PATIENCES,
} from './models.ts';
import { readReport, writeReport } from './report.ts';
import { worstOf } from './score.ts';

const MODELS: Readonly<Record<string, () => Judged>> = {
  'Erlang B': () => judge('Erlang B', erlangBCases()),
  'Extended B': () => judge('Extended B', extendedBCases()),
  'Erlang C': () => judge('Erlang C', erlangCCases()),
  'Erlang A': () => judge('Erlang A', erlangACases()),
  'Erlang A, lines': () => judge('Erlang A, lines', erlangALinesCases()),
  'Erlang X': () => judge('Erlang X', erlangXCases()),
  ...Object.fromEntries(
    PATIENCES.map((patience) => [
      `M/M/n+G, ${nameOfLaw(patience)}`,
      () => judge('M/M/n+G', generalPatienceCases(patience)),
    ]),
  ),
  transient: judgeTransient,
  chat: () => judge('chat', chatCases()),
};

/** Beyond this a figure is wrong, or chance has been unkind once in two thousand times. */
const LIMIT = 3.5;

describe('the referee: formulas against a simulation contact by contact', () => {
  const judged: Judged[] = [];

  it.each(Object.entries(MODELS))(
    '%s',
    (model, run) => {
      const result = run();
      judged.push(result);
      const far = result.checks.filter(({ z }) => !(Math.abs(z) <= LIMIT));
      expect(far).toEqual([]);
      expect(result.checks.length, model).toBeGreaterThan(5);
      // A referee that sees no fault proves nothing; exponential patience has its faults above.
      if (!model.endsWith(', exponential')) expect(result.faults.length, model).toBeGreaterThan(0);
      for (const { fault, worst } of result.faults) {
        expect(Math.abs(worst.z), fault).toBeGreaterThan(LIMIT);
      }
    },
    600_000,
  );

  it('has looked at what docs/models/referee.md lists', () => {
    const all = judged.flatMap(({ checks }) => checks);
    const faults = judged.flatMap((one) => one.faults);
    expect(all.length).toBeGreaterThan(200);
    expect(Math.abs(worstOf(all).z)).toBeGreaterThan(1);
    if (process.env['UPDATE'] === '1') writeReport(all, faults);
    expect(readReport()).toEqual(all.map((check) => [check.model, check.case, check.measure]));
  });

  afterAll(() => {
    judged.length = 0;
  });
});
