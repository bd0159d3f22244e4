/** Before each test file of the project `mongodb`: servers under test use MongoDB; without a server to test on every test is skipped, and says so. */
import { mongoMissing } from './mongo-server';

process.env.TEST_STORE = 'mongodb';
jest.setTimeout(120_000);

if (mongoMissing !== null) {
  const skipped = test.skip.bind(test) as unknown as jest.It;
  Object.assign(globalThis, {
    test: Object.assign(skipped, test, { each: test.skip.each.bind(test.skip) }),
    it: skipped,
    beforeAll: () => undefined,
    beforeEach: () => undefined,
    afterEach: () => undefined,
    afterAll: () => undefined,
  });
}
