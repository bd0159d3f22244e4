/** The queue's contract on a Redis Cluster of three masters, and what only a cluster can do: spread, and lose a part. */
import { createQueue } from '../../src/adapters/bullmq/bullmq-queue';
import { slotTag } from '../../src/adapters/bullmq/slots';
import type { Observer } from '../../src/ports/observer';
import type { Queue } from '../../src/ports/queue';
import { silentObserver } from '../../src/silent-observer';
import { startRedisCluster, stopRedisClusters, type RedisCluster } from '../redis-cluster';
import { until, type RedisProcess } from '../redis-process';
import { queueContract } from './queue-contract';

afterAll(stopRedisClusters);

queueContract('a cluster', startRedisCluster);

describe('a cluster', () => {
  let cluster: RedisCluster;
  const opened: Queue[] = [];
  const logged: Readonly<Record<string, unknown>>[] = [];
  const observer: Observer = { ...silentObserver, log: (_level, _stage, fields) => void logged.push(fields) };

  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((queue) => queue.close()));
    logged.length = 0;
  });

  function open(prefix: string, partitions: number): Queue {
    const queue = createQueue({ redisUrl: cluster.url, prefix, partitions, observer });
    opened.push(queue);
    return queue;
  }

  const epochsOf = async (queue: Queue): Promise<(string | null)[]> =>
    (await queue.epochs()).map(({ epoch }) => epoch);

  /** Which of three partitions, and then of three queues of deliveries, live there. */
  async function livesOn(prefix: string, node: RedisProcess): Promise<boolean[]> {
    const tags = ['a', 'd'].flatMap((kind) => [0, 1, 2].map((index) => slotTag(prefix, kind, index, 3)));
    const owners = await Promise.all(tags.map((tag) => cluster.ownerOf(`{${tag}}:x`)));
    return owners.map((owner) => owner === node);
  }

  test.each([3, 6, 9])('%i partitions are spread evenly over its nodes', async (partitions) => {
    const queue = open(`even${partitions}`, partitions);
    const all = Array.from({ length: partitions }, (_, index) => index);
    await queue.wake(all);
    const keys = await Promise.all(
      cluster.nodes.map(
        async (node) => (await node.command('KEYS', `{even${partitions}:a*:wait`)) as string[],
      ),
    );
    expect(keys.map((of) => of.length)).toEqual([partitions / 3, partitions / 3, partitions / 3]);
  });

  test('batches are spread over its nodes', async () => {
    const queue = open('spread', 3);
    await queue.send(Array.from({ length: 30 }, (_, n) => ({ ticket: `t${n}`, ids: [`d${n}`] })));
    const depths = await queue.depth('deliveries');
    expect(depths.map(({ waiting }) => waiting)).toEqual([10, 10, 10]);
    const waiting = await Promise.all(cluster.nodes.map((node) => node.command('KEYS', '{spread:d*:wait')));
    expect(waiting.map((keys) => (keys as string[]).length)).toEqual([1, 1, 1]);
  });

  test('one node emptied: the epoch of its queues changes, and of no others', async () => {
    const queue = open('part', 3);
    const before = await epochsOf(queue);
    const [node] = cluster.nodes as [RedisProcess];
    await node.command('FLUSHALL');
    const after = await epochsOf(queue);
    const changed = after.map((epoch, index) => epoch !== before[index]);
    expect(changed).toEqual(await livesOn('part', node));
    expect(changed.filter(Boolean)).toHaveLength(2);
    expect(await epochsOf(queue)).toEqual(after);
  });

  test('one node gone: the others go on, deliveries go to them, and it is said once; back, its epoch is another', async () => {
    const queue = open('gone', 3);
    const before = await epochsOf(queue);
    const [, node] = cluster.nodes as [RedisProcess, RedisProcess];
    const there = await livesOn('gone', node);
    await node.kill();
    await until('its queues do not answer', async () => (await epochsOf(queue)).includes(null), 10_000);
    const meanwhile = await epochsOf(queue);
    expect(meanwhile.map((epoch) => epoch === null)).toEqual(there);
    expect(meanwhile.filter((epoch, index) => epoch !== null && epoch !== before[index])).toEqual([]);
    await queue.ping();
    for (const partition of [0, 1, 2]) {
      const woken = queue.wake([partition]);
      if (there[partition] === true) await expect(woken).rejects.toMatchObject({ kind: 'queue_unavailable' });
      else await woken;
    }
    await queue.send(Array.from({ length: 6 }, (_, n) => ({ ticket: `t${n}`, ids: [] })));
    expect((await queue.depth('deliveries')).map(({ waiting }) => waiting)).toEqual([3, 3]);
    expect(logged.filter(({ redis }) => redis === 'partly lost')).toHaveLength(1);
    await node.start();
    await until('all queues answer', async () => !(await epochsOf(queue)).includes(null));
    const after = await epochsOf(queue);
    expect(after.map((epoch, index) => epoch !== before[index])).toEqual(there);
    expect(logged.filter(({ redis }) => redis === 'whole')).toHaveLength(1);
    await queue.wake([0, 1, 2]);
  });
});
