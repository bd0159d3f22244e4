// Tests run as compiled JavaScript: the very code that ships, and worker threads load without a transform.
const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  roots: ['<rootDir>/dist/test'],
  transform: {},
};
const onMongo = '/(contract|fault)/mongo[^/]*\\.test\\.js$';

module.exports = {
  testTimeout: 120_000,
  maxWorkers: 2,
  projects: [
    {
      ...common,
      displayName: 'carom',
      testMatch: ['**/*.test.js'],
      testPathIgnorePatterns: ['/node_modules/', onMongo],
    },
    // The other store: its engine, and everything end to end once more.
    {
      ...common,
      displayName: 'mongodb',
      // Death at random takes minutes there, most of them for what is sent apart: in the long form alone.
      testRegex: [
        onMongo,
        '/e2e/[^/]*\\.test\\.js$',
        ...(process.env.LONG === '1' ? ['/fault/kill-random\\.test\\.js$'] : []),
      ],
      globalSetup: '<rootDir>/dist/test/mongo-global.js',
      globalTeardown: '<rootDir>/dist/test/mongo-global-end.js',
      setupFilesAfterEnv: ['<rootDir>/dist/test/mongo-setup.js'],
    },
  ],
};
