/** The metrics, by name. Enters: a registry. Leaves: its counters, histograms and gauges. It never holds personal data: labels are closed lists and partner ids. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

// Names are spelled at each definition so that a search finds them.
const fastSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 600];
const attemptSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30];

function makeCounters(registers: Registry[]) {
  return {
    accepted: new Counter({
      name: 'carom_activities_accepted_total',
      help: 'Activities that were answered 202.',
      registers,
    }),
    duplicates: new Counter({
      name: 'carom_activities_duplicate_total',
      help: 'Activities that were here already.',
      registers,
    }),
    refused: new Counter({
      name: 'carom_refused_total',
      help: 'What was refused, by fault.',
      labelNames: ['code'],
      registers,
    }),
    touches: new Counter({
      name: 'carom_touches_total',
      help: 'Clicks and impressions taken.',
      labelNames: ['type'],
      registers,
    }),
    touchesLate: new Counter({
      name: 'carom_touches_late_total',
      help: 'Touches whose visitor went on before the store had them.',
      registers,
    }),
    touchesLost: new Counter({
      name: 'carom_touches_lost_total',
      help: 'Touches that the store will never have.',
      registers,
    }),
    touchesPassed: new Counter({
      name: 'carom_touches_passed_total',
      help: 'Requests that made no touch of their own: repeats, looks ahead, bots.',
      labelNames: ['why'],
      registers,
    }),
    attributed: new Counter({
      name: 'carom_attributed_total',
      help: 'Verdicts, by kind and match type.',
      labelNames: ['kind', 'match_type'],
      registers,
    }),
    deliveries: new Counter({
      name: 'carom_deliveries_total',
      help: 'What became of deliveries.',
      labelNames: ['destination', 'outcome'],
      registers,
    }),
    attempts: new Counter({
      name: 'carom_attempts_total',
      help: 'Requests sent to destinations.',
      labelNames: ['destination'],
      registers,
    }),
    switched: new Counter({
      name: 'carom_destination_switched_total',
      help: 'Breakers opened and closed, callbacks disabled.',
      labelNames: ['what'],
      registers,
    }),
  };
}

function makeHistograms(registers: Registry[]) {
  return {
    attemptSeconds: new Histogram({
      name: 'carom_attempt_seconds',
      help: 'Time of one attempt.',
      labelNames: ['destination'],
      buckets: attemptSeconds,
      registers,
    }),
    latencySeconds: new Histogram({
      name: 'carom_latency_seconds',
      help: 'accept: request to answer; attribute: accepted to attributed; deliver: accepted to delivered; redirect.',
      labelNames: ['name'],
      buckets: fastSeconds,
      registers,
    }),
  };
}

function makeGauges(registers: Registry[]) {
  const gauge = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  return {
    sourceUp: gauge('carom_source_up', '1 where the source of the gauges answered in time.', ['source']),
    queueWaiting: gauge('carom_queue_waiting', 'Jobs that wait.', ['queue']),
    queueActive: gauge('carom_queue_active', 'Jobs in hand.', ['queue']),
    queueOldest: gauge('carom_queue_oldest_seconds', 'Age of the oldest waiting job.', ['queue']),
    unprocessed: gauge('carom_activities_unprocessed', 'Accepted activities that wait for attribution.'),
    oldestUnprocessed: gauge('carom_activities_oldest_seconds', 'Age of the oldest of them.'),
    quarantined: gauge('carom_activities_quarantined', 'Activities that could not be judged.'),
    openDeliveries: gauge('carom_deliveries_open', 'Deliveries that are not done.'),
    dueDeliveries: gauge(
      'carom_deliveries_due',
      'Deliveries that are due now, counted up to 100,000 a destination.',
    ),
  };
}

export function makeMetrics(registry: Registry) {
  const registers = [registry];
  return { ...makeCounters(registers), ...makeHistograms(registers), gauges: makeGauges(registers) };
}

export type Metrics = ReturnType<typeof makeMetrics>;
