import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runAgner } from '../support/run-agner.ts';

const folder = mkdtempSync(join(tmpdir(), 'agner-published-'));
const path = (name: string) => join(folder, name);
const solve = (file: string, ...words: string[]) =>
  runAgner(['--json', 'roster', 'solve', file, '--format', 'curtois-qu', ...words]);

writeFileSync(path('small.txt'), instanceText(6, 14));
writeFileSync(path('large.txt'), instanceText(40, 84));
writeFileSync(path('unproven.txt'), instanceText(60, 84, 14));
writeFileSync(path('clash.txt'), instanceText(6, 14).replace('P2,E=14|L=14,', 'P2,E=1|L=1,'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('agner roster solve', () => {
  it('writes the roster whole, prints what it costs, and says that it is proven', async () => {
    const run = await solve(path('small.txt'), '--output', path('roster.csv'));
    expect(run.code).toBe(0);
    const solution = JSON.parse(run.stdout) as {
      cost: { total: number };
      proof: { bound: number; gap: number };
      assignments: unknown[];
    };
    expect(solution.proof).toMatchObject({ gap: 0, stoppedBy: 'optimal' });
    expect(solution.proof.bound).toBe(solution.cost.total);
    const rows = readFileSync(path('roster.csv'), 'utf8').trimEnd().split('\n');
    expect(rows[0]).toBe('employee,day,shift');
    expect(rows).toHaveLength(1 + solution.assignments.length);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('prints a summary for people', async () => {
    const words = ['roster', 'solve', path('small.txt'), '--format', 'curtois-qu'];
    const { stdout, code } = await runAgner(words);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^small.txt: \d+ shifts, cost \d+, no roster costs less than \d+\n/);
    expect(stdout).toMatch(/proven gap 0.00 %.*\(proven optimal\)/);
  });

  it('says "no bound" where the time is over before there is one', async () => {
    const words = ['roster', 'solve', path('large.txt'), '--format', 'curtois-qu'];
    const { stdout, code } = await runAgner([...words, '--time-limit', '0']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/no bound, so no gap either \(stopped by the time limit\)/);
  });

  it('names who has no schedule and why, rosters the others, and exits with 4', async () => {
    const words = ['roster', 'solve', path('clash.txt'), '--format', 'curtois-qu'];
    const { stdout, code } = await runAgner([...words, '--time-limit', '5']);
    expect(code).toBe(4);
    expect(stdout).toMatch(
      /no schedule for P2: the least total time, most shifts of a type cannot hold together/,
    );
  });

  it('keeps the best roster at Ctrl-C', async () => {
    const main = join(process.cwd(), 'dist/cli/main.js');
    const words = ['roster', 'solve', path('unproven.txt'), '--format', 'curtois-qu'];
    const child = spawn(process.execPath, [
      ...[main, '--json', ...words, '--time-limit', '600', '--output', path('stopped.csv')],
    ]);
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('roster:')) child.kill('SIGINT');
    });
    expect(await ended).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ proof: { stoppedBy: 'cancelled' }, violations: [] });
    expect(readFileSync(path('stopped.csv'), 'utf8')).toMatch(/^employee,day,shift\nP0,/);
  });

  it.each([
    [['--format', 'curtois-qu'], 2, /bad.txt, line 5: expected a whole number, got "x"/],
    [[], 2, /--format/],
    [['--format', 'other'], 2, /curtois-qu/],
  ])('refuses %j with exit code %i', async (words, code, message) => {
    writeFileSync(path('bad.txt'), instanceText(2, 7).replace('E,480,', 'E,x,'));
    const run = await runAgner(['roster', 'solve', path('bad.txt'), ...words]);
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).toMatch(message);
  });

  it('says where there is no such file', async () => {
    expect(await solve(path('none.txt'))).toMatchObject({ code: 3, stdout: '' });
  });
});

/**
 * Two shift types, people who are alike but for their requests. A demand that swings by 14 from day
 * to day leaves a gap that a minute of search does not close.
 */
function instanceText(people: number, days: number, swing = 3): string {
  const least = Math.floor(days * 0.4) * 480;
  const staff = Array.from(
    { length: people },
    (_, index) => `P${index},E=${days}|L=${days},${days * 400},${least},5,2,2,${days / 7}`,
  );
  const off = staff.map((_, index) => `P${index},${(5 * index + 3) % days},E,${1 + (index % 3)}`);
  const on = staff.map((_, index) => `P${index},${(3 * index) % days},L,${1 + (index % 2)}`);
  const need = (day: number, index: number): number =>
    swing > 3 ? 8 + ((17 * day * day + 5 * index) % swing) : 1 + ((day + people) % swing);
  const cover = Array.from({ length: days }, (_, day) =>
    ['E', 'L'].map((shift, index) => `${day},${shift},${need(day, index)},100,1`),
  ).flat();
  return [
    ...['SECTION_HORIZON', String(days), 'SECTION_SHIFTS', '# id, minutes', 'E,480,', 'L,480,E'],
    ...['SECTION_STAFF', ...staff, 'SECTION_DAYS_OFF', 'SECTION_SHIFT_ON_REQUESTS', ...on],
    ...['SECTION_SHIFT_OFF_REQUESTS', ...off, 'SECTION_COVER', ...cover, ''],
  ].join('\n');
}
