/**
 * `npm run bench`: how fast it is, against what else could be used, side by side in one run on one machine. Enters: `--quick`, `--full`, `--soak`, `--clicks`, `--profile`,
 * `--store mongodb`.
 * Leaves: one table on standard output, all figures in `.cache/`; exit code 1 where an accepted activity was not delivered exactly once. A missed goal
 * is shown, and fails nothing: ratios on a busy machine are no test.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { packageDir } from '../src/version';
import { inFolder, type BenchContext, type Measured } from './bench/bench-context';
import { setStage, startCarom } from './bench/carom';
import { fillTouches } from './bench/fill-touches';
import { startSink } from './bench/ledger';
import { measureClicks } from './bench/measure-clicks';
import { measureDeliveries } from './bench/measure-deliveries';
import { measureIngest } from './bench/measure-ingest';
import { measureLatency } from './bench/measure-latency';
import { measurePure } from './bench/measure-pure';
import { measureSoak } from './bench/measure-soak';
import { measureTouches } from './bench/measure-touches';
import { printTable } from './bench/rows';
import { readScale } from './bench/scale';
import { chooseStore, leaveStore } from './bench/store';

const cacheDir = join(packageDir, '.cache');
/** Clicks of phones that will install: the store is not empty when deliveries are measured. */
const storedClicks = 20_000;

/** Deliveries and latency share a server, so that what it keeps of the first shows in the second. */
async function measureServer(context: BenchContext): Promise<readonly Measured[]> {
  const { scale, sink, profileDir } = context;
  return inFolder(async (dataDir) => {
    const server = await startCarom({ dataDir, ...(scale.profile ? { profileDir } : {}) });
    try {
      const stage = await setStage(server, sink.urls);
      for (let round = 1; round <= scale.rounds; round += 1)
        await fillTouches(dataDir, stage, { from: round * 1_000_000, to: round * 1_000_000 + storedClicks });
      const deliveries = await measureDeliveries(context, server, stage);
      return [deliveries, await measureLatency(context, stage)];
    } finally {
      await server.stop();
    }
  });
}

async function measureAll(context: BenchContext): Promise<readonly Measured[]> {
  return [
    await measurePure(context),
    ...(await measureServer(context)),
    await measureIngest(context),
    await measureTouches(context),
    await measureClicks(context),
  ];
}

async function run(): Promise<void> {
  const scale = readScale(process.argv.slice(2));
  const startedAt = new Date();
  const profileDir = join(cacheDir, 'profiles');
  const store = await chooseStore(scale.store);
  const sink = await startSink();
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const context: BenchContext = { scale, sink, profileDir, say };
  try {
    const measured = scale.onlySoak
      ? [await measureSoak(context)]
      : scale.onlyClicks
        ? [await measureClicks(context)]
        : await measureAll(context);
    const rows = measured.flatMap((each) => each.rows);
    const machine = {
      cores: availableParallelism(),
      cpu: cpus()[0]?.model ?? 'unknown',
      memoryMib: Math.round(totalmem() / 2 ** 20),
      node: process.version,
      load: loadavg(),
    };
    const details = Object.assign({}, ...measured.map((each) => each.details)) as object;
    mkdirSync(cacheDir, { recursive: true });
    const file = join(cacheDir, `bench-${startedAt.toISOString().replace(/[:.]/g, '-')}.json`);
    const took = Math.round((Date.now() - startedAt.getTime()) / 1_000);
    writeFileSync(
      file,
      `${JSON.stringify({ at: startedAt, scale, seconds: took, machine, rows, details }, null, 2)}\n`,
    );
    process.stdout.write(
      `${printTable(rows)}\n\n${store}, ${scale.name}, ${took} s, ${machine.cores} cores, Node ${machine.node}. ` +
        `Every accepted activity was delivered exactly once. All figures: ${file}\n`,
    );
  } finally {
    await sink.stop();
    await leaveStore();
  }
}

run().catch((cause: unknown) => {
  process.stderr.write(`bench: ${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`);
  process.exit(1);
});
