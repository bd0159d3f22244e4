/**
 * From being due to being received, at a fixed rate. Enters: the context, a running server. Leaves: percentiles over every delivery. The schedule stands
 * before the first request, and latency counts from it, so that a server that stalls is charged for what it held up.
 */
import type { BenchContext, Measured } from './bench-context';
import type { Stage } from './carom';
import { checkExactlyOnce } from './ledger';
import { postOpen } from './load';
import { LatencyHistogram, type Percentiles, type Row } from './rows';

const destinations = 3;

const goals: Readonly<Record<number, { readonly p50: number; readonly p99: number }>> = {
  200: { p50: 5, p99: 15 },
  1000: { p50: 15, p99: 100 },
};

async function measureRate(
  { sink }: BenchContext,
  stage: Stage,
  load: { readonly perSecond: number; readonly forMs: number },
): Promise<Percentiles> {
  const warmMs = 2_000;
  await sink.reset();
  const { accepted, dueAt } = await postOpen(stage.target, {
    ...load,
    forMs: load.forMs + warmMs,
    prefix: `l${load.perSecond}`,
    first: 8_000_000 + load.perSecond * 1_000,
  });
  const { arrivals } = await checkExactlyOnce(sink, accepted, destinations);
  const histogram = new LatencyHistogram();
  const countedFrom = Math.min(...dueAt.values()) + warmMs;
  for (const [activity, times] of arrivals) {
    const due = dueAt.get(activity);
    if (due === undefined || due < countedFrom) continue;
    for (const at of times) histogram.record(at - due);
  }
  return histogram.percentiles();
}

export async function measureLatency(context: BenchContext, stage: Stage): Promise<Measured> {
  const rows: Row[] = [];
  const details: Record<string, Percentiles> = {};
  for (const load of context.scale.latency) {
    context.say(`Latency at ${load.perSecond}/s`);
    const found = await measureRate(context, stage, load);
    const goal = goals[load.perSecond];
    details[`latency_${load.perSecond}`] = found;
    rows.push({
      measure: `sent → received × 3 at ${load.perSecond}/s`,
      value: `p50 ${found.p50.toFixed(1)}, p95 ${found.p95.toFixed(1)}, p99 ${found.p99.toFixed(1)}, max ${found.max.toFixed(0)} ms`,
      baseline: '',
      ratio: null,
      goal: goal === undefined ? '' : `p50 ≤ ${goal.p50}, p99 ≤ ${goal.p99} ms`,
      met: goal === undefined ? null : found.p50 <= goal.p50 && found.p99 <= goal.p99,
    });
  }
  return { rows, details };
}
