/** Started again and again, ended in order and by kill -9, with its Redis lost and found: no process, no file and no open handle is left over. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  cleanUp,
  emptyFolder,
  eventually,
  startReceiver,
  startServer,
  type Receiver,
  type Server,
} from '../harness';
import { startRedisServer, stopRedisServers } from '../redis-server';
import { exactlyOnce, Ledger } from './ledger';
import { runLoad, setStage } from './load';
import { long } from './rounds';

const restarts = long ? 20 : 4;

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());
afterAll(cleanUp);
afterAll(stopRedisServers);

const canSee = existsSync('/proc/self/fd');
if (!canSee) process.stdout.write('skipped: there is no /proc, which shows what a process has open\n');
const onLinux = canSee ? test : test.skip;

const handlesOf = ({ pid }: Server): number => readdirSync(`/proc/${pid}/fd`).length;
const threadsOf = ({ pid }: Server): number => readdirSync(`/proc/${pid}/task`).length;

/** Connections of a load go when they were idle for a while; everything else that a process has open stays as it is. */
async function noMoreThan(handles: number, server: Server): Promise<void> {
  await eventually(
    () => Promise.resolve(handlesOf(server)),
    (count) => count <= handles,
  );
}

/** Processes whose command line names this folder. */
function processesOn(folder: string): number {
  const commands = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      } catch {
        return '';
      }
    });
  return commands.filter((command) => command.includes(folder)).length;
}

const filesIn = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[]).map((name) => name.replace(/\d+/g, '#')).sort();

interface Left {
  readonly redis: number;
  readonly files: readonly string[];
}

onLinux(
  `${restarts} restarts`,
  async () => {
    const ledger = new Ledger(receiver);
    const dataDir = emptyFolder();
    const seen: Left[] = [];
    let server = await startServer({ dataDir });
    const app = await setStage(server, ledger);
    let handles = 0;
    for (let turn = 0; turn < restarts; turn += 1) {
      if (turn % 2 === 0) expect(await server.stop()).toBe(0);
      else await server.kill();
      await ledger.bury();
      server = await startServer({ dataDir });
      await runLoad(server, app, ledger, { total: 50, prefix: `r${turn}` });
      await ledger.complete();
      if (turn === 0) handles = handlesOf(server);
      seen.push({ redis: processesOn(join(dataDir, 'redis')), files: filesIn(dataDir) });
    }
    expect(seen).toEqual(seen.map(() => ({ redis: 1, files: seen[0]?.files })));
    await noMoreThan(handles, server);
    expect(await server.stop()).toBe(0);
    expect(processesOn(dataDir)).toBe(0);
    expect(ledger.verdict()).toEqual(exactlyOnce);
  },
  long ? 300_000 : 60_000,
);

onLinux(
  `a Redis that dies ${restarts} times under one server`,
  async () => {
    const ledger = new Ledger(receiver);
    const redis = await startRedisServer();
    const server = await startServer({ env: { REDIS_URL: redis.url } });
    const app = await setStage(server, ledger);
    let handles = 0;
    let threads = 0;
    for (let turn = 0; turn < restarts; turn += 1) {
      await redis.kill();
      await redis.restart();
      await runLoad(server, app, ledger, { total: 50, prefix: `r${turn}` });
      await ledger.complete();
      if (turn > 0) continue;
      handles = handlesOf(server);
      threads = threadsOf(server);
    }
    await noMoreThan(handles, server);
    expect(threadsOf(server)).toBeLessThanOrEqual(threads);
    expect(ledger.verdict()).toEqual(exactlyOnce);
    expect(await server.stop()).toBe(0);
    await redis.stop();
  },
  long ? 300_000 : 60_000,
);
