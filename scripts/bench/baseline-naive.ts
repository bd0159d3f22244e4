/**
 * A process: the naive router. Enters: a Redis socket, the sink's origins, requests. Leaves: 202 once each destination's job is in Redis; then each job
 * is rendered by a compiled Handlebars template and sent by the global fetch. It attributes nothing and records nothing.
 */
import { Queue, Worker } from 'bullmq';
import express from 'express';
import Handlebars from 'handlebars';
import { Redis } from 'ioredis';
import type { AddressInfo } from 'node:net';
import { answerParent } from './child';

interface Postback {
  readonly url: string;
  readonly destination: number;
  readonly activity: Readonly<Record<string, unknown>>;
}

const [path = '', ...origins] = process.argv.slice(2);
const connect = (): Redis => new Redis({ path, maxRetriesPerRequest: null });
const queue = new Queue<Postback>('postbacks', {
  connection: connect(),
  defaultJobOptions: { removeOnComplete: true },
});

const render = Handlebars.compile(
  '{"id":"{{id}}","app":"bench","time":"{{time}}","environment":"production","flags":[],"revision":0,"device":{"gps_adid":"{{device.gps_adid}}",' +
    '"ip_address":"{{device.ip_address}}","user_agent":"{{device.user_agent}}","os_name":"{{device.os_name}}","os_version":"{{device.os_version}}",' +
    '"device_model":"{{device.device_model}}","language":"{{device.language}}","country":"{{device.country}}"},"app_version":"{{app_version}}",' +
    '"params":{"sku":"{{params.sku}}","screen":"{{params.screen}}"},"kind":"{{kind}}","attribution":null,"rejected":[]}',
  { noEscape: true },
);

new Worker<Postback>(
  'postbacks',
  async ({ data }) => {
    const response = await fetch(data.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'carom-delivery-id': `${String(data.activity['id'])}-${data.destination}`,
      },
      body: render(data.activity),
    });
    await response.text();
    if (!response.ok) throw new Error(`answered ${response.status}`);
  },
  { connection: connect(), concurrency: 96 },
);

const app = express();
app.use(express.json({ limit: '2mb' }));
app.post('/v1/activities', async (req, res) => {
  const activity = req.body as Postback['activity'];
  await Promise.all(
    origins.map((origin, destination) =>
      queue.add('postback', { url: `${origin}/callback`, destination, activity }),
    ),
  );
  res.status(202).json({ accepted: 1 });
});
const server = app.listen(0, '127.0.0.1', () =>
  answerParent((server.address() as AddressInfo).port, () => null),
);
