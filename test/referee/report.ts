import { readFileSync, writeFileSync } from 'node:fs';
import { type Check, type Fault, worstOf } from './score.ts';

const FILE = new URL('../../docs/models/referee.md', import.meta.url);
const START = '<!-- written by test/referee; UPDATE=1 writes it anew -->';
const TABLE = '| model | case | measure | formula | simulated | z |';

/** Writes the tables at the end of the document; what stands before them is left alone. */
export function writeReport(checks: readonly Check[], faults: readonly Fault[]): void {
  const before = readFileSync(FILE, 'utf8').split(START)[0]!;
  const rows = checks.map(
    (check) =>
      `| ${check.model} | ${check.case} | ${check.measure} | ${digits(check.formula)} | ${digits(check.simulated)} | ${check.z.toFixed(2)} |`,
  );
  const models = [...new Set(checks.map(({ model }) => model))];
  const summary = models.map((model) => {
    const own = checks.filter((check) => check.model === model);
    const worst = worstOf(own);
    return `| ${model} | ${own.length} | ${Math.abs(worst.z).toFixed(2)} | ${worst.measure}: ${worst.case} |`;
  });
  const caught = faults.map(
    ({ model, fault, worst }) =>
      `| ${model} | ${fault} | ${worst.measure} | ${digits(worst.formula)} | ${digits(worst.simulated)} | ${worst.z.toFixed(1)} |`,
  );
  const text = [
    START,
    '',
    `${checks.length} checks, largest |z| ${Math.abs(worstOf(checks).z).toFixed(2)}.`,
    '',
    '| model | checks | largest abs. z | where |',
    '| --- | --- | --- | --- |',
    ...summary,
    '',
    '## Faults that it catches',
    '',
    'Each formula made wrong on purpose, against the runs that the right one passes.',
    '',
    '| model | fault | worst measure | wrong formula | simulated | z |',
    '| --- | --- | --- | --- | --- | --- |',
    ...caught,
    '',
    '## All checks',
    '',
    TABLE,
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
  writeFileSync(FILE, `${before}${text}`);
}

/** Model, case and measure of every check that the document lists. */
export function readReport(): string[][] {
  const table = readFileSync(FILE, 'utf8').split('## All checks')[1] ?? '';
  const rows = table.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, 4)
      .map((cell) => cell.trim()),
  );
}

function digits(value: number): string {
  return String(Number(value.toPrecision(5)));
}
