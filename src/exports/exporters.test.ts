import { describe, expect, it, vi } from 'vitest';
import { makeSample } from '../../test/support/sample-roster.ts';
import { addDays } from '../domain/index.ts';
import { EXPORT_FORMATS, type ExportContext } from '../use-cases/index.ts';
import { exporters } from './exporters.ts';

vi.setConfig({ testTimeout: 60_000 });

const { plan, forecast, requirement, roster } = makeSample({
  zone: 'Europe/Ljubljana',
  from: '2026-03-23',
  days: 7,
  agents: 6,
});
const approvals = roster.shifts.flatMap(({ agent, date, start, end }) =>
  [date, addDays(date, 1)].map((day) => ({
    id: 'ts_1',
    agent,
    date: day,
    paid: day === date ? [{ from: start, to: end }] : [],
    isAsSeen: false,
    plannedSeconds: 0,
    workedSeconds: 0,
    unknownSeconds: 0,
    reason: '',
    madeAt: '2026-04-01T00:00:00.000Z',
    madeBy: 'local',
  })),
);
const context: ExportContext = {
  plan,
  forecast,
  requirement,
  approvals,
  agent: null,
  storedAt: null,
};

describe('every format', () => {
  it.each(EXPORT_FORMATS)('%s has a media type, an extension and content', async (format) => {
    const { mediaType, extension, content } = await exporters[format](roster, context);
    expect(mediaType).toMatch(/^(text|application|image)\/[a-z.-]+/);
    expect(extension).toBe(format.startsWith('payroll') ? 'csv' : format);
    expect(content.length).toBeGreaterThan(1_000);
  });

  it('json is the roster itself', async () => {
    const { content } = await exporters.json(roster, context);
    expect(JSON.parse(content as string)).toEqual(roster);
  });
});

describe('one agent', () => {
  it.each(['ics', 'csv', 'payroll', 'payroll-planned'] as const)(
    '%s holds that one alone',
    async (format) => {
      const { content } = await exporters[format](roster, { ...context, agent: 'a02' });
      expect(content).toContain('a02');
      expect(content).not.toMatch(/a0[13456]/);
    },
  );

  it.each(['xlsx', 'json', 'png'] as const)('%s refuses', async (format) => {
    await expect(exporters[format](roster, { ...context, agent: 'a02' })).rejects.toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: `expected ics, csv or payroll for one agent alone, got ${format}`,
      }),
    );
  });
});

describe('refusals', () => {
  it('payroll needs a plan', async () => {
    await expect(exporters.payroll(roster, { ...context, plan: null })).rejects.toThrowError(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: 'expected a plan for payroll hours, got none',
      }),
    );
  });
});
