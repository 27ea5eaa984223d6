import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPlan } from './plan.ts';

const text = readFileSync(new URL('../../data/sample/plan.yaml', import.meta.url), 'utf8');
const plan = readPlan(text, 'data/sample/plan.yaml', { readAgentsFile: null });

describe('the sample plan', () => {
  it('is one site around the clock with three queues', () => {
    expect(plan.name).toBe('sample');
    expect(plan.site.zone).toBe('Europe/Ljubljana');
    expect(plan.queues.map(({ name }) => name)).toEqual(['support-en', 'support-sl', 'sales']);
    for (const { openingHours } of plan.queues) {
      expect(openingHours.weekdays).toEqual(
        Array.from({ length: 7 }, () => [{ fromSeconds: 0, toSeconds: 86_400 }]),
      );
    }
  });

  it('has 62 people with names of their own', () => {
    expect(plan.agents).toHaveLength(62);
    expect(new Set(plan.agents.map(({ name }) => name)).size).toBe(62);
  });

  it('has people of every contract and queue, and limits of every kind', () => {
    expect(new Set(plan.agents.map(({ contract }) => contract))).toEqual(
      new Set(plan.contracts.map(({ name }) => name)),
    );
    expect(new Set(plan.agents.flatMap(({ skills }) => skills))).toEqual(
      new Set(plan.queues.map(({ name }) => name)),
    );
    for (const key of ['availability', 'leave', 'wishes', 'locks'] as const) {
      expect(plan.agents.filter((agent) => agent[key].length > 0).length).toBeGreaterThan(3);
    }
  });

  it('has leave, wishes and locks in the four weeks after the sample history', () => {
    const dates = plan.agents.flatMap(({ leave, wishes, locks }) => [
      ...leave.map(({ from }) => from),
      ...wishes.map(({ date }) => date),
      ...locks.map(({ date }) => date),
    ]);
    for (const date of dates) {
      expect(date >= '2026-07-06' && date <= '2026-08-02', date).toBe(true);
    }
  });
});
