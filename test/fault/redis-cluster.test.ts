/** A master of a Redis Cluster is lost under load: its replica takes over, or it comes back empty, and everything is delivered, once by its delivery id. */
import { slotTag } from '../../src/adapters/bullmq/slots';
import { call, cleanUp, eventually, startReceiver, type Receiver } from '../harness';
import { startRedisCluster, stopRedisClusters } from '../redis-cluster';
import { deliverThrough } from './failover';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  receiver.close();
  await cleanUp();
  await stopRedisClusters();
});

/** On the master that is struck: a partition, and a queue of deliveries. */
const keyOf = (kind: 'a' | 'd'): string => `{${slotTag('carom', kind, 1, 3)}}:x`;

test.each(['killed', 'standing still'] as const)(
  'a master %s, its replica in its place',
  async (how) => {
    const cluster = await startRedisCluster({ replicas: true, nodeTimeoutMs: 1_500 });
    const master = await cluster.ownerOf(keyOf('a'));
    expect(await cluster.ownerOf(keyOf('d'))).toBe(master);
    const server = await deliverThrough(receiver, cluster.url, async () => {
      if (how === 'killed') await master.kill();
      else master.pause();
    });
    const others = cluster.nodes.filter((node) => node !== master);
    const promoted = await eventually(
      async () =>
        (await Promise.all(others.map((node) => node.command('ROLE')))).map((role) => (role as string[])[0]),
      (roles) => roles.filter((role) => role === 'master').length === 3,
    );
    expect(promoted).toHaveLength(5);
    await eventually(
      () => call(server, '/readyz'),
      ({ json }) => json.ready === true && json.redis === 'up',
    );
    expect(await server.stop()).toBe(0);
  },
  240_000,
);

test('a master back empty before its replica took its place', async () => {
  const cluster = await startRedisCluster({ replicas: true });
  const master = await cluster.ownerOf(keyOf('a'));
  const server = await deliverThrough(receiver, cluster.url, async () => {
    await master.kill();
    await master.start();
  });
  expect(await server.stop()).toBe(0);
}, 240_000);
