/**
 * One MongoDB-compatible server for all tests of a run that need one. Enters: an environment. Leaves: `CAROM_TEST_MONGO`, its URL, for the tests, or
 * `CAROM_TEST_NO_MONGO`, why there is none.
 */
import { startMongoServer, type MongoServer } from '../scripts/mongo-server';

let server: MongoServer | null = null;

// eslint-disable-next-line no-restricted-exports -- jest calls a module's default
export default async function start(): Promise<void> {
  const started = await startMongoServer(process.env);
  if (typeof started === 'string') {
    if (process.env.REQUIRE_MONGO === '1') throw new Error(`REQUIRE_MONGO=1, but ${started}.`);
    process.env.CAROM_TEST_NO_MONGO = started;
    process.stderr.write(`\nSkipped, the tests on MongoDB: ${started}.\n`);
    return;
  }
  server = started;
  process.env.CAROM_TEST_MONGO = started.url;
  process.stderr.write(`\nThe tests on MongoDB run on ${started.what}.\n`);
}

export async function stop(): Promise<void> {
  await server?.stop();
}
