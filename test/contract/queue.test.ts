/** The queue's contract on one server. */
import { standsStillMs } from '../../src/adapters/bullmq/job-workers';
import { startRedisServer, stopRedisServers } from '../redis-server';
import { queueContract } from './queue-contract';

afterAll(stopRedisServers);

queueContract('one server', startRedisServer);

test('a worker that died holds its partition for five seconds at most', () => {
  expect(standsStillMs).toBeLessThanOrEqual(5_000);
});
