import { describe, expect, it } from 'vitest';
import { readAgentsCsv } from './agents-csv.ts';
import { readPlan } from './plan.ts';
import { readScenarios } from './scenario.ts';
import { readSpecialDays } from './special-days.ts';

describe('special days', () => {
  it('come in order of date, with their queues', () => {
    expect(
      readSpecialDays(
        '{"2026-12-25":"holiday","2026-05-11":{"type":"campaign","queues":["sales"]}}',
        'days.json',
      ),
    ).toEqual([
      { date: '2026-05-11', type: 'campaign', queues: ['sales'] },
      { date: '2026-12-25', type: 'holiday', queues: [] },
    ]);
    expect(readSpecialDays('2026-12-25: holiday', 'days.yaml')).toHaveLength(1);
  });

  it.each([
    [
      '{"2026-02-30":"x"}',
      'line 1, column 2: expected a date that exists, such as 2026-03-29, got "2026-02-30"',
    ],
    [
      '{"25.12.2026":"x"}',
      'line 1, column 2: expected a date such as 2026-03-29, got "25.12.2026"',
    ],
    ['{"__proto__":{"a":1}}', 'line 1, column 2: the key "__proto__" is not allowed'],
    [
      '{"2026-12-25":7}',
      'line 1, column 15: expected a type such as holiday, { type: campaign, queues: [sales] }, or a list of these, got 7',
    ],
    [
      '{"2026-12-25":{"typ":"x"}}',
      'line 1, column 16: unknown key "typ", did you mean "type"? (and 1 more problem)',
    ],
    ['["2026-12-25"]', 'line 1, column 1: expected keys with values, got a list'],
  ])('%#', (text, message) => {
    expect(() => readSpecialDays(text, 'days.json')).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message: `days.json, ${message}` }),
    );
  });
});

describe('scenarios', () => {
  const nothing = {
    queues: [],
    volumeFactor: null,
    handleTimeFactor: null,
    goal: null,
    unrosteredShrinkage: null,
    patienceSeconds: null,
    headcount: [],
    openingHours: null,
    roster: 'keep',
  };

  it('are differences, each with what it leaves alone as null', () => {
    const scenarios = readScenarios(
      `scenarios:
  - name: calls +10 %
    volume: +10 %
  - { name: all, queues: [q], volume: 0.9, handleTime: -15 %, goal: { serviceLevel: 90 %, threshold: 10s },
      shrinkage: 12 %, patience: 90s, headcount: { full-time: -2, night: 1 }, openingHours: { mon: ["08:00-12:00"] }, roster: rebuild }
`,
      's.yaml',
    );
    expect(scenarios).toEqual([
      { ...nothing, name: 'calls +10 %', volumeFactor: 1.1 },
      {
        name: 'all',
        queues: ['q'],
        volumeFactor: 0.9,
        handleTimeFactor: 0.85,
        goal: { serviceLevel: 0.9, thresholdSeconds: 10 },
        unrosteredShrinkage: 0.12,
        patienceSeconds: 90,
        headcount: [
          { contract: 'full-time', change: -2 },
          { contract: 'night', change: 1 },
        ],
        openingHours: {
          weekdays: [[{ fromSeconds: 28_800, toSeconds: 43_200 }], [], [], [], [], [], []],
          exceptions: [],
        },
        roster: 'rebuild',
      },
    ]);
  });

  it('may be a list alone', () => {
    expect(readScenarios('- name: same', 's.yaml')).toEqual([{ ...nothing, name: 'same' }]);
  });

  it.each([
    [
      '- { name: a, volume: 10 }',
      'line 1, column 22: expected a change such as +10 % or -5 %, or a factor above 0 and up to 5 such as 1.1, got 10',
    ],
    [
      '- { name: a, volume: 10 % }',
      'line 1, column 22: expected a change such as +10 % or -5 %, or a factor above 0 and up to 5 such as 1.1, got "10 %"',
    ],
    [
      '- { name: a, volume: -100 % }',
      'line 1, column 22: expected a change such as +10 % or -5 %, or a factor above 0 and up to 5 such as 1.1, got 0',
    ],
    [
      '- { name: a, handleTime: -15s }',
      'line 1, column 26: expected a change such as +10 % or -5 %, or a factor above 0 and up to 5 such as 1.1, got "-15s"',
    ],
    [
      '- { name: a, headcount: { ft: 1.5 } }',
      'line 1, column 31: expected a whole number, got 1.5',
    ],
    [
      '- { name: a, volumes: 1.1 }',
      'line 1, column 14: unknown key "volumes", did you mean "volume"?',
    ],
    ['- name: a\n- name: a', 'line 2, column 9: expected names that differ, got "a" twice'],
    [
      '- name: baseline',
      'line 1, column 9: expected another name: the baseline itself is called "baseline"',
    ],
    ['scenarios: []', 'line 1, column 12: expected a list of at least 1 entry, got an empty list'],
    [
      'scenario: []',
      'line 1, column 1: unknown key "scenario", did you mean "scenarios"? (and 1 more problem)',
    ],
    ['hello', 'line 1, column 1: expected scenarios: with a list of named differences'],
  ])('%#', (text, message) => {
    expect(() => readScenarios(text, 's.yaml')).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message: `s.yaml, ${message}` }),
    );
  });
});

