/** The API's start. Enters: the parts. Leaves: a server that listens; what ends it stands in the lifecycle, the door before what is behind it. */
import type { AddressInfo } from 'node:net';
import { createServer } from './api/server';
import { validatePolicy } from './attribute/policy-schema';
import { watchBacklog } from './backlog';
import { createTokens } from './deliver/oauth-tokens';
import { describeError, Fault } from './errors';
import { createIntake, type Intake } from './ingest/intake';
import { createUlidSource } from './ingest/ulid';
import { createKeyUses } from './key-uses';
import { lookup } from './lookup';
import { createOptOutBook } from './opt-outs';
import type { Parts } from './parts';
import { Waker } from './pipeline';
import { createPolicyBook } from './policy-book';
import type { StoreCounts } from './ports/store';
import { createHashForms } from './registry';
import { createSendTest } from './send-test';
import type { Sweeper } from './sweeper';
import { createTouchStore } from './touch-store';
import { version } from './version';

const backlogEveryMs = 1_000;

/** What waits for attribution, as the sweeper counts it; who has none looks for itself. */
function countsOf({ store, life, clock }: Parts, sweeper: Sweeper | null): () => StoreCounts | null {
  if (sweeper !== null) return () => sweeper.counts();
  const watch = watchBacklog(store, clock, backlogEveryMs);
  life.add('backlog', 500, () => watch.stop());
  return () => watch.counts();
}

/** @returns where it listens. */
export async function startApi(parts: Parts, sweeper: Sweeper | null): Promise<string> {
  const { config, role, life, clock, observer, store, secrets, registry, queue, sender } = parts;
  const uses = createKeyUses({ store, clock, observer });
  life.add('key uses', 500, () => uses.close());
  const directory = uses.watch(parts.directory);
  const tokens = createTokens(sender);
  const { isAnonymous } = parts;
  const counts = countsOf(parts, sweeper);
  const waker = new Waker({ queue, store, observer });
  const intake: Intake = createIntake({
    directory,
    store,
    clock,
    observer,
    secrets,
    isAnonymous,
    partitions: config.queuePartitions,
    commitItems: config.commitItems,
    commitMs: config.commitMs,
    lineMax: config.lineMax,
    lineMs: config.lineMs,
    queueLeaseMs: config.queueLeaseSeconds * 1_000,
    storeTouches: createTouchStore({
      store,
      queue,
      directory,
      secrets,
      clock,
      observer,
      optOuts: createOptOutBook({ store, secrets }),
      leaseMs: config.queueLeaseSeconds * 1_000,
      deliveryBatch: config.deliveryBatch,
    }),
    onAccepted: (activities) => waker.wake(activities),
    overloaded: () => overloaded(),
    trustProxy: config.trustProxy,
    hashForms: createHashForms(directory, registry),
  });
  // What waits for attribution, and the store itself: while it stands still nobody is let in to wait for it.
  const overloaded = (): boolean =>
    (counts()?.unprocessed ?? 0) > config.backlogMax || intake.line().activitiesOldestMs > config.lineMs;
  const lookingUp = {
    store,
    directory,
    secrets,
    isAnonymous,
    clock,
    policies: createPolicyBook(),
    makeId: createUlidSource(),
  };
  const server = createServer({
    intake: role === 'worker' ? { handle: () => false } : intake,
    conversions: intake.conversions,
    overloaded,
    store,
    directory,
    secrets,
    isAnonymous,
    clock,
    observer,
    metrics: parts.metrics,
    templates: () => registry.all(),
    validatePolicy: (document, scope) => void validatePolicy(document, scope === 'app' ? 'app' : 'touch'),
    pingQueue: () => queue.ping(),
    lanes: () => parts.board.read(),
    lookup: (app, asked) => lookup(app, asked, lookingUp),
    limits: parts.limits,
    sendTest: createSendTest({ sender, tokens, clock, directory, secrets, store, observer }),
    rateLimit: { perKey: config.rateLimitKey, perAddress: config.rateLimitIp },
    role,
    version,
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(config.port, config.host, listening);
  }).catch((cause: unknown) => {
    throw new Fault('invalid_settings', {
      message: `Cannot listen on ${config.host}:${config.port}: ${describeError(cause)}. Set HOST or PORT.`,
    });
  });
  life.add('hand-over', 1_000, () => waker.drain());
  life.add('intake', 2_000, () => intake.drain());
  life.add('http', 2_000, () => {
    server.close();
    server.closeIdleConnections();
  });
  const { port } = server.address() as AddressInfo;
  return `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
}
