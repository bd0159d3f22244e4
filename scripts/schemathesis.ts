/**
 * schemathesis against a server of its own. Enters: further arguments for it. Leaves: its report, and its exit code. The server runs on an empty data folder in a
 * temporary place and ends with it; what takes longer than `runMs` is ended and counts as failed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { startServer } from './demo-server';
import { makeStage } from './schemathesis-stage';

const root = join(__dirname, '..', '..');
const tool = join(root, '.cache', 'schemathesis', 'bin', 'schemathesis');
const hooks = join(root, 'scripts', 'schemathesis-hooks.py');
const runMs = 900_000;
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
];

async function run(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'carom-schemathesis-'));
  const key = randomBytes(18).toString('base64url');
  const env = { PORT: '0', HOST: '127.0.0.1', DATA_DIR: join(folder, 'data'), ADMIN_KEY: key };
  const server = await startServer(env, join(folder, 'server.log'));
  try {
    const config = join(folder, 'schemathesis.toml');
    writeFileSync(config, await makeStage(server.url, key, hooks));
    const args = [
      ...['--config-file', config, 'run', `${server.url}/openapi.json`],
      ...['--checks', checks.join(',')],
      // Each of its hundreds of thousands of possible cases says little more than the last: so many an operation end in some minutes.
      ...['--max-examples', '15', '--request-timeout', '30', '--no-color'],
      // It would remove the app that the rest is about.
      ...['--exclude-name', 'DELETE /v1/apps/{app}'],
      ...process.argv.slice(2),
    ];
    const child = spawn(tool, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'], timeout: runMs });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? 1;
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

run()
  .then((code) => process.exit(code))
  .catch((cause: unknown) => {
    process.stderr.write(`carom: ${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exit(1);
  });
