// The import rules of ARCHITECTURE.md. A rule here that no longer fits is changed with a decision record.
const stages = 'ingest|attribute|plan|deliver|record';
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid('no-cycles', 'Two files that need each other are one file, or three.', {}, { circular: true }),
    forbid(
      'model-stands-alone',
      'Nouns import nothing but nouns.',
      { path: '^src/model/' },
      { pathNot: '^src/model/' },
    ),
    forbid(
      'ports-speak-model',
      'Ports are written in the words of the model.',
      { path: '^src/ports/' },
      { pathNot: '^src/(model|ports)/' },
    ),
    forbid(
      'stages-see-no-neighbour',
      'A stage imports model, ports, errors and itself; never another stage, an adapter, the API or the settings.',
      { path: `^src/(${stages})/` },
      { path: '^src/', pathNot: ['^src/(model|ports)/', '^src/errors\\.ts$', '^src/$1/'] },
    ),
    forbid(
      'deciding-is-pure',
      'Attribution and planning do no I/O: of Node they may use hashing alone.',
      { path: '^src/(attribute|plan)/' },
      { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer)$' },
    ),
    forbid(
      'deciding-has-no-libraries-with-io',
      'Of the libraries attribution and planning see only those that compute.',
      { path: '^src/(attribute|plan)/' },
      { path: 'node_modules/(bullmq|ioredis|undici|express|mongoose|better-sqlite3|pino|prom-client)/' },
    ),
    forbid(
      'adapters-see-ports',
      'An adapter imports ports, model, errors and its own folder.',
      { path: '^src/adapters/([^/]+)/' },
      { path: '^src/', pathNot: ['^src/(model|ports)/', '^src/errors\\.ts$', '^src/adapters/$1/'] },
    ),
    forbid(
      'api-is-thin',
      'Routes use stages and ports, never an adapter.',
      { path: '^src/api/' },
      { path: '^src/(adapters/|main\\.ts|pipeline\\.ts)' },
    ),
    forbid(
      'mongoose-stays-home',
      'Its types never leave its folder.',
      { path: '^src/', pathNot: '^src/adapters/mongo/' },
      { path: 'node_modules/mongoose/' },
    ),
    forbid(
      'bullmq-stays-home',
      'Its types never leave its folder.',
      { path: '^src/', pathNot: '^src/adapters/(bullmq|redis)/' },
      { path: 'node_modules/(bullmq|ioredis)/' },
    ),
    forbid(
      'sqlite-stays-home',
      'Its types never leave its folder.',
      { path: '^src/', pathNot: '^src/adapters/(sqlite|lock)/' },
      { path: 'node_modules/better-sqlite3/' },
    ),
    forbid(
      'only-main-composes',
      "main.ts builds adapters, and main-decider.ts in the store's thread; nobody else.",
      { path: '^src/', pathNot: '^src/(main\\.ts$|main-decider\\.ts$|adapters/)' },
      { path: '^src/adapters/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
  },
};
