/**
 * A master, a replica and three Sentinels on loopback for one test file. Enters: nothing. Leaves: the URL, and the master to kill.
 * Where it dies, or stands still for longer than a second, the Sentinels put the replica in its place.
 */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRedisProcess, freePorts, redisPassword, until, type RedisProcess } from './redis-process';

export interface RedisSentinels {
  readonly url: string;
  /** In the order in which they began: the first was the first master. */
  readonly servers: readonly RedisProcess[];
  /** By what most Sentinels say. */
  master(): Promise<RedisProcess>;
  stop(): Promise<void>;
}

const started = new Set<RedisSentinels>();

/** For `afterAll`: ends those that a failed test did not get to stop. */
export async function stopRedisSentinels(): Promise<void> {
  await Promise.all([...started].map((sentinels) => sentinels.stop()));
}

const masterName = 'main';
const quorum = 2;

export async function startRedisSentinels(): Promise<RedisSentinels> {
  const dir = await mkdtemp(join(tmpdir(), 'carom-sentinel-'));
  const [masterPort = 0, replicaPort = 0, ...sentinelPorts] = await freePorts(5);
  const servers = [createServer(dir, masterPort), createServer(dir, replicaPort, masterPort)];
  const sentinels = await Promise.all(sentinelPorts.map((port) => createSentinel(dir, port, masterPort)));
  for (const process of [...servers, ...sentinels]) await process.start();
  const crew: RedisSentinels = {
    url: urlOf(sentinelPorts),
    servers,
    master: () => masterOf(servers, sentinels),
    stop: async () => {
      await Promise.all([...sentinels, ...servers].map((process) => process.kill()));
      await rm(dir, { recursive: true, force: true });
      started.delete(crew);
    },
  };
  started.add(crew);
  await until('the Sentinels know each other and the replica', async () => {
    const known = await Promise.all(
      sentinels.map((sentinel) => sentinel.command('SENTINEL', 'CKQUORUM', masterName)),
    );
    const replicas = await Promise.all(
      sentinels.map(async (one) => (await one.command('SENTINEL', 'REPLICAS', masterName)) as unknown[]),
    );
    const usable = known.every((answer) => String(answer).startsWith('OK 3 usable Sentinels'));
    return usable && replicas.every((list) => list.length === 1) && (await follows(servers[1]));
  });
  return crew;
}

const password = encodeURIComponent(redisPassword);

function urlOf(ports: readonly number[]): string {
  const hosts = ports.map((port) => `127.0.0.1:${port}`).join(',');
  return `redis+sentinel://:${password}@${hosts}/${masterName}/1?sentinel_password=${password}`;
}

async function follows(replica: RedisProcess | undefined): Promise<boolean> {
  return /master_link_status:up/.test(String(await replica?.command('INFO', 'replication')));
}

function createServer(dir: string, port: number, masterPort?: number): RedisProcess {
  return createRedisProcess(port, [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', 'no'],
    ...['--requirepass', redisPassword, '--masterauth', redisPassword, '--maxmemory-policy', 'noeviction'],
    ...['--dbfilename', `${port}.rdb`, '--repl-diskless-sync-delay', '0'],
    ...(masterPort === undefined ? [] : ['--replicaof', '127.0.0.1', String(masterPort)]),
  ]);
}

/** A Sentinel keeps what it knows in its configuration file. */
async function createSentinel(dir: string, port: number, masterPort: number): Promise<RedisProcess> {
  const folder = join(dir, String(port));
  await mkdir(folder);
  const file = join(folder, 'sentinel.conf');
  const lines = [
    `port ${port}`,
    'bind 127.0.0.1',
    `dir "${folder}"`,
    `requirepass "${redisPassword}"`,
    `sentinel sentinel-pass "${redisPassword}"`,
    `sentinel monitor ${masterName} 127.0.0.1 ${masterPort} ${quorum}`,
    `sentinel auth-pass ${masterName} "${redisPassword}"`,
    `sentinel down-after-milliseconds ${masterName} 1000`,
    `sentinel failover-timeout ${masterName} 5000`,
  ];
  await writeFile(file, `${lines.join('\n')}\n`);
  return createRedisProcess(port, [file, '--sentinel']);
}

async function masterOf(
  servers: readonly RedisProcess[],
  sentinels: readonly RedisProcess[],
): Promise<RedisProcess> {
  const said = await Promise.all(
    sentinels.map(async (sentinel) => {
      const [, port] = (await sentinel.command(
        'SENTINEL',
        'GET-MASTER-ADDR-BY-NAME',
        masterName,
      )) as string[];
      return Number(port);
    }),
  );
  const master = servers.find(({ port }) => said.filter((one) => one === port).length >= quorum);
  if (master === undefined) throw new Error('the Sentinels do not agree');
  return master;
}
