// Tests run as compiled JavaScript: the very code that ships, and worker threads load without a transform.
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/dist/test'],
  testMatch: ['**/*.test.js'],
  transform: {},
  testTimeout: 60_000,
  maxWorkers: 2,
  globalSetup: '<rootDir>/dist/test/mongo-global.js',
  globalTeardown: '<rootDir>/dist/test/mongo-global-end.js',
};
