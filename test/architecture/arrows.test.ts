import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = process.cwd();
const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: { name: string }[];
};

/** For each rule, a smallest house that breaks it. */
const probes: Record<string, Record<string, string>> = {
  'domain-imports': { 'src/domain/probe.ts': "import '../erlang/index.ts';" },
  'domain-packages': { 'src/domain/probe.ts': "import 'express';" },
  'erlang-imports': { 'src/erlang/probe.ts': "import '../forecast/index.ts';" },
  'erlang-packages': { 'src/erlang/probe.ts': "import 'simple-statistics';" },
  'forecast-imports': { 'src/forecast/probe.ts': "import '../erlang/index.ts';" },
  'forecast-packages': { 'src/forecast/probe.ts': "import 'zod';" },
  'scheduling-imports': { 'src/scheduling/probe.ts': "import '../solvers/index.ts';" },
  'scheduling-packages': { 'src/scheduling/probe.ts': "import 'highs';" },
  'simulation-imports': { 'src/simulation/probe.ts': "import '../erlang/index.ts';" },
  'simulation-packages': { 'src/simulation/probe.ts': "import 'zod';" },
  'use-cases-imports': { 'src/use-cases/probe.ts': "import '../store/index.ts';" },
  'use-cases-packages': { 'src/use-cases/probe.ts': "import 'knex';" },
  'documents-imports': { 'src/documents/probe.ts': "import '../store/index.ts';" },
  'documents-packages': { 'src/documents/probe.ts': "import 'express';" },
  'store-imports': { 'src/store/probe.ts': "import '../erlang/index.ts';" },
  'store-packages': { 'src/store/probe.ts': "import 'express';" },
  'holidays-imports': { 'src/holidays/probe.ts': "import '../store/index.ts';" },
  'holidays-packages': { 'src/holidays/probe.ts': "import 'knex';" },
  'secrets-imports': { 'src/secrets/probe.ts': "import '../store/index.ts';" },
  'secrets-packages': { 'src/secrets/probe.ts': "import 'knex';" },
  'acd-imports': { 'src/acd/probe.ts': "import '../store/index.ts';" },
  'acd-packages': { 'src/acd/probe.ts': "import 'knex';" },
  'exports-imports': { 'src/exports/probe.ts': "import '../store/index.ts';" },
  'exports-packages': { 'src/exports/probe.ts': "import 'knex';" },
  'solvers-imports': { 'src/solvers/probe.ts': "import '../forecast/index.ts';" },
  'solvers-packages': { 'src/solvers/probe.ts': "import 'zod';" },
  'jobs-imports': { 'src/jobs/probe.ts': "import '../store/index.ts';" },
  'jobs-packages': { 'src/jobs/probe.ts': "import 'knex';" },
  'api-imports': { 'src/api/probe.ts': "import '../erlang/index.ts';" },
  'api-packages': { 'src/api/probe.ts': "import 'knex';" },
  'cli-imports': { 'cli/probe.ts': "import '../src/store/index.ts';" },
  'web-imports': { 'web/probe.ts': "import '../src/store/index.ts';" },
  'composition-root': { 'src/api/probe.ts': "import '../app.ts';" },
  'front-door': { 'src/use-cases/probe.ts': "import '../erlang/inner.ts';" },
  'pure-cores-no-node': { 'src/forecast/probe.ts': "import 'node:fs';" },
  'no-cycles': {
    'src/domain/probe.ts': "import './probe-two.ts';\nexport const a = 1;",
    'src/domain/probe-two.ts': "import './probe.ts';\nexport const b = 1;",
  },
  'no-orphans': { 'src/domain/probe.ts': 'export const alone = 1;' },
  'no-tests-in-code': {
    'src/domain/probe.ts': "import './probe.test.ts';",
    'src/domain/probe.test.ts': '',
  },
};

const ROOMS = [
  ...['domain', 'erlang', 'forecast', 'scheduling', 'simulation', 'use-cases', 'documents'],
  ...['store', 'holidays', 'secrets', 'acd', 'exports', 'solvers', 'jobs', 'api'],
];
const house = mkdtempSync(join(tmpdir(), 'agner-arrows-'));
let violations: { rule: { name: string }; from: string }[] = [];

beforeAll(() => {
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
    cpSync(join(root, file), join(house, file));
  }
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
  for (const room of ROOMS) put(`src/${room}/index.ts`, 'export {};');
  for (const file of ['src/erlang/inner.ts', 'src/app.ts', 'cli/main.ts', 'web/main.ts']) {
    put(file, 'export {};');
  }
  for (const [rule, files] of Object.entries(probes)) {
    for (const [file, text] of Object.entries(files)) put(named(file, rule), named(text, rule));
  }
  const output = execFileSync(
    join(root, 'node_modules/.bin/depcruise'),
    ['--output-type', 'json', 'src', 'cli', 'web'],
    { cwd: house, encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  violations = (JSON.parse(output) as { summary: { violations: typeof violations } }).summary
    .violations;
});

afterAll(() => {
  rmSync(house, { recursive: true, force: true });
});

it('every rule has a probe, every probe a rule', () => {
  expect(Object.keys(probes).sort()).toEqual(forbidden.map((rule) => rule.name).sort());
});

describe('a file that breaks a rule is named by that rule', () => {
  it.each(Object.entries(probes))('%s', (rule, files) => {
    const offenders = Object.keys(files).map((file) => named(file, rule));
    expect(
      violations.some(({ rule: { name }, from }) => name === rule && offenders.includes(from)),
    ).toBe(true);
  });
});

it('does not fire where nothing is broken', () => {
  const innocent = violations.filter(
    ({ from, rule }) => from.endsWith('/index.ts') && rule.name !== 'no-orphans',
  );
  expect(innocent).toEqual([]);
});

/** Each probe has files of its own, so that one run of the tool serves all. */
function named(text: string, rule: string): string {
  return text.replaceAll('probe', `probe-${rule}`);
}

function put(file: string, text: string): void {
  mkdirSync(dirname(join(house, file)), { recursive: true });
  writeFileSync(join(house, file), text);
}
