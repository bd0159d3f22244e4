/** What a stage says about its work: one wide log line, counters, latencies. Personal data and secrets never go in. */

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface Observer {
  /** One wide line a stage; `stage` is accept, touch, attribute, plan, deliver, record, sweep, http, … */
  log(level: LogLevel, stage: string, fields: Readonly<Record<string, unknown>>, message?: string): void;
  accepted(count: number): void;
  duplicates(count: number): void;
  /** `code` is a fault kind. */
  refused(code: string, count: number): void;
  touches(type: string, count: number): void;
  /**
   * `late`: the redirect went on before the store had it. `lost`: it never will. `repeated`: counted with the one it repeats. The others made no touch:
   * somebody looked.
   */
  touchFate(fate: 'late' | 'lost' | 'repeated' | 'head' | 'prefetch' | 'bot', count: number): void;
  attributed(kind: string, matchType: string, count: number): void;
  /** `destination` is the partner's id, or `callback`; `outcome` is delivered, failed, retrying, skipped, deferred. */
  delivery(destination: string, outcome: string, count: number): void;
  attempt(destination: string, seconds: number): void;
  /** What the service did to a destination of its own accord; the log line beside it names the destination. */
  switched(what: 'breaker_opened' | 'breaker_closed' | 'callback_disabled'): void;
  /** Latencies in seconds: `accept` (request to answer), `attribute` (accepted to attributed), `deliver` (accepted to delivered), `redirect`. */
  latency(name: 'accept' | 'attribute' | 'deliver' | 'redirect', seconds: number): void;
}
