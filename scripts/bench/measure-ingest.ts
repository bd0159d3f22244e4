/**
 * How many activities are taken a second. Enters: the context. Leaves: rows for one and for a hundred activities a request, against Express with one
 * `queue.add` a request, which, like the API's own process here, leaves the work behind it to others. What was accepted is worked off and checked after.
 */
import { createObserver } from '../../src/adapters/observer/observer';
import { startEmbeddedRedis } from '../../src/adapters/redis/embedded-redis';
import type { BenchContext, Measured } from './bench-context';
import { inFolder } from './bench-context';
import { setStage, startCarom } from './carom';
import { startChild } from './child';
import { checkExactlyOnce } from './ledger';
import { postClosed } from './load';
import { median, perSecond, ratioRow } from './rows';

const senders = 64;

interface Round {
  readonly bare: number;
  readonly express: number;
  readonly one: number;
  readonly hundred: number;
}

/** A Redis with the settings of the server's own, for a baseline. */
export async function withRedis<T>(work: (socket: string) => Promise<T>): Promise<T> {
  return inFolder(async (dataDir) => {
    const redis = await startEmbeddedRedis({ dataDir, observer: createObserver({ level: 'silent' }) });
    try {
      return await work(redis.url.replace(/^unix:/, ''));
    } finally {
      await redis.stop();
    }
  });
}

async function measureBaseline(name: string, args: readonly string[], forMs: number): Promise<number> {
  const child = await startChild(name, ...args);
  try {
    const target = { port: child.ready as number, path: '/v1/activities', key: 'none' };
    await postClosed(target, { senders, batch: 1, prefix: 'warm', first: 0, forMs: 300 });
    const { accepted, tookMs } = await postClosed(target, {
      senders,
      batch: 1,
      prefix: 'b',
      first: 0,
      forMs,
    });
    return perSecond(accepted.length, tookMs);
  } finally {
    await child.stop();
  }
}

async function measureCarom(context: BenchContext): Promise<Pick<Round, 'one' | 'hundred'>> {
  const { sink, scale } = context;
  return inFolder(async (dataDir) => {
    const server = await startCarom({ dataDir, role: 'api' });
    try {
      await sink.reset();
      const { target } = await setStage(server, sink.urls.slice(0, 1));
      const load = { senders, first: 0, forMs: scale.ingestMs };
      const warm = await postClosed(target, { ...load, batch: 1, prefix: 'w', forMs: 500 });
      const one = await postClosed(target, { ...load, batch: 1, prefix: 'o', first: 1_000_000 });
      // No longer than that: all of it is delivered and checked afterwards.
      const short = { ...load, batch: 100, prefix: 'h', first: 2_000_000, forMs: scale.ingestMs / 2 };
      const hundred = await postClosed(target, short);
      const accepted = [...warm.accepted, ...one.accepted, ...hundred.accepted];
      context.say(`  ${accepted.length} activities accepted; a worker delivers them`);
      const worker = await startCarom({ dataDir, role: 'worker' });
      try {
        await checkExactlyOnce(sink, accepted, 1);
      } finally {
        await worker.stop();
      }
      return {
        one: perSecond(one.accepted.length, one.tookMs),
        hundred: perSecond(hundred.accepted.length, hundred.tookMs),
      };
    } finally {
      await server.stop();
    }
  });
}

export async function measureIngest(context: BenchContext): Promise<Measured> {
  const { rounds, ingestMs } = context.scale;
  const measured: Round[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    context.say(`Ingest, round ${round} of ${rounds}`);
    const bare = await measureBaseline('baseline-bare', [], ingestMs);
    const express = await withRedis((socket) => measureBaseline('baseline-express', [socket], ingestMs));
    measured.push({ bare, express, ...(await measureCarom(context)) });
  }
  const of = (name: keyof Round): number => median(measured.map((round) => round[name]));
  const express = { name: 'Express + queue.add', value: of('express') };
  return {
    rows: [
      ratioRow('ingest, 1 activity a request', of('one'), express, 3),
      ratioRow('ingest, 100 a request', of('hundred'), express, 15),
      ratioRow(
        'ingest, 1 a request, against HTTP',
        of('one'),
        { name: 'bare node:http', value: of('bare') },
        null,
      ),
    ],
    details: { ingest: measured },
  };
}
