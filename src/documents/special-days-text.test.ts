import { describe, expect, it } from 'vitest';
import { readPlan, readSpecialDays } from './index.ts';

const read = (text: string) => readSpecialDays(text, 'days.yaml');

describe('special days', () => {
  it('are types, entries, or several entries a date', () => {
    expect(
      read(
        [
          '2026-12-24: { type: half-day, name: Christmas Eve, open: ["08:00-13:00"] }',
          '2026-11-27: [{ type: campaign, queues: [sales], factor: "+30 %" }, { type: outage, queues: [mail] }]',
          '2026-12-05: { type: working-day, like: fri }',
          '2026-12-25: closed',
          '2026-06-01: { history: keep }',
        ].join('\n'),
      ),
    ).toEqual([
      { date: '2026-06-01', type: null, queues: [], history: 'keep' },
      { date: '2026-11-27', type: 'campaign', queues: ['sales'], factor: 1.3 },
      { date: '2026-11-27', type: 'outage', queues: ['mail'], history: 'exclude' },
      { date: '2026-12-05', type: 'working-day', queues: [], like: 5 },
      {
        date: '2026-12-24',
        type: 'half-day',
        queues: [],
        name: 'Christmas Eve',
        open: [{ fromSeconds: 28_800, toSeconds: 46_800 }],
      },
      { date: '2026-12-25', type: 'closed', queues: [], open: [] },
    ]);
  });

  it('as earlier plans have them mean what they meant', () => {
    const text =
      '{"2026-12-10": {"type": "campaign", "queues": ["sales"]}, "2026-12-25": "holiday"}';
    expect(read(text)).toEqual([
      { date: '2026-12-10', type: 'campaign', queues: ['sales'] },
      { date: '2026-12-25', type: 'holiday', queues: [] },
    ]);
  });

  it.each([
    ['{ tpye: x }', 'line 1, column 15: unknown key "tpye", did you mean "type"?'],
    ['{ name: x }', 'expected a type such as holiday, or history: exclude or keep'],
    ['{ type: closed, factor: 1.2 }', 'expected no factor on a day that is closed'],
    [
      '{ type: closed, open: ["08:00-09:00"] }',
      'expected no opening hours on a day of type closed; half-day has some',
    ],
    ['{ type: x, like: friday }', 'expected a weekday: mon, tue, wed, thu, fri, sat or sun'],
    ['{ type: x, factor: 9 }', 'or a factor above 0 and up to 5 such as 1.1, got 9'],
    ['[]', 'got an empty list'],
  ])('%s', (entry, message) => {
    expect(() => read(`2026-12-24: ${entry}`)).toThrow(message);
  });
});

describe('holidays in a plan', () => {
  const plan = (holidays: string) =>
    readPlan(
      [
        'agner: 1',
        'name: p',
        'site: { name: s, zone: UTC }',
        'queues: [{ name: q, goal: { serviceLevel: 0.8, threshold: 20s } }]',
        holidays,
      ].join('\n'),
      'plan.yaml',
      { readAgentsFile: null },
    ).holidays;

  it('are of one country or of several, or not asked for', () => {
    const whole = { region: null, queues: [], open: null };
    expect(plan('')).toEqual([]);
    expect(plan('holidays: { country: SI }')).toEqual([{ ...whole, country: 'SI' }]);
    expect(
      plan('holidays: [{ country: SI, open: closed }, { country: DE, region: BY, queues: [q] }]'),
    ).toEqual([
      { ...whole, country: 'SI', open: [] },
      { country: 'DE', region: 'BY', queues: ['q'], open: null },
    ]);
  });

  it.each([
    [
      '{ country: Slovenia }',
      'line 5, column 22: expected a country code such as SI, got "Slovenia"',
    ],
    ['{ country: SI, queues: [z] }', 'unknown queue "z"; known: "q"'],
    ['SI', 'expected a country such as { country: SI }, or a list of such, got "SI"'],
  ])('%s', (text, message) => {
    expect(() => plan(`holidays: ${text}`)).toThrow(message);
  });
});
