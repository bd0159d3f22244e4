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

/** Connections come and go with the load; everything else that a process has open should stay as it is. */
const handlesOf = ({ pid }: Server): number => readdirSync(`/proc/${pid}/fd`).length;
const threadsOf = ({ pid }: Server): number => readdirSync(`/proc/${pid}/task`).length;

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

onLinux(
  `${restarts} restarts`,
  async () => {
    const ledger = new Ledger(receiver);
    const dataDir = emptyFolder();
    const seen: { handles: number; threads: number; redis: number; files: string[] }[] = [];
    let server = await startServer({ dataDir });
    const app = await setStage(server, ledger);
    for (let turn = 0; turn < restarts; turn += 1) {
      if (turn % 2 === 0) expect(await server.stop()).toBe(0);
      else await server.kill();
      ledger.bury();
      server = await startServer({ dataDir });
      await runLoad(server, app, ledger, { total: 50, prefix: `r${turn}` });
      await ledger.complete();
      seen.push({
        handles: handlesOf(server),
        threads: threadsOf(server),
        redis: processesOn(join(dataDir, 'redis')),
        files: filesIn(dataDir),
      });
    }
    expect(await server.stop()).toBe(0);
    process.stdout.write(JSON.stringify(seen) + '\n');
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
    const seen: { handles: number; threads: number }[] = [];
    for (let turn = 0; turn < restarts; turn += 1) {
      await redis.kill();
      await redis.restart();
      await runLoad(server, app, ledger, { total: 50, prefix: `r${turn}` });
      await ledger.complete();
      seen.push({ handles: handlesOf(server), threads: threadsOf(server) });
    }
    process.stdout.write(JSON.stringify(seen) + '\n');
    expect(ledger.verdict()).toEqual(exactlyOnce);
    expect(await server.stop()).toBe(0);
    await redis.stop();
    await eventually(
      () => Promise.resolve(0),
      () => true,
    );
  },
  long ? 300_000 : 60_000,
);
