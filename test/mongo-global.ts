/**
 * One MongoDB-compatible server for a whole run of jest, started where a test that needs it is among those to run. Enters: jest's settings. Leaves:
 * `CAROM_TEST_MONGO`, its URL, for the tests, or `CAROM_TEST_NO_MONGO`, why there is none.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startMongoServer, type MongoServer } from '../scripts/mongo-server';

interface JestSettings {
  readonly testPathPatterns?: { readonly patterns: readonly string[] };
}

let server: MongoServer | null = null;

/** Tests that need it have its name in theirs. */
function isWanted({ testPathPatterns }: JestSettings): boolean {
  const patterns = testPathPatterns?.patterns ?? [];
  if (patterns.length === 0) return true;
  const tests = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((path) =>
    /mongo.*\.test\.js$/.test(path),
  );
  return tests.some((path) => patterns.some((pattern) => new RegExp(pattern, 'i').test(join(__dirname, path))));
}

export default async function start(settings: JestSettings): Promise<void> {
  if (!isWanted(settings)) return;
  const started = await startMongoServer(process.env);
  if (typeof started === 'string') {
    if (process.env.REQUIRE_MONGO === '1') throw new Error(`REQUIRE_MONGO=1, and ${started}.`);
    process.env.CAROM_TEST_NO_MONGO = started;
    process.stderr.write(`\nTests on MongoDB are skipped: ${started}.\n`);
    return;
  }
  server = started;
  process.env.CAROM_TEST_MONGO = started.url;
  process.stderr.write(`\nTests on MongoDB run on ${started.what}.\n`);
}

export async function stop(): Promise<void> {
  await server?.stop();
}
