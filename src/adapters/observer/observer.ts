/**
 * Logs and metrics. Enters: what stages say of their work. Leaves: one JSON line a stage, and a Prometheus exposition.
 * It never writes a secret or personal data: fields of such names are redacted, whoever logs them.
 */
import pino, { type DestinationStream } from 'pino';
import { collectDefaultMetrics, Registry } from 'prom-client';
import type { LogLevel, Observer } from '../../ports/observer';
import { fillGauges, type GaugeSources } from './gauges';
import { makeMetrics } from './metrics';
import { redactFields } from './redaction';

export interface ObserverOptions {
  readonly level: LogLevel | 'fatal' | 'trace' | 'silent';
  /** Absent: standard output. */
  readonly destination?: DestinationStream;
}

export interface RunningObserver extends Observer {
  /** The Prometheus exposition; answers within about a second, whatever the gauges' sources do. */
  metrics(): Promise<string>;
  setGauges(sources: GaugeSources): void;
  /** Writes out what is buffered. */
  close(): void;
}

/** Streams of pino's own can be written out at once. */
type FlushedStream = DestinationStream & { flushSync?: () => void };

const gaugesTimeoutMs = 1_000;

function openLog(options: ObserverOptions) {
  const out: FlushedStream = options.destination ?? pino.destination({ dest: 1, sync: false });
  const log = pino(
    {
      level: options.level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: pino.stdSerializers.err, cause: pino.stdSerializers.err },
    },
    out,
  );
  return {
    log,
    flush: (): void => {
      try {
        out.flushSync?.();
      } catch {
        // Standard output is closed already, or was never opened: there is nobody left to tell.
      }
    },
  };
}

export function createObserver(options: ObserverOptions): RunningObserver {
  const { log, flush } = openLog(options);
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const metrics = makeMetrics(registry);
  let gauges: GaugeSources | null = null;
  return {
    log(level, stage, fields, message) {
      if (log.isLevelEnabled(level)) log[level](redactFields({ stage, ...fields }), message);
    },
    accepted: (count) => metrics.accepted.inc(count),
    duplicates: (count) => metrics.duplicates.inc(count),
    refused: (code, count) => metrics.refused.inc({ code }, count),
    touches: (type, count) => metrics.touches.inc({ type }, count),
    touchFate(fate, count) {
      if (fate === 'late') metrics.touchesLate.inc(count);
      else if (fate === 'lost') metrics.touchesLost.inc(count);
      else metrics.touchesPassed.inc({ why: fate }, count);
    },
    attributed: (kind, matchType, count) => metrics.attributed.inc({ kind, match_type: matchType }, count),
    delivery: (destination, outcome, count) => metrics.deliveries.inc({ destination, outcome }, count),
    attempt(destination, seconds) {
      metrics.attempts.inc({ destination });
      metrics.attemptSeconds.observe({ destination }, seconds);
    },
    switched: (what) => metrics.switched.inc({ what }),
    latency: (name, seconds) => metrics.latencySeconds.observe({ name }, seconds),
    async metrics() {
      if (gauges !== null) await fillGauges(metrics.gauges, gauges, gaugesTimeoutMs);
      return registry.metrics();
    },
    setGauges: (sources) => (gauges = sources),
    close: flush,
  };
}
