/** The queue's contract on one server. */
import { startRedisServer, stopRedisServers } from '../redis-server';
import { queueContract } from './queue-contract';

afterAll(stopRedisServers);

queueContract('one server', startRedisServer);
