/**
 * A real Redis Cluster for one test file: three masters on loopback, with a replica each where a test fails one over. Enters: nothing. Leaves: its URL, and
 * whom a test kills. Slots are dealt out evenly, as `redis-cli --cluster create` does.
 */
import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRedisProcess, freePorts, redisPassword, until, type RedisProcess } from './redis-process';
import type { RedisServer } from './redis-server';

const masterCount = 3;
const slots = 16_384;

/** What the cluster does as one: `kill`, `pause` and the like mean every node. */
export interface RedisCluster extends Omit<RedisServer, 'dir' | 'pid'> {
  readonly nodes: readonly RedisProcess[];
  /** The master that serves a key now, as those see it that answer. */
  ownerOf(key: string): Promise<RedisProcess>;
}

export interface RedisClusterOptions {
  readonly replicas?: boolean;
  /** How long a node is silent before the others take it for dead. Default 15 s, as Redis has it. */
  readonly nodeTimeoutMs?: number;
}

const started = new Set<RedisCluster>();

/** For `afterAll`: ends those that a failed test did not get to stop. */
export async function stopRedisClusters(): Promise<void> {
  await Promise.all([...started].map((cluster) => cluster.stop()));
}

export async function startRedisCluster(options: RedisClusterOptions = {}): Promise<RedisCluster> {
  const count = options.replicas === true ? 2 * masterCount : masterCount;
  const dir = await mkdtemp(join(tmpdir(), 'carom-cluster-'));
  const ports = await freePorts(2 * count);
  const busOf = new Map(ports.slice(0, count).map((port, index) => [port, ports[count + index] ?? 0]));
  const nodes = await Promise.all(
    [...busOf].map(async ([port, bus]) => {
      const folder = join(dir, String(port));
      await mkdir(folder);
      return createRedisProcess(port, argumentsOf(folder, port, bus, options.nodeTimeoutMs ?? 15_000));
    }),
  );
  await Promise.all(nodes.map((node) => node.start()));
  await connect(nodes, busOf);
  const cluster = clusterOf(nodes, dir);
  started.add(cluster);
  return cluster;
}

function argumentsOf(folder: string, port: number, bus: number, nodeTimeoutMs: number): string[] {
  return [
    ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'],
    ...['--requirepass', redisPassword, '--masterauth', redisPassword],
    ...['--cluster-enabled', 'yes', '--cluster-port', String(bus), '--cluster-config-file', 'nodes.conf'],
    ...['--cluster-node-timeout', String(nodeTimeoutMs), '--cluster-replica-validity-factor', '0'],
    // One node away stops its own slots, not those of the others.
    ...['--cluster-require-full-coverage', 'no', '--repl-diskless-sync-delay', '0'],
    ...['--maxmemory-policy', 'noeviction'],
  ];
}

/** Masters get their slots before they meet; who has none becomes the replica of the master of its number. */
async function connect(nodes: readonly RedisProcess[], busOf: ReadonlyMap<number, number>): Promise<void> {
  const masters = nodes.slice(0, masterCount);
  for (const [index, master] of masters.entries()) {
    const [from, to] = [index, index + 1].map((at) => Math.floor((at * slots) / masterCount));
    await master.command('CLUSTER', 'ADDSLOTSRANGE', from ?? 0, (to ?? slots) - 1);
    await master.command('CLUSTER', 'SET-CONFIG-EPOCH', index + 1);
  }
  const [first, ...others] = nodes;
  for (const { port } of others)
    await first?.command('CLUSTER', 'MEET', '127.0.0.1', port, busOf.get(port) ?? 0);
  await agreed(nodes);
  for (const [index, replica] of nodes.slice(masterCount).entries()) {
    const id = String(await masters[index]?.command('CLUSTER', 'MYID'));
    await until('a replica knows its master', async () => {
      await replica.command('CLUSTER', 'REPLICATE', id);
      return true;
    });
  }
  await Promise.all(nodes.slice(masterCount).map(following));
}

async function agreed(nodes: readonly RedisProcess[]): Promise<void> {
  await until('the nodes know each other', async () => {
    const infos = await Promise.all(nodes.map((node) => node.command('CLUSTER', 'INFO')));
    return infos.every(
      (info) =>
        /cluster_state:ok/.test(String(info)) &&
        new RegExp(`cluster_known_nodes:${nodes.length}\\b`).test(String(info)),
    );
  });
}

async function following(replica: RedisProcess): Promise<void> {
  await until('a replica has what its master has', async () =>
    /master_link_status:up/.test(String(await replica.command('INFO', 'replication'))),
  );
}

function clusterOf(nodes: readonly RedisProcess[], dir: string): RedisCluster {
  const each = (work: (node: RedisProcess) => Promise<void>) => Promise.all(nodes.map(work));
  const kill = async (): Promise<void> => {
    await each((node) => node.kill());
  };
  const cluster: RedisCluster = {
    url: `redis+cluster://:${encodeURIComponent(redisPassword)}@${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    nodes,
    ownerOf: (key) => ownerOf(nodes, key),
    command: (name, ...args) => runCommand(nodes, name, args),
    kill,
    restart: async () => {
      await kill();
      await each((node) => node.start());
      await agreed(nodes);
    },
    pause: () => nodes.forEach((node) => node.pause()),
    resume: () => nodes.forEach((node) => node.resume()),
    stop: async () => {
      await kill();
      await rm(dir, { recursive: true, force: true });
      started.delete(cluster);
    },
  };
  return cluster;
}

async function ownerOf(nodes: readonly RedisProcess[], key: string): Promise<RedisProcess> {
  const asked = nodes.find(({ alive }) => alive);
  const slot = Number(await asked?.command('CLUSTER', 'KEYSLOT', key));
  const ranges = (await asked?.command('CLUSTER', 'SLOTS')) as [number, number, [string, number]][];
  const [, , master] = ranges.find(([from, to]) => slot >= from && slot <= to) ?? [];
  const owner = nodes.find(({ port }) => port === master?.[1]);
  if (owner === undefined) throw new Error(`nobody serves ${key}`);
  return owner;
}

/** FLUSHALL and KEYS of all masters; what names a key of the one that has it. */
async function runCommand(
  nodes: readonly RedisProcess[],
  name: string,
  args: readonly (string | number)[],
): Promise<unknown> {
  if (name !== 'FLUSHALL' && name !== 'KEYS')
    return (await ownerOf(nodes, String(args[0]))).command(name, ...args);
  const roles = await Promise.all(nodes.map(async (node) => (await node.command('ROLE')) as [string]));
  const masters = nodes.filter((_, index) => roles[index]?.[0] === 'master');
  return (await Promise.all(masters.map((node) => node.command(name, ...args)))).flat();
}
