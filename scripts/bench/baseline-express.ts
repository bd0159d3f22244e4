/**
 * A process: how intake is usually written, Express with its JSON parser and one `queue.add` a request. Enters: a Redis socket, requests. Leaves: 202
 * once the job is in Redis. Nothing works the jobs; Redis syncs its log once a second, so that a power cut loses what was answered.
 */
import { Queue } from 'bullmq';
import express from 'express';
import { Redis } from 'ioredis';
import type { AddressInfo } from 'node:net';
import { answerParent } from './child';

const connection = new Redis({ path: process.argv[2] ?? '', maxRetriesPerRequest: null });
const queue = new Queue('activities', { connection });
const app = express();
app.use(express.json({ limit: '2mb' }));
app.post('/v1/activities', async (req, res) => {
  await queue.add('activity', req.body);
  res.status(202).json({ accepted: 1 });
});
const server = app.listen(0, '127.0.0.1', () =>
  answerParent((server.address() as AddressInfo).port, () => null),
);