describe('agents as CSV', () => {
  it('are read whatever the separator and order of columns', () => {
    const agents = readAgentsCsv(
      '\ufeffname;skills;id;contract\r\n"Ash ""A"" Wren";"support; sales;support";a1;full-time\r\n',
      'a.csv',
    );
    expect(agents).toEqual([
      {
        id: 'a1',
        name: 'Ash "A" Wren',
        contract: 'full-time',
        skills: ['support', 'sales'],
        availability: [],
        leave: [],
        wishes: [],
        locks: [],
      },
    ]);
  });

  const header = 'id,name,contract,skills\n';
  it.each([
    ['', 'a.csv: expected CSV with a header, got nothing'],
    [
      'id,name,skills\n',
      'a.csv, line 1: missing column "contract", the header has "id", "name", "skills"',
    ],
    [
      'id,name,name,contract,skills\n',
      'a.csv, line 1: expected each column once, got "name" twice',
    ],
    ['id,name,contract,skill\n', 'a.csv, line 1: unknown column "skill", did you mean "skills"?'],
    [`${header}a,A,ft\n`, 'a.csv, line 2: expected 4 fields as in the header, got 3'],
    [
      `${header}a,A,ft,q\n\n\na,B,ft,q\n`,
      'a.csv, line 5, column id: expected ids that differ, got "a" as in line 2',
    ],
    [`${header}a,,ft,q\n`, 'a.csv, line 2, column name: missing content: expected a name'],
    [`${header}a,A,ft,q;;r\n`, 'a.csv, line 2, column skills: expected a name, got ""'],
    [
      `${header}a,A,ft,q;__proto__\n`,
      'a.csv, line 2, column skills: expected another name: this one is reserved, got "__proto__"',
    ],
    [
      `${header}a,"A\tB",ft,q\n`,
      'a.csv, line 2, column name: expected a name without control or hidden characters, got "A\\tB"',
    ],
    [
      `${header}a,"A,ft,q\nb,B,ft,q\n`,
      'a.csv, line 2: expected each quote to close, got one that opens here and never does',
    ],
    [
      `${header}"a\r\nb",A,ft,q\r\nc,,ft,q\r\n`,
      'a.csv, line 2, column id: expected a name without control or hidden characters, got "a\\r\\nb"',
    ],
    [
      `${header}a,A "x",ft,q\n`,
      'a.csv, line 2: expected quotes around a whole field only, got one within a field',
    ],
  ])('%#', (text, message) => {
    expect(() => readAgentsCsv(text, 'a.csv')).toThrow(
      expect.objectContaining({ code: 'INVALID_INPUT', message }),
    );
  });
});

