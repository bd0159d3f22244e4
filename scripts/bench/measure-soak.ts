/**
 * A steady load for a long time. Enters: the context, a rate, minutes. Leaves: whether memory, handles and Redis stay what they were, and that every
 * activity arrived three times. What grows is compared between the first third, when everything is warm, and the last.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { inFolder, type BenchContext, type Measured } from './bench-context';
import { setStage, startCarom, type Server } from './carom';
import { checkExactlyOnce } from './ledger';
import { postOpen } from './load';
import { LatencyHistogram, median, type Row } from './rows';
import { currentMib } from './usage';

interface Sample {
  readonly seconds: number;
  readonly memoryMib: number | null;
  readonly handles: number | null;
  readonly redisMib: number;
  readonly storeMib: number;
}

const destinations = 3;
const sampleEveryMs = 5_000;
/** What a figure may grow by, as noise: a heap breathes. */
const growthMax = 1.15;
const memoryMaxMib = 400;

function handlesOf(pid: number): number | null {
  try {
    return readdirSync(`/proc/${pid}/fd`).length;
  } catch {
    return null;
  }
}

function folderMib(folder: string): number {
  const files = readdirSync(folder).filter((name) => name.startsWith('carom.sqlite'));
  return files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0) / 2 ** 20;
}

async function redisMib(redis: Redis): Promise<number> {
  const used = /^used_memory:(\d+)/m.exec(await redis.info('memory'))?.[1];
  return Number(used ?? 0) / 2 ** 20;
}

/** Samples until it is stopped. */
function watch(server: Server, dataDir: string): () => Promise<readonly Sample[]> {
  const redis = new Redis({ path: server.redisSocket });
  const samples: Sample[] = [];
  const startedAt = Date.now();
  const look = async (): Promise<void> => {
    samples.push({
      seconds: Math.round((Date.now() - startedAt) / 1_000),
      memoryMib: currentMib(server.pids),
      handles: handlesOf(server.pids[0] ?? 0),
      redisMib: await redisMib(redis),
      storeMib: folderMib(dataDir),
    });
  };
  let looking = look();
  const timer = setInterval(() => {
    looking = looking.then(look);
  }, sampleEveryMs);
  return async () => {
    clearInterval(timer);
    await looking;
    redis.disconnect();
    return samples;
  };
}

/** The median of the last third against that of the second: the first is warming up. */
function growth(samples: readonly Sample[], read: (sample: Sample) => number | null): number | null {
  const known = samples.map(read).filter((value) => value !== null);
  const third = Math.floor(known.length / 3);
  if (third === 0) return null;
  return median(known.slice(-third)) / median(known.slice(third, 2 * third));
}

function growthRow(
  measure: string,
  samples: readonly Sample[],
  read: (sample: Sample) => number | null,
): Row {
  const ratio = growth(samples, read);
  const last = samples.map(read).at(-1) ?? null;
  return {
    measure,
    value: last === null ? 'n/a' : last.toFixed(1),
    baseline: 'its second third',
    ratio,
    goal: `≤ ${growthMax} ×`,
    met: ratio === null ? null : ratio <= growthMax,
  };
}

export async function measureSoak(context: BenchContext): Promise<Measured> {
  const { perSecond, forMs } = context.scale.soak;
  context.say(`Soak: ${perSecond}/s for ${Math.round(forMs / 1_000)} s`);
  return inFolder(async (dataDir) => {
    const server = await startCarom({ dataDir });
    try {
      const stage = await setStage(server, context.sink.urls);
      await context.sink.reset();
      const stop = watch(server, dataDir);
      const { accepted, dueAt } = await postOpen(stage.target, {
        perSecond,
        forMs,
        prefix: 's',
        first: 20_000_000,
      });
      const samples = await stop();
      const { arrivals } = await checkExactlyOnce(context.sink, accepted, destinations);
      const histogram = new LatencyHistogram();
      for (const [activity, times] of arrivals)
        for (const at of times) histogram.record(at - (dueAt.get(activity) ?? at));
      const latency = histogram.percentiles();
      const memory = Math.max(...samples.map(({ memoryMib }) => memoryMib ?? 0));
      return {
        rows: [
          {
            measure: `soak: ${accepted.length} activities × 3 at ${perSecond}/s`,
            value: `p50 ${latency.p50.toFixed(1)}, p99 ${latency.p99.toFixed(1)}, max ${latency.max.toFixed(0)} ms`,
            baseline: '',
            ratio: null,
            goal: 'no error, exactly once',
            met: true,
          },
          {
            measure: 'soak: most memory, server and Redis',
            value: `${memory.toFixed(1)} MiB`,
            baseline: '',
            ratio: null,
            goal: `≤ ${memoryMaxMib} MiB`,
            met: memory === 0 ? null : memory <= memoryMaxMib,
          },
          growthRow('soak: memory at the end, MiB', samples, ({ memoryMib }) => memoryMib),
          growthRow('soak: file handles at the end', samples, ({ handles }) => handles),
          growthRow('soak: Redis at the end, MiB', samples, ({ redisMib: mib }) => mib),
        ],
        details: { soak: { latency, samples } },
      };
    } finally {
      await server.stop();
    }
  });
}
