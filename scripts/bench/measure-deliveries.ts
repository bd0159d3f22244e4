/**
 * How many deliveries a second, one activity to three destinations, from the first post to the last arrival: accepted, attributed, planned, sent and
 * recorded. Enters: the context, a running server. Leaves: rows against the naive router and the wire alone, CPU and memory. The load and the sink run on
 * the same machine and are not in the CPU figure.
 */
import type { BenchContext, Measured } from './bench-context';
import type { Server, Stage } from './carom';
import { startChild } from './child';
import { checkExactlyOnce } from './ledger';
import { postClosed, type ClosedLoad } from './load';
import { withRedis } from './measure-ingest';
import { ceilingRow, median, perSecond, ratioRow } from './rows';
import type { Arrivals } from './sink';
import type { Target } from './activity';
import { cpuSeconds, peakMib } from './usage';
import type { WireQuestion } from './baseline-wire';

const senders = 64;
const destinations = 3;
/** As the server's default for one origin. */
const originConcurrency = 32;

interface Sent {
  readonly perSecond: number;
  readonly cpuPerThousand: number | null;
  readonly arrivals: Arrivals;
}

interface Round {
  readonly one: number;
  readonly hundred: number;
  readonly naive: number;
  readonly wire: number;
  readonly cpuOne: number | null;
  readonly cpuHundred: number | null;
}

async function send(
  { sink }: BenchContext,
  target: Target,
  pids: readonly number[],
  load: Omit<ClosedLoad, 'senders'>,
): Promise<Sent> {
  await sink.reset();
  const before = cpuSeconds(pids);
  const { accepted, startedAt } = await postClosed(target, { ...load, senders });
  const deliveries = accepted.length * destinations;
  const lastAt = await sink.reaches(deliveries);
  const after = cpuSeconds(pids);
  const arrivals = await checkExactlyOnce(sink, accepted, destinations);
  return {
    perSecond: perSecond(deliveries, lastAt - startedAt),
    cpuPerThousand: before === null || after === null ? null : ((after - before) * 1_000) / accepted.length,
    arrivals,
  };
}

async function measureNaive(context: BenchContext): Promise<number> {
  return withRedis(async (socket) => {
    const child = await startChild('baseline-naive', socket, ...context.sink.urls);
    try {
      const target = { port: child.ready as number, path: '/v1/activities', key: 'none' };
      await send(context, target, [], { batch: 1, prefix: 'warm', first: 0, total: 300 });
      const total = context.scale.naiveActivities;
      return (await send(context, target, [], { batch: 1, prefix: 'n', first: 0, total })).perSecond;
    } finally {
      await child.stop();
    }
  });
}

async function measureWire({ sink, scale }: BenchContext, { sample }: Arrivals): Promise<number> {
  if (sample === null) throw new Error('The sink kept no sample.');
  const child = await startChild('baseline-wire');
  // Node and undici set these themselves.
  const own = new Set(['host', 'connection', 'content-length', 'carom-delivery-id']);
  const headers = Object.fromEntries(Object.entries(sample.headers).filter(([name]) => !own.has(name)));
  const total = scale.activities * destinations;
  const question: WireQuestion = {
    origins: sink.urls,
    headers,
    body: sample.body,
    total,
    concurrency: originConcurrency,
  };
  try {
    await child.ask({ ...question, total: 1_000 } satisfies WireQuestion);
    await sink.reset();
    const tookMs = (await child.ask(question)) as number;
    return perSecond(total, tookMs);
  } finally {
    await child.stop();
  }
}

export async function measureDeliveries(
  context: BenchContext,
  server: Server,
  stage: Stage,
): Promise<Measured> {
  const { rounds, activities: total } = context.scale;
  const { target } = stage;
  await send(context, target, server.pids, { batch: 1, prefix: 'warm', first: 0, total: 1_000 });
  const measured: Round[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    context.say(`Deliveries, round ${round} of ${rounds}`);
    const first = round * 1_000_000;
    const one = await send(context, target, server.pids, { batch: 1, prefix: `o${round}`, first, total });
    const hundred = await send(context, target, server.pids, {
      batch: 100,
      prefix: `h${round}`,
      first: first + 500_000,
      total,
    });
    measured.push({
      one: one.perSecond,
      hundred: hundred.perSecond,
      naive: await measureNaive(context),
      wire: await measureWire(context, one.arrivals),
      cpuOne: one.cpuPerThousand,
      cpuHundred: hundred.cpuPerThousand,
    });
  }
  const of = (name: keyof Round): number | null => {
    const known = measured.map((round) => round[name]).filter((value) => value !== null);
    return known.length === 0 ? null : median(known);
  };
  const [one, hundred] = [of('one') ?? 0, of('hundred') ?? 0];
  const wire = { name: 'undici alone', value: of('wire') ?? 0 };
  const naive = { name: 'naive router', value: of('naive') ?? 0 };
  return {
    rows: [
      ratioRow('deliveries × 3, posted one by one', one, naive, 5),
      ratioRow('deliveries × 3, posted by the hundred', hundred, naive, null),
      ratioRow('deliveries against the wire', hundred, wire, 0.5),
      ceilingRow('CPU for 1,000 activities × 3, one by one', of('cpuOne'), 's', 0.5),
      ceilingRow('CPU for 1,000 activities × 3, by the hundred', of('cpuHundred'), 's', null),
      ceilingRow('peak memory, server and Redis', peakMib(server.pids), 'MiB', 400),
    ],
    details: { deliveries: measured },
  };
}
