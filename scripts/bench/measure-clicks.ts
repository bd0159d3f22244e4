/**
 * How long a visitor waits for the redirect, at a fixed rate, with nothing else to do and while installs are attributed and delivered. Enters: the context.
 * Leaves: percentiles, and the ratio of the two. Every click is looked up in the store's file the moment its redirect is there: one that is missing and was
 * not counted as late by the server is an error.
 */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { advertisingId } from './activity';
import { inFolder, type BenchContext, type Measured } from './bench-context';
import { setStage, startCarom, type Server, type Stage } from './carom';
import { nowMs } from './clock';
import { checkExactlyOnce } from './ledger';
import { postOpen, sendOpen } from './load';
import { LatencyHistogram, type Percentiles, type Row } from './rows';

const warmMs = 2_000;
const goalMs = 20;
const destinations = 3;
/** What the worker attributes and delivers meanwhile: the rate at which latency is promised. */
const installsPerSecond = 200;

const browser =
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36';

interface Clicked extends Percentiles {
  readonly clicks: number;
  /** Not in the store when the redirect was there; the server counted as many as late. */
  readonly late: number;
}

function clickOf({ target, link }: Stage, number: number): Buffer {
  const path = `/c/${link}?click_id=N-${number}&gps_adid=${advertisingId(number)}&sub1=feed-${number % 50}`;
  return Buffer.from(
    `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1:${target.port}\r\nuser-agent: ${browser}\r\n\r\n`,
  );
}

function clickIdOf(head: string): string {
  const id = /click_id%3D([0-9A-Z]{26})/.exec(head)?.[1];
  if (id === undefined) throw new Error(`A click was answered without its id: ${head.slice(0, 300)}`);
  return id;
}

async function lateCount(server: Server): Promise<number> {
  const answer = await fetch(`${server.url}/metrics`);
  return Number(/^carom_touches_late_total (\d+)$/m.exec(await answer.text())?.[1]);
}

async function measureLoad(
  { scale }: BenchContext,
  server: Server,
  stage: Stage,
  { dataDir, first }: { readonly dataDir: string; readonly first: number },
): Promise<Clicked> {
  const { perSecond, forMs } = scale.clicks;
  const file = new Database(join(dataDir, 'carom.sqlite'), { readonly: true });
  const stored = file.prepare<[string]>('SELECT 1 FROM touches WHERE id = ?');
  const histogram = new LatencyHistogram();
  const lateBefore = await lateCount(server);
  let [clicks, missing] = [0, 0];
  try {
    await sendOpen(
      server.port,
      { perSecond, forMs: forMs + warmMs },
      (number) => clickOf(stage, first + number),
      (number, answer, dueAt) => {
        const took = nowMs() - dueAt;
        if (answer.status !== 302) throw new Error(`A click was answered ${answer.status}: ${answer.body}`);
        if (stored.get(clickIdOf(answer.head)) === undefined) missing += 1;
        if (number < (perSecond * warmMs) / 1_000) return;
        histogram.record(took);
        clicks += 1;
      },
    );
  } finally {
    file.close();
  }
  const late = (await lateCount(server)) - lateBefore;
  if (missing > late)
    throw new Error(
      `${missing} clicks were not in the store when they were answered, ${late} were counted as late.`,
    );
  return { ...histogram.percentiles(), clicks, late };
}

/** A steady load of installs for as long as the clicks take; each must arrive at each destination. */
async function keepBusy({ sink, scale }: BenchContext, stage: Stage): Promise<number> {
  const forMs = scale.clicks.forMs + warmMs;
  const load = { perSecond: installsPerSecond, forMs, prefix: 'busy', first: 5_000_000 };
  const { accepted } = await postOpen(stage.target, load);
  await checkExactlyOnce(sink, accepted, destinations);
  return accepted.length;
}

const shown = ({ p50, p99, max, late }: Clicked): string =>
  `p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, max ${max.toFixed(0)} ms${late === 0 ? '' : `, ${late} late`}`;

export async function measureClicks(context: BenchContext): Promise<Measured> {
  const { sink, scale, profileDir } = context;
  return inFolder(async (dataDir) => {
    const server = await startCarom({ dataDir, ...(scale.profile ? { profileDir } : {}) });
    try {
      const stage = await setStage(server, sink.urls);
      context.say(`Clicks at ${scale.clicks.perSecond}/s`);
      const idle = await measureLoad(context, server, stage, { dataDir, first: 1_000_000 });
      await sink.reset();
      const [busy, installs] = await Promise.all([
        measureLoad(context, server, stage, { dataDir, first: 2_000_000 }),
        keepBusy(context, stage),
      ]);
      const row: Row = {
        measure: `click path: p99 at ${scale.clicks.perSecond} clicks/s while a worker is busy`,
        value: shown(busy),
        baseline: `idle: ${shown(idle)}`,
        ratio: busy.p99 / idle.p99,
        goal: `p99 ≤ ${goalMs} ms`,
        met: busy.p99 <= goalMs,
      };
      return { rows: [row], details: { clicks: { idle, busy, installs } } };
    } finally {
      await server.stop();
    }
  });
}
