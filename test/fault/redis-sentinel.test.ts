/** Redis behind Sentinels loses its master under load: the replica takes its place, and everything is delivered, once by its delivery id. */
import { call, cleanUp, eventually, startReceiver, type Receiver } from '../harness';
import { startRedisSentinels, stopRedisSentinels } from '../redis-sentinel';
import { deliverThrough } from './failover';

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  receiver.close();
  await cleanUp();
  await stopRedisSentinels();
});

test.each(['killed', 'standing still'] as const)(
  'the master %s',
  async (how) => {
    const sentinels = await startRedisSentinels();
    const master = await sentinels.master();
    const server = await deliverThrough(receiver, sentinels.url, async () => {
      if (how === 'killed') await master.kill();
      else master.pause();
    });
    expect(await sentinels.master()).not.toBe(master);
    await eventually(
      () => call(server, '/readyz'),
      ({ json }) => json.ready === true && json.redis === 'up',
    );
    expect(await server.stop()).toBe(0);
  },
  240_000,
);
