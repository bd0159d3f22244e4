/** Before each test file of the project `mongodb`: servers under test use MongoDB; without a server to test on every test is skipped, and says so. */
import { mongoMissing } from './mongo-server';

process.env.TEST_STORE = 'mongodb';
jest.setTimeout(120_000);

if (mongoMissing !== null) {
  const nothing = (): undefined => undefined;
  const skipped = Object.assign(test.skip.bind(test), { each: test.skip.each.bind(test.skip) });
  const hooks = { beforeAll: nothing, beforeEach: nothing, afterEach: nothing, afterAll: nothing };
  Object.assign(globalThis, { test: skipped, it: skipped, ...hooks });
}
