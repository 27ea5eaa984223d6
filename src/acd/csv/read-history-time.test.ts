import { describe, expect, it } from 'vitest';
import { minuteOfHistory } from '../../../test/support/history-file.ts';
import { gridDays, type IntervalHistory } from '../../domain/index.ts';
import { type HistoryReadOptions } from '../../use-cases/ports.ts';
import { readHistoryCsv } from './read-history.ts';

describe('local times', () => {
  const berlin = { zone: 'Europe/Berlin', queue: 'q' };

  it('that a clock change skips are left out', async () => {
    const { findings, histories } = await read(
      `interval_start,offered\n${['01:00', '01:30', '02:00', '02:30', '03:00'].map((time) => `2026-03-29T${time},5`).join('\n')}`,
      berlin,
    );
    expect(findings).toMatchObject([
      { code: 'dst-gap', line: 4, interval: '2026-03-29T02:00:00', action: 'left-out' },
      { code: 'dst-gap', line: 5 },
    ]);
    expect(histories[0]!.totals.offered).toEqual([5, 5, 5]);
  });

  const autumn = ['01:30', '02:00', '02:30', '02:00', '02:30', '03:00'];

  it.each([
    ['forwards', autumn.map((time, at) => `2026-10-25T${time},${at}`)],
    ['backwards', autumn.map((time, at) => `2026-10-25T${time},${at}`).toReversed()],
  ])('that come twice are two instants, in a file that runs %s', async (_, lines) => {
    const { findings, histories } = await read(
      `interval_start,offered\n${lines.join('\n')}`,
      berlin,
    );
    expect(histories[0]!.totals.offered).toEqual([0, 1, 2, 3, 4, 5]);
    expect(findings.filter(({ code }) => code === 'dst-double')).toHaveLength(4);
  });

  it('that could be two and come once are taken as the earlier, and told', async () => {
    const lines = ['01:00', '02:00', '03:00'].map((time) => `2026-10-25T${time},5`);
    const { findings, histories } = await read(
      `interval_start,offered\n${lines.join('\n')}`,
      berlin,
    );
    expect(findings).toMatchObject([
      {
        code: 'dst-double',
        interval: '2026-10-25T02:00:00+02:00',
        details: { takenAs: 'earlier' },
      },
    ]);
    expect(histories[0]!.totals.offered).toEqual([5, 5, null, 5]);
  });

  it.each([
    ['day-first', '29.03.2026 8:00', '29.03.2026 8:15'],
    ['month-first', '3/29/26 8:00 AM', '3/29/26 8:15 AM'],
    ['month-first', '03/29/2026, 08:00:00', '03/29/2026, 08:15:00'],
  ] as const)('with the year last, %s: %s', async (dateOrder, first, second) => {
    const { histories } = await read(`interval_start,offered\n"${first}",1\n"${second}",2\n`, {
      ...berlin,
      dateOrder,
    });
    expect(histories[0]!.grid.start).toBe('2026-03-29T08:00:00+02:00');
  });
});

describe('days', () => {
  it.each(['Europe/Berlin', 'America/Santiago', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'])(
    'each local date of %s has its own slot, through every clock change of a year',
    async (zone) => {
      const dates = Array.from({ length: 400 }, (_, day) =>
        new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
      );
      const text = `interval_start,offered\n${dates.map((date, at) => `${date}T00:00:00,${at}`).join('\n')}`;
      const { histories, rows } = await read(text, { zone, queue: 'q' });
      expect(rows.leftOut).toBe(0);
      const [history] = histories as [IntervalHistory];
      expect(history.totals.offered).toEqual(dates.map((_, at) => at));
      expect(gridDays(history.grid).map(({ date, slots }) => [date, slots])).toEqual(
        dates.map((date) => [date, 1]),
      );
    },
  );

  it('tells that days were laid out on the wall clock', async () => {
    const { findings } = await read('date,offered\n2026-01-05,1\n2026-01-06,2\n', {
      zone: 'Europe/Berlin',
      queue: 'q',
    });
    expect(findings).toMatchObject([
      { code: 'layout', details: { zone: 'Europe/Berlin', stepSeconds: 86_400, takenAs: 'UTC' } },
    ]);
  });
});

describe('the length of intervals', () => {
  it('is not halved by a stray row', async () => {
    const lines = Array.from({ length: 200 }, (_, at) => `${minuteOfHistory(at * 30)},5`);
    const { histories, findings } = await read(
      `interval_start,offered\n${[...lines, `${minuteOfHistory(47)},5`].join('\n')}`,
      { queue: 'q' },
    );
    expect(histories[0]!.grid.stepSeconds).toBe(1800);
    expect(findings).toMatchObject([{ code: 'out-of-order' }, { code: 'off-grid', line: 202 }]);
  });

  it('of a queue with few rows is that of the file', async () => {
    const busy = Array.from({ length: 100 }, (_, at) => `${minuteOfHistory(at * 15)},busy,5`);
    const { histories } = await read(
      `interval_start,queue,offered\n${[...busy, `${minuteOfHistory(0)},rare,1`, `${minuteOfHistory(120)},rare,1`].join('\n')}`,
    );
    expect(histories.map(({ grid }) => grid.stepSeconds)).toEqual([900, 900]);
  });
});

function read(text: string, options: Partial<HistoryReadOptions> = {}) {
  return readHistoryCsv(Buffer.from(text), { source: 'x.csv', ...options });
}