/** Of the acceptance kit's hostile files, those that are plans; see its hostile-files/generate.mjs. */
describe('hostile plans', () => {
  const laughs = 'bcdefghi'
    .split('')
    .map(
      (c, i) =>
        `${c}: &${c} [${Array.from({ length: 9 }, () => `*${'abcdefgh'[i] ?? ''}`).join(',')}]`,
    );
  it.each<[file: string, text: string, says: string]>([
    ['plan-laughs.yaml', `a: &a [x,x]\n${laughs.join('\n')}\n`, 'line 1, column 4: anchors'],
    [
      'plan-laughs-merge.yaml',
      'a0: &a0 {k: v}\na1: &a1 {<<: [*a0, *a0]}\n',
      'line 1, column 5: anchors',
    ],
    ['plan-cycle.yaml', 'a: &a [*a]\nsite: *a\n', 'line 1, column 4: anchors'],
    ['plan-deep.yaml', `site: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`, '64 levels'],
    ['plan-deep.json', `{"site":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, '64 levels'],
    [
      'plan-tag.yaml',
      'site: !!js/function "function(){ return process.env }"\n',
      'line 1, column 7: tags',
    ],
    ['plan-proto.yaml', '__proto__:\n  polluted: yes\n', 'line 1, column 1: the key "__proto__"'],
    [
      'plan-proto.json',
      '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{}}}',
      'the key "__proto__"',
    ],
    [
      'plan-duplicate-keys.json',
      '{"site":{"zone":"UTC"},"site":{},"queues":[]}',
      'the key "site" stands twice',
    ],
    [
      'plan-duplicate-keys.yaml',
      'site: {zone: UTC}\nsite: {}\n',
      'line 2, column 1: the key "site" stands twice',
    ],
    [
      'plan-unknown-key.yaml',
      'site:\n  zone: UTC\n  zoen: Europe/Berlin\n',
      'line 3, column 3: unknown key "zoen"',
    ],
    ['plan-tabs.yaml', 'site:\n\tzone: UTC\n', 'line 2, column 1: tabs'],
    [
      'plan-two-documents.yaml',
      'site: {zone: UTC}\n---\nsite: {zone: Europe/Berlin}\n',
      'got a second',
    ],
    [
      'plan-nan.json',
      '{"site":{"zone":"UTC"},"shrinkage":NaN}',
      'expected a JSON value, got "NaN"',
    ],
    ['plan-scalar.yaml', 'hello\n', 'expected keys with values, got "hello"'],
    ['plan-empty.yaml', '# nothing here\n', 'expected keys with values, got nothing'],
    ['plan-array.json', '[1,2,3]', 'expected keys with values, got a list'],
    ['plan-norway.yaml', 'site: {zone: UTC, country: no, opens: 22:30}\n', 'unknown key "country"'],
    ['plan-zone-path.yaml', 'site: {zone: ../../etc/localtime}\n', 'expected an IANA time zone'],
    ['plan-huge-key.yaml', `${'k'.repeat(1_000_000)}: 1\n`, 'not valid YAML'],
    [
      'plan-many-anchors.yaml',
      `list:\n${'  - &a x\n'.repeat(50_000)}`,
      'line 2, column 5: anchors',
    ],
    [
      'plan-binary.yaml',
      Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 197 + 11) & 255)).toString(),
      'expected text',
    ],
  ])('%s', (file, text, says) => {
    expect(() => readPlan(text, file, { readAgentsFile: null })).toThrow(
      expect.objectContaining({
        code: 'INVALID_INPUT',
        message: expect.stringMatching(new RegExp(`^${file}, line \\d+, column \\d+: `)),
      }),
    );
    expect(() => readPlan(text, file, { readAgentsFile: null })).toThrow(says);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
