/** Arrows point inwards. Every rule is an allow-list: what the room may reach, nothing else. */
const rooms = {
  domain: { src: [], npm: ['temporal-polyfill'] },
  erlang: { src: ['domain'], npm: [] },
  forecast: { src: ['domain'], npm: ['simple-statistics'] },
  scheduling: { src: ['domain'], npm: [] },
  simulation: { src: ['domain'], npm: [] },
  'use-cases': { src: ['domain', 'erlang', 'forecast', 'scheduling', 'simulation'], npm: [] },
  documents: { src: ['domain', 'use-cases'], npm: ['csv-parse', 'yaml', 'zod', 'date-fns'] },
  store: { src: ['domain', 'use-cases'], npm: ['knex', 'sqlite3', 'pg'] },
  holidays: { src: ['domain', 'use-cases'], npm: ['date-holidays'] },
  secrets: { src: ['domain', 'use-cases'], npm: [] },
  acd: { src: ['domain', 'use-cases', 'documents'], npm: [] },
  exports: {
    src: ['domain', 'use-cases', 'documents'],
    npm: [
      'ical-generator',
      'write-excel-file',
      'temporal-polyfill',
      'chart.js',
      '@napi-rs/canvas',
      '@fontsource/inter',
      'date-fns',
    ],
  },
  solvers: { src: ['domain', 'scheduling'], npm: ['highs'] },
  jobs: { src: ['domain', 'use-cases'], npm: ['piscina', 'pg-boss'] },
  api: {
    src: ['domain', 'use-cases', 'documents'],
    npm: ['express', 'zod', 'helmet', 'express-rate-limit', 'pino', 'prom-client'],
  },
};
const TEST = '(\\.test(-d)?\\.ts$|^test/)';
const NPM = ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'npm-no-pkg', 'npm-unknown'];
const CORES = '(domain|erlang|forecast|scheduling|simulation)';

const roomRules = Object.entries(rooms).flatMap(([room, { src, npm }]) => [
  {
    name: `${room}-imports`,
    comment: `src/${room} may import only itself${src.length ? ' and ' + src.join(', ') : ''}.`,
    severity: 'error',
    from: { path: `^src/${room}/`, pathNot: TEST },
    to: {
      path: '^(src|cli|web|scripts)/',
      pathNot: [`^src/${room}/`, ...src.map((to) => `^src/${to}/`)],
    },
  },
  {
    name: `${room}-packages`,
    comment: `src/${room} may use ${npm.length ? npm.join(', ') : 'no package'}.`,
    severity: 'error',
    from: { path: `^src/${room}/`, pathNot: TEST },
    to: {
      dependencyTypes: NPM,
      ...(npm.length ? { pathNot: npm.map((name) => `node_modules/(@types/)?${name}/`) } : {}),
    },
  },
]);

module.exports = {
  forbidden: [
    ...roomRules,
    {
      name: 'cli-imports',
      comment: 'cli may reach app.ts, config.ts, use-cases, documents, domain, and nothing else.',
      severity: 'error',
      from: { path: '^cli/', pathNot: TEST },
      to: {
        path: '^(src|web|scripts)/',
        pathNot: ['^src/app\\.ts$', '^src/config\\.ts$', '^src/(use-cases|documents|domain)/'],
      },
    },
    {
      name: 'web-imports',
      comment: 'The page may reach the pure cores and domain, and nothing else of src.',
      severity: 'error',
      from: { path: '^web/', pathNot: TEST },
      to: { path: '^(src|cli|scripts)/', pathNot: [`^src/${CORES}/`] },
    },
    {
      name: 'composition-root',
      comment: 'Only cli and the worker entry start the house.',
      severity: 'error',
      from: { path: '^(src|web)/', pathNot: [TEST, '^src/(app|worker)\\.ts$'] },
      to: { path: '^src/(app|worker|config)\\.ts$' },
    },
    {
      name: 'front-door',
      comment: 'A room is entered through its index.ts (domain is open to all).',
      severity: 'error',
      from: { path: '^(src/([^/]+)|cli|web)/', pathNot: TEST },
      to: {
        path: '^src/[^/]+/',
        pathNot: ['^src/$2/', '^src/[^/]+/index\\.ts$', '^src/domain/'],
      },
    },
    {
      name: 'pure-cores-no-node',
      comment: 'Cores run anywhere: no node: built-ins.',
      severity: 'error',
      from: { path: `^src/${CORES}/`, pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(src|cli)/', pathNot: [TEST] },
      to: {},
    },
    { name: 'no-tests-in-code', severity: 'error', from: { pathNot: TEST }, to: { path: TEST } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
  },
};
