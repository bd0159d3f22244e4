/** One server a data folder; the lock ends with its process, however that ends. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDataDir } from '../../../src/adapters/lock/data-dir-lock';
import { Fault } from '../../../src/errors';

let dataDir = '';
const holders = new Set<ChildProcess>();
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'carom-lock-'));
});
afterEach(async () => {
  for (const child of holders) child.kill('SIGKILL');
  holders.clear();
  await rm(dataDir, { recursive: true, force: true });
});

/** Another process that holds the lock until it is ended. */
async function holder(): Promise<ChildProcess> {
  const script = `require(${JSON.stringify(join(__dirname, '../../../src/adapters/lock/data-dir-lock.js'))})
    .lockDataDir(process.argv[1]); process.stdout.write('held'); setInterval(() => {}, 1e6);`;
  const child = spawn(process.execPath, ['-e', script, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  holders.add(child);
  await once(child.stdout, 'data');
  return child;
}

function refusal(): unknown {
  try {
    lockDataDir(dataDir).release();
    return null;
  } catch (cause) {
    return cause;
  }
}

test('a folder that another process holds is refused, naming both; killed, it holds nothing', async () => {
  const child = await holder();
  const cause = refusal();
  expect(cause).toBeInstanceOf(Fault);
  expect(cause).toMatchObject({ kind: 'already_running' });
  expect(String(cause)).toContain(dataDir);
  expect(String(cause)).toContain(`pid ${child.pid}`);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  expect(refusal()).toBeNull();
});

test('released, it can be taken again; held, not even by the same process', () => {
  const lock = lockDataDir(dataDir);
  expect(refusal()).toMatchObject({ kind: 'already_running' });
  lock.release();
  lock.release();
  expect(refusal()).toBeNull();
});

test('a folder that is not there yet is made', () => {
  lockDataDir(join(dataDir, 'a', 'b')).release();
});
