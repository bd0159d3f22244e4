/**
 * One batch of a partition: taken, decided, committed. Enters: a partition. Leaves: what is to be sent, claimed by who asked, and what there is to count.
 * It runs beside the store, in the store's own thread where it has one, and sends nothing.
 */
import { decide, type DecideDeps } from './decide';
import { newClaim, newTicket } from './hand-over';
import { askedAt, wasJudged } from './moves';
import { isLater, type Delivery } from './model/delivery';
import { packDeliveries, unpackDeliveries, type PackedDeliveries } from './pack-deliveries';
import type { ProcessedActivity, StoredActivity } from './ports/store';

export interface DecideTerms {
  readonly partition: number;
  /** Activities taken at most. */
  readonly limit: number;
  /** How long the deliveries are the asker's, milliseconds. */
  readonly claimMs: number;
}

/** Plain values: it may cross a thread. */
export interface DecidedBatch {
  /** 0: nothing waits. */
  readonly took: number;
  /** Those whose verdict was committed. */
  readonly activities: readonly string[];
  readonly stale: number;
  /** Pending, and claimed. */
  readonly deliveries: readonly Delivery[];
  /** Epoch milliseconds. */
  readonly claimedUntil: number;
  /** Names the hold on all of them. */
  readonly claim: number;
  /** Kind, how it matched, how many. */
  readonly verdicts: readonly (readonly [kind: string, match: string, count: number])[];
  /** Destination, how many were not sent to it by some rule. */
  readonly skipped: readonly (readonly [destination: string, count: number])[];
  /** From acceptance to the commit, milliseconds, one an activity. */
  readonly waitedMs: readonly number[];
  readonly tookMs: number;
  /** Of what is managed, as it was planned with. */
  readonly directoryVersion: number;
}

/** As it crosses a thread. */
export type PackedBatch = Omit<DecidedBatch, 'deliveries'> & { readonly packed: PackedDeliveries };

export function packBatch({ deliveries, ...rest }: DecidedBatch): PackedBatch {
  return { ...rest, packed: packDeliveries(deliveries) };
}

export function unpackBatch({ packed, ...rest }: PackedBatch): DecidedBatch {
  return { ...rest, deliveries: unpackDeliveries(packed) };
}

export interface Decider {
  /** @rejects Fault of the store; then nothing was committed, or it is found so the next time. */
  decide(terms: DecideTerms): Promise<DecidedBatch>;
}

const nothing: DecidedBatch = {
  took: 0,
  activities: [],
  stale: 0,
  deliveries: [],
  claimedUntil: 0,
  claim: 0,
  verdicts: [],
  skipped: [],
  waitedMs: [],
  tookMs: 0,
  directoryVersion: 0,
};

export type DeciderDeps = DecideDeps & {
  readonly directory: { version(): number };
  /** A line a verdict, at level debug: worth its making only where it is read. */
  readonly logVerdicts: boolean;
};

export function createDecider(deps: DeciderDeps): Decider {
  return { decide: (terms) => decideBatch(terms, deps) };
}

async function decideBatch(terms: DecideTerms, deps: DeciderDeps): Promise<DecidedBatch> {
  const { store, clock, directory } = deps;
  const startedAt = clock.now();
  const stored = await store.takeUnprocessed(terms.partition, terms.limit);
  if (stored.length === 0) return nothing;
  const decided = await decide(stored, deps);
  const claimedUntil = clock.now() + terms.claimMs;
  const claim = newClaim();
  const results = await store.commitProcessed(decided, newTicket(), claimedUntil, claim);
  // What is stale may be so because somebody opted out meanwhile.
  if (results.includes('stale')) await deps.optOuts.refresh();
  const now = clock.now();
  const committed = decided.filter((_, at) => results[at] === 'done');
  if (deps.logVerdicts) for (const each of committed) logVerdict(each, deps);
  return {
    took: stored.length,
    activities: committed.map(({ id }) => id),
    stale: stored.length - committed.length,
    deliveries: committed.flatMap(({ deliveries }) =>
      deliveries.filter((delivery) => delivery.status === 'pending' && !isLater(delivery)),
    ),
    claimedUntil,
    claim,
    // A move that is told is no second verdict.
    verdicts: countVerdicts(decided.filter((_, at) => results[at] === 'done' && !isJudged(stored[at]))),
    skipped: countSkipped(committed),
    waitedMs: waits(stored, results, now),
    tookMs: now - startedAt,
    directoryVersion: directory.version(),
  };
}

function isJudged(stored: StoredActivity | undefined): boolean {
  return stored !== undefined && wasJudged(stored);
}

function matchOf({ attribution }: ProcessedActivity): string {
  return attribution?.match_type ?? attribution?.status ?? 'none';
}

function countVerdicts(committed: readonly ProcessedActivity[]): DecidedBatch['verdicts'] {
  const counts = new Map<string, [string, string, number]>();
  for (const processed of committed) {
    const match = matchOf(processed);
    const name = `${processed.kind} ${match}`;
    const known = counts.get(name);
    if (known === undefined) counts.set(name, [processed.kind, match, 1]);
    else known[2] += 1;
  }
  return [...counts.values()];
}

function countSkipped(committed: readonly ProcessedActivity[]): DecidedBatch['skipped'] {
  const counts = new Map<string, number>();
  for (const { deliveries } of committed)
    for (const { status, partner = 'callback' } of deliveries)
      if (status === 'skipped') counts.set(partner, (counts.get(partner) ?? 0) + 1);
  return [...counts];
}

function waits(
  stored: readonly StoredActivity[],
  results: readonly ('done' | 'stale')[],
  now: number,
): readonly number[] {
  return stored
    .filter((_, at) => results[at] === 'done')
    .map(({ activity }) => Math.max(0, now - askedAt(activity)));
}

function logVerdict(processed: ProcessedActivity, { observer }: DeciderDeps): void {
  const { app, id, kind, attribution, deliveries } = processed;
  observer.log('debug', 'attribute', {
    app,
    activity: id,
    kind,
    partner: attribution?.partner ?? null,
    match: matchOf(processed),
    deliveries: deliveries.map(({ id: delivery, status, reason }) => ({ id: delivery, status, reason })),
  });
}
