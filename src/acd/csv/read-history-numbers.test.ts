import { describe, expect, it } from 'vitest';
import { type IntervalHistory } from '../../domain/index.ts';
import { type HistoryReadOptions } from '../../use-cases/ports.ts';
import { readHistoryCsv } from './read-history.ts';

describe('numbers', () => {
  it('with a decimal comma, in a file separated by ;, and told', async () => {
    const text =
      'interval_start;queue;offered;answered;talk_seconds\n2026-01-05T08:00Z;a;10;9;1.800,50\n2026-01-05T09:00Z;a;10;9;7,5\n';
    const { histories, findings } = await read(text);
    expect(histories[0]!.totals.talkSeconds).toEqual([1800.5, 7.5]);
    expect(findings).toMatchObject([{ code: 'layout', details: { separator: ';' } }]);
  });

  it('that could be thousands or a fraction are left out unless the style is said', async () => {
    const text =
      'interval_start;queue;offered;talk_seconds\n2026-01-05T08:00Z;a;10;1.800\n2026-01-05T09:00Z;a;10;60\n2026-01-05T10:00Z;a;10;60\n';
    expect((await read(text)).findings[1]).toMatchObject({
      code: 'bad-number',
      line: 2,
      details: { got: '1.800', reason: 'thousands-or-fraction' },
    });
    const { histories } = await read(text, { decimal: 'comma' });
    expect(histories[0]!.totals.talkSeconds).toEqual([1800, 60, 60]);
  });

  it('that are averages become totals', async () => {
    const text =
      'interval_start,queue,offered,answered,average_handle_seconds,acw_seconds\n2026-01-05T08:00Z,a,10,8,100.5,200\n2026-01-05T09:00Z,a,3,0,,\n';
    const { totals } = (await read(text)).histories[0]!;
    expect(totals.talkSeconds).toEqual([604, null]);
    expect(totals.acwSeconds).toEqual([200, null]);
  });
});

describe('presets', () => {
  it('genesys-cloud: milliseconds, averages and media types', async () => {
    const text =
      'Interval Start,Interval End,Media Type,Queue Name,Offer,Answer,Abandon,ASA,Avg Handle,Avg ACW\n' +
      '"1/5/26 8:00 AM","1/5/26 8:30 AM",voice,Sales,12,10,2,4500,210000,30000\n' +
      '"1/5/26 8:30 AM","1/5/26 9:00 AM",voice,Sales,6,5,1,1500,180000,20000\n';
    const { histories } = await read(text, {
      preset: 'genesys-cloud',
      zone: 'Europe/Berlin',
      dateOrder: 'month-first',
    });
    const [history] = histories as [IntervalHistory];
    expect(history.attribution).toBe('answer');
    expect(history.totals.waitAnsweredSeconds).toEqual([45, 7.5]);
    expect(history.totals.acwSeconds).toEqual([300, 100]);
    expect(history.totals.talkSeconds).toEqual([1800, 800]);
  });

  it('amazon-connect: durations as h:mm:ss', async () => {
    const text =
      'Queue,StartInterval,EndInterval,Contacts queued,Contacts handled,Contacts abandoned,Agent interaction time,After contact work time,Average queue answer time\n' +
      'Basic,2026-01-05T08:00:00Z,2026-01-05T08:30:00Z,12,10,2,0:35:00,00:05:00,00:00:07\n' +
      'Basic,2026-01-05T08:30:00Z,2026-01-05T09:00:00Z,1,1,0,1:00:00,00:00:00,00:00:01\n';
    const { totals, attribution } = (await read(text, { preset: 'amazon-connect' })).histories[0]!;
    expect(attribution).toBe('end');
    expect(totals.talkSeconds).toEqual([2100, 3600]);
    expect(totals.waitAnsweredSeconds).toEqual([70, 1]);
  });

  it('avaya: date and time apart, and its own names for more columns', async () => {
    const text =
      'row_date,starttime,intrvl,split,callsoffered,acdcalls,abncalls,acdtime,holdacdtime,acwtime,anstime,abntime,acceptable,mine\n' +
      '2026-01-05,800,30,7,12,10,2,1800,60,300,80,40,9,3\n' +
      '2026-01-05,1430,30,7,1,1,0,100,0,30,5,0,1,4\n';
    const { histories } = await read(text, {
      preset: 'avaya',
      zone: 'Europe/Berlin',
      columns: { abandoned_in_threshold: 'mine' },
      attribution: 'answer',
    });
    const [history] = histories as [IntervalHistory];
    expect(history.grid).toMatchObject({ start: '2026-01-05T08:00:00+01:00', length: 14 });
    expect(history.totals.answeredInThreshold.at(-1)).toBe(1);
    expect(history.totals.abandonedInThreshold.at(-1)).toBe(4);
    expect(history.attribution).toBe('answer');
  });
});

function read(text: string, options: Partial<HistoryReadOptions> = {}) {
  return readHistoryCsv(Buffer.from(text), { source: 'x.csv', ...options });
}
