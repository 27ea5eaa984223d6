import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { erlangQuestionSchemas } from '../../src/documents/index.ts';
import { runAgner, type RunningServer, startAgner } from '../support/run-agner.ts';

const folder = mkdtempSync(join(tmpdir(), 'agner-erlang-'));
const inFolder = (name: string) => join(folder, name);
let server: RunningServer;

beforeAll(async () => {
  server = await startAgner(inFolder('agner.db'));
});

afterAll(async () => {
  expect(await server.stop()).toBe(0);
  rmSync(folder, { recursive: true, force: true });
});

async function post(kind: string, body: unknown) {
  const response = await fetch(`${server.url}/api/v1/erlang/${kind}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

const erlang = (words: string[], input = '') => runAgner(['erlang', ...words], { input });

const QUESTION = {
  model: 'erlang-a',
  callsPerInterval: 100,
  intervalSeconds: 1800,
  handleTimeSeconds: 180,
  patienceSeconds: 120,
  thresholdSeconds: 20,
};

const OPTIONS = '--calls 100 --interval 30m --handle-time 180s --patience 2m --threshold 20s'.split(
  ' ',
);

describe('the command line and the API give the same answer, byte for byte', () => {
  it.each(Object.entries(erlangQuestionSchemas))('%s', async (kind, schema) => {
    const { example } = schema.meta() as { example: object };
    const reply = await post(kind, example);
    expect(reply.status).toBe(200);
    if (kind === 'patience') {
      // The command reads calls as CSV.
      const { calls } = example as { calls: { waitSeconds: number; outcome: string }[] };
      const rows = calls.map(({ waitSeconds, outcome }) => `${waitSeconds},${outcome}\n`);
      const csv = `wait_seconds,outcome\n${rows.join('')}`;
      const run = await erlang([kind, '--json', '--input', '-'], csv);
      expect(run).toEqual({ code: 0, stdout: `${reply.text}\n`, stderr: '' });
      return;
    }
    if (kind === 'patience-totals') {
      // The command reads totals from a history.
      const { intervals } = example as { intervals: Record<string, number | null>[] };
      const rows = intervals.map(
        ({ abandoned, waitAnsweredSeconds, waitAbandonedSeconds }, n) =>
          `2026-01-05T0${n}:00:00Z,60,q,9,${abandoned ?? ''},${waitAnsweredSeconds ?? ''},${waitAbandonedSeconds ?? ''}\n`,
      );
      const csv = `interval_start,interval_minutes,queue,offered,abandoned,wait_answered_seconds,wait_abandoned_seconds\n${rows.join('')}`;
      const run = await erlang([kind, '--json', '--input', '-'], csv);
      expect(run).toEqual({ code: 0, stdout: `${reply.text}\n`, stderr: '' });
      const text = await erlang([kind, '--input', '-'], csv);
      expect(text.stdout).toBe(
        [
          '2 intervals, 1 left out for totals that are not known: 2 hung up in 365 s waited by all',
          'mean patience, if exponential: 182.5 s (95 % between 50.5 s and 1,507.0 s)',
          '',
        ].join('\n'),
      );
      return;
    }
    const run = await erlang([kind, '--json', '--input', '-'], `${JSON.stringify(example)}\n`);
    expect(run).toEqual({ code: 0, stdout: `${reply.text}\n`, stderr: '' });
  });

  it('for one question by options', async () => {
    const targets = { serviceLevel: 0.8, maxAbandonProbability: 0.05 };
    const reply = await post('require', { ...QUESTION, targets, shrinkage: 0.325 });
    const run = await erlang([
      ...['require', '--json', ...OPTIONS],
      ...'--service-level 80% --max-abandon 5% --shrinkage 32.5%'.split(' '),
    ]);
    expect(run).toEqual({ code: 0, stdout: `${reply.text}\n`, stderr: '' });
  });

  it('for many, with what is wrong in its place', async () => {
    const cases = [
      { ...QUESTION, agents: 12 },
      { model: 'erlang-c', load: 10, agents: 10 },
      { ...QUESTION, agents: 12, thresold: 20 },
      7,
      { model: 'erlang-b', load: 10, lines: 14 },
    ];
    const reply = await post('evaluate', { cases });
    expect(reply.status).toBe(200);
    const input = cases.map((one) => `${JSON.stringify(one)}\n`).join('');
    const run = await erlang(['evaluate', '--input', '-'], input);
    expect(run.code).toBe(0);
    const lines = run.stdout.trimEnd().split('\n');
    expect(`{"answers":[${lines.join(',')}]}`).toBe(reply.text);
    expect(lines.map((line) => Object.hasOwn(JSON.parse(line) as object, 'error'))).toEqual([
      ...[false, true, true, true, false],
    ]);
  });

  it.each([
    ['evaluate', { model: 'erlang-c', load: 10, agents: 10 }, 422],
    ['require', { ...QUESTION, targets: { serviceLevel: 80 } }, 400],
    ['require', { ...QUESTION, targets: { serviceLevel: 1 } }, 422],
    ['evaluate', { model: 'erlang-b', load: 1e9, lines: 10 }, 413],
    ['transient', { ...QUESTION }, 400],
    ['evaluate', { cases: [] }, 400],
  ])('%s %j is a problem', async (kind, question, status) => {
    const reply = await post(kind, question);
    expect(reply.status).toBe(status);
    const { detail, code } = JSON.parse(reply.text) as { detail: string; code: string };
    if ('cases' in question || kind === 'transient') return;
    const run = await erlang([kind, '--input', '-'], JSON.stringify(question));
    expect(JSON.parse(run.stdout)).toEqual({ error: { code, message: detail } });
  });

  it('bounds what one request may cost', async () => {
    const dear = { ...QUESTION, lines: 2e6, targets: { serviceLevel: 0.8 } };
    const reply = await post('require', { cases: Array.from({ length: 1000 }, () => dear) });
    expect(reply.status).toBe(413);
    expect(reply.text).toMatch(/send fewer at a time/);
    expect((await post('evaluate', { cases: Array.from({ length: 1001 }, () => 1) })).status).toBe(
      400,
    );
  });
});

describe('a file of questions', () => {
  it('is answered into a file, whole', async () => {
    const input = Array.from({ length: 2000 }, (_, calls) =>
      JSON.stringify({ ...QUESTION, callsPerInterval: calls, agents: 12 }),
    );
    writeFileSync(inFolder('cases.jsonl'), `${input.join('\n')}\n\n`);
    const words = ['evaluate', '--input', inFolder('cases.jsonl')];
    const run = await erlang([...words, '--output', inFolder('answers.jsonl')]);
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
    const answers = readFileSync(inFolder('answers.jsonl'), 'utf8');
    expect(answers).toBe((await erlang(words)).stdout);
    const loads = answers
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { load: number }).load);
    expect(loads).toEqual(input.map((_, calls) => (calls * 180) / 1800));
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it.each([
    [['evaluate', '--input', '/nowhere.jsonl'], 3, /there is no such file/],
    [
      ['evaluate', '--input', '-', '--agents', '3'],
      2,
      /either --input or the question as options, got --input and --agents/,
    ],
    [['evaluate', '--calls', '100'], 2, /expected agents with erlang-c, got none/],
    [['evaluate', '--agents', '-3'], 2, /number of at least 0/],
    [['evaluate', '--handle-time', '180'], 2, /such as 240s or 4m/],
    [['require', ...OPTIONS, '--service-level', '0.8'], 2, /percent such as 80%/],
    [['require', ...OPTIONS], 2, /expected at least one target: --service-level, --asa/],
    [['require', '--model', 'erlang-z'], 2, /erlang-z/],
    [['evaluate', '--load', '10', '--agents', '10'], 5, /more agents than 10 erlangs/],
    [['transient', '--input', '/nowhere.json'], 3, /there is no such file/],
    [['chat'], 2, /--input/],
    [
      ['require', '--calls', '100', '--asa', '9s'],
      2,
      /^agner: expected --interval beside --calls, got none$/m,
    ],
    [['whatever'], 2, /unknown command/],
  ])('%j says so and exits with %d', async (words, code, message) => {
    const run = await erlang(words);
    expect(run.stderr).toMatch(message);
    expect(run).toMatchObject({ code, stdout: '' });
    expect(existsSync(inFolder('none'))).toBe(false);
  });
});

describe('for people', () => {
  it('prints the answer, one agent less, what lies around, and warnings', async () => {
    const run = await erlang(['require', ...OPTIONS, ...'--asa 10s --shrinkage 30%'.split(' ')]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/^12 agents on the phones, 18 scheduled, for 10\.00 erlangs\n/);
    expect(run.stdout).toMatch(/^warning: 6\.2 % hang up, and no target limits that/m);
    expect(run.stdout).toMatch(/^ +12 agents {2}11 agents$/m);
    expect(run.stdout).toMatch(/^average speed of answer +6\.3 s +9\.8 s$/m);
    expect(run.stdout).toMatch(/^half wait at most 0\.0 s, 90 % .* s, 95 % .* s$/m);
    expect(run.stdout).toMatch(/^as asked +12 +10\.00 +82\.6 %/m);
    expect(run.stdout).toMatch(/^volume \+10 % +12 +11\.00 +74\.5 %/m);
  });

  it.each([
    [
      ['evaluate', '--model', 'erlang-b', '--load', '10', '--lines', '14'],
      /^turned away +5\.682 %$/m,
    ],
    [
      ['require', '--model', 'erlang-b', '--load', '10', '--max-blocking', '1%'],
      /^18 lines for 10\.00 erlangs$/m,
    ],
    [
      ['require', '--load', '5.5', '--recall', '50%', '--max-blocking', '3%'],
      /^11 lines for 5\.50 erlangs$/m,
    ],
    [
      ['require', ...OPTIONS, '--redial-abandoned', '50%', '--service-level', '80%'],
      /^attempts per caller +1\.0\d\d/m,
    ],
    [
      [
        'capacity',
        '--agents',
        '14',
        '--handle-time',
        '180s',
        '--interval',
        '30m',
        '--threshold',
        '20s',
        '--service-level',
        '80%',
      ],
      /^14 agents carry up to 108\.\d\d contacts per interval/m,
    ],
    [
      [
        'patience-needed',
        '--agents',
        '13',
        '--load',
        '10',
        '--handle-time',
        '180s',
        '--max-abandon',
        '3%',
        '--asa',
        '10s',
      ],
      /^13 agents meet the targets with a mean patience from 209\.6 s to 614\.7 s$/m,
    ],
    [['sensitivity', ...OPTIONS, '--agents', '12'], /^handle time -10 % +12 +9\.00/m],
  ])('%j', async (words, text) => {
    const run = await erlang(words);
    expect(run.stdout).toMatch(text);
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  it('prints cases as tables', async () => {
    for (const [kind, text] of [
      ['transient', /^interval {2}agents {2}offered/m],
      ['chat', /^agents +13$/m],
      ['outbound', /^better +predictive$/m],
      ['blend', /^status +met$/m],
    ] as const) {
      const { example } = erlangQuestionSchemas[kind].meta() as { example: object };
      const run = await erlang([kind, '--input', '-'], JSON.stringify(example));
      expect(run.stdout).toMatch(text);
    }
  });
});
