#!/usr/bin/env node
/**
 * The composition root: the only file that builds adapters. Enters: a command line and an environment. Leaves: a running server, or one sentence on
 * standard error and exit code 1.
 */
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { createQueue } from './adapters/bullmq/bullmq-queue';
import { openDirectory } from './adapters/directory/directory';
import { createSender } from './adapters/http/undici-sender';
import { lockDataDir } from './adapters/lock/data-dir-lock';
import { joinWorkers } from './adapters/lock/workers-lock';
import { createObserver, type RunningObserver } from './adapters/observer/observer';
import { findEmbeddedRedis, startEmbeddedRedis, type EmbeddedRedis } from './adapters/redis/embedded-redis';
import { createSecrets } from './adapters/secrets/secrets';
import { openSqliteStore } from './adapters/sqlite/sqlite-store';
import { createServer } from './api/server';
import { validatePolicy } from './attribute/policy-schema';
import { watchBacklog } from './backlog';
import { readCommand, type ServerRole } from './command';
import { loadConfig, type Config } from './config';
import { deliver } from './deliver/deliver';
import { createDispatcher, type Dispatcher } from './deliver/dispatcher';
import { describeError, Fault } from './errors';
import { answerQuestion } from './explain-command';
import { greetRedis } from './greet-redis';
import { createIntake } from './ingest/intake';
import { settleAdminKey, settleSecretKey } from './installation';
import { createUlidSource } from './ingest/ulid';
import { Lifecycle } from './lifecycle';
import { lookup } from './lookup';
import { createPipeline, Waker } from './pipeline';
import { createPolicyBook } from './policy-book';
import type { Clock } from './ports/clock';
import type { ManagedDirectory } from './ports/directory';
import type { Queue } from './ports/queue';
import type { Secrets } from './ports/secrets';
import type { Sender } from './ports/sender';
import type { Store, StoreCounts } from './ports/store';
import { createHashForms, createRegistry, readBuiltinTemplates, type Registry } from './registry';
import { reroute } from './reroute';
import { createReveal, revealIntegration } from './reveal';
import { createSweeper, type Sweeper } from './sweeper';
import { createTouchStore } from './touch-store';
import { packageDir, version } from './version';

/** SIGTERM to exit, at the very most; the parts have their own, shorter times. */
const stopWithinMs = 9_500;
/** Of these, what a start that is under way gets to give up. */
const giveUpWithinMs = 2_000;
const backlogEveryMs = 1_000;
const clock: Clock = { now: () => Date.now() };

interface Parts {
  readonly config: Config;
  readonly role: ServerRole;
  readonly life: Lifecycle;
  readonly observer: RunningObserver;
  readonly store: Store;
  readonly secrets: Secrets;
  readonly directory: ManagedDirectory;
  readonly registry: Registry;
  readonly queue: Queue;
  /** This process's own; null where another process runs it or the settings name one. */
  readonly ownRedis: EmbeddedRedis | null;
  readonly sender: Sender;
}

/** The embedded store's file; null where the store is a server. */
function storeFile(config: Config): string | null {
  if (config.storeUrl.startsWith('mongodb')) return null;
  return resolve(
    config.storeUrl === '' ? join(config.dataDir, 'carom.sqlite') : config.storeUrl.slice('sqlite:'.length),
  );
}

async function openStore(config: Config): Promise<Store> {
  const path = storeFile(config);
  if (path !== null) return openSqliteStore({ path });
  throw new Fault('invalid_settings', {
    message: 'STORE_URL: this version has no MongoDB engine yet; use sqlite:<path>.',
  });
}

/** The Redis that the settings name, or this data folder's own. */
async function openRedis(
  config: Config,
  role: ServerRole,
  life: Lifecycle,
  observer: RunningObserver,
): Promise<{ url: string; own: EmbeddedRedis | null }> {
  if (config.redisUrl !== '') return { url: config.redisUrl, own: null };
  if (role === 'worker') {
    const found = await findEmbeddedRedis(config.dataDir);
    if (found !== null) return { url: found, own: null };
    throw new Fault('invalid_settings', {
      message: `No Redis: set REDIS_URL, or start the API on the data folder ${config.dataDir} first.`,
    });
  }
  const { dataDir } = config;
  const redis = await startEmbeddedRedis({ dataDir, observer, signal: life.signal });
  life.add('embedded redis', 3_500, () => redis.stop());
  return { url: redis.url, own: redis };
}

async function openParts(
  config: Config,
  role: ServerRole,
  life: Lifecycle,
  print: (line: string) => void,
): Promise<Parts> {
  const observer = createObserver({ level: config.logLevel });
  life.tell(observer);
  life.add('log', 500, () => observer.close());
  const builtin = await readBuiltinTemplates(
    config.templatesDir === '' ? join(packageDir, 'partner-templates') : config.templatesDir,
  );
  mkdirSync(config.dataDir, { recursive: true });
  if (role !== 'worker') {
    const lock = lockDataDir(config.dataDir);
    life.add('data folder', 500, () => lock.release());
  }
  const { url: redisUrl, own: ownRedis } = await openRedis(config, role, life, observer);
  const store = await openStore(config);
  life.add('store', 2_000, () => store.close());
  const secrets = createSecrets(await settleSecretKey(store, config.secretKey, clock.now()));
  const adminKey = role === 'worker' ? null : await settleAdminKey(store, config.adminKey, clock.now());
  if (adminKey !== null) print(`Admin key, shown this once: ${adminKey}`);
  const directory = await openDirectory(store, {
    pollMs: 400,
    onError: (cause) => observer.log('warn', 'directory', { error: describeError(cause) }),
  });
  life.add('directory', 500, () => directory.close());
  const queue = createQueue({
    redisUrl,
    prefix: config.redisPrefix,
    partitions: config.queuePartitions,
    observer,
  });
  life.add('queue', 1_500, () => queue.close());
  await greetRedis({ queue, store, clock, observer }, life.signal);
  const direct = createSender({
    connectTimeoutMs: config.connectTimeoutMs,
    timeoutMs: config.deliveryTimeoutMs,
    allowPrivate: config.allowPrivateDestinations,
    allowPorts: config.allowPorts,
    connectionsPerOrigin: config.originConcurrency,
  });
  const sender = config.rerouteDeliveries === '' ? direct : reroute(direct, config.rerouteDeliveries);
  life.add('sender', 1_000, () => sender.close());
  const registry = createRegistry(builtin, directory, observer);
  return { config, role, life, observer, store, secrets, directory, registry, queue, ownRedis, sender };
}

/**
 * Where no other worker lives on the store's file, whoever held something is dead, and all of it is free again at once. Jobs in a Redis of our own
 * are then of the earlier life: without them no partition waits for a dead worker's lock to run out.
 */
async function joinOthers({ config, life, observer, store, ownRedis }: Parts): Promise<void> {
  const file = storeFile(config);
  if (file === null) return;
  const lock = await joinWorkers(`${file}.workers`, async () => {
    await ownRedis?.empty();
    await store.releaseQueued({ claimed: true });
  });
  life.add('place among the workers', 500, () => lock.leave());
  observer.log('info', 'sweep', { alone: lock.alone }, 'joined the workers of this store');
}

/** Attributes, plans, sends and sweeps. */
async function startWorker(parts: Parts): Promise<{ sweeper: Sweeper; dispatcher: Dispatcher }> {
  const { config, life, observer, store, secrets, directory, registry, queue, sender } = parts;
  const reveal = createReveal(directory, secrets);
  const means = {
    sender,
    clock,
    random: () => Math.random(),
    retryScheduleSeconds: config.retryScheduleSeconds,
    reveal,
    userAgent: `Carom/${version}`,
  };
  const dispatcher = createDispatcher({
    deliver: (delivery) => deliver(delivery, means),
    record: (outcomes) => store.recordOutcomes(outcomes),
    release: (ids, availableAt) => store.releaseDeliveries(ids, availableAt),
    concurrency: config.deliveryConcurrency,
    originConcurrency: config.originConcurrency,
    clock,
    random: () => Math.random(),
    observer,
  });
  const leaseMs = config.queueLeaseSeconds * 1_000;
  const pipeline = createPipeline({
    store,
    queue,
    directory,
    dispatcher,
    secrets,
    clock,
    observer,
    policies: createPolicyBook(),
    template: (partner) => registry.template(partner),
    processBatch: config.processBatch,
    deliveryBatch: config.deliveryBatch,
    leaseMs,
    // The wait for room and in line, the attempt, and its recording.
    claimMs: config.deliveryTimeoutMs + config.connectTimeoutMs + 15_000,
  });
  const { sweepMs: everyMs, deliveryBatch } = config;
  const sweeper = createSweeper({ store, queue, clock, observer, everyMs, leaseMs, deliveryBatch });
  await joinOthers(parts);
  // Before the first job: what the queue lost is noticed, and what waits is on its way at once.
  await sweeper.sweep();
  await queue.work(pipeline);
  // Together: jobs in hand wait for room in the dispatcher, which gives way only once it drains.
  life.add('workers', 5_000, () => Promise.all([queue.stopWorking(), dispatcher.drain(4_500)]));
  sweeper.start();
  life.add('sweeper', 1_000, () => sweeper.stop());
  return { sweeper, dispatcher };
}

/** What waits for attribution, as the sweeper counts it; who has none looks for itself. */
function countsOf({ store, life }: Parts, sweeper: Sweeper | null): () => StoreCounts | null {
  if (sweeper !== null) return () => sweeper.counts();
  const watch = watchBacklog(store, clock, backlogEveryMs);
  life.add('backlog', 500, () => watch.stop());
  return () => watch.counts();
}

async function startApi(parts: Parts, sweeper: Sweeper | null): Promise<string> {
  const { config, role, life, observer, store, secrets, directory, registry, queue, sender } = parts;
  const counts = countsOf(parts, sweeper);
  const waker = new Waker({ queue, store, observer });
  const intake = createIntake({
    directory,
    store,
    clock,
    observer,
    secrets,
    partitions: config.queuePartitions,
    commitItems: config.commitItems,
    commitMs: config.commitMs,
    lineMax: config.lineMax,
    queueLeaseMs: config.queueLeaseSeconds * 1_000,
    storeTouches: createTouchStore({
      store,
      queue,
      directory,
      secrets,
      clock,
      observer,
      leaseMs: config.queueLeaseSeconds * 1_000,
      deliveryBatch: config.deliveryBatch,
    }),
    onAccepted: (activities) => waker.wake(activities),
    overloaded: () => (counts()?.unprocessed ?? 0) > config.backlogMax,
    trustProxy: config.trustProxy,
    hashForms: createHashForms(directory, registry),
  });
  const deciding = {
    store,
    directory,
    secrets,
    clock,
    observer,
    policies: createPolicyBook(),
    template: (partner: string) => registry.template(partner),
    makeId: createUlidSource(),
  };
  const server = createServer({
    intake: role === 'worker' ? { handle: () => false } : intake,
    store,
    directory,
    secrets,
    clock,
    observer,
    metrics: () => observer.metrics(),
    templates: () => registry.all(),
    validatePolicy: (document, scope) => void validatePolicy(document, scope === 'app' ? 'app' : 'touch'),
    pingQueue: () => queue.ping(),
    lookup: (app, asked) => lookup(app, asked, deciding),
    sendTest: async (delivery, integration) => {
      const means = {
        sender,
        clock,
        random: () => Math.random(),
        retryScheduleSeconds: [],
        reveal:
          integration === null
            ? createReveal(directory, secrets)
            : () => revealIntegration(integration, secrets),
        userAgent: `Carom/${version}`,
      };
      return (await deliver(delivery, means)).attempt;
    },
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

async function startServer(config: Config, role: ServerRole, life: Lifecycle): Promise<void> {
  const parts = await openParts(config, role, life, (line) => process.stdout.write(`${line}\n`));
  const worker = role === 'api' ? null : await startWorker(parts);
  const url = await startApi(parts, worker?.sweeper ?? null);
  parts.observer.setGauges({
    queue: () => parts.queue.depth(),
    store: () => parts.store.counts(clock.now()),
    now: () => clock.now(),
  });
  parts.observer.log('info', 'http', { url, role, version, pid: process.pid }, 'listening');
}

/** Signals are answered from the first moment, also while it is still starting. */
async function start(role: ServerRole): Promise<void> {
  const config = loadConfig(process.env);
  const life = new Lifecycle();
  const signalled = new Promise<void>((wake) => {
    process.on('SIGTERM', wake);
    process.on('SIGINT', wake);
  });
  void signalled.then(() => {
    // Whatever hangs, the process ends in time: what is in hand is in the store.
    setTimeout(() => process.exit(0), stopWithinMs).unref();
  });
  try {
    const started = startServer(config, role, life);
    await Promise.race([started, signalled]);
    await signalled;
    life.end();
    await Promise.race([started.catch(() => undefined), pause(giveUpWithinMs)]);
  } finally {
    await life.close();
  }
  process.exit(0);
}

async function run(argv: readonly string[]): Promise<void> {
  const command = readCommand(argv);
  switch (command.kind) {
    case 'print':
      return void process.stdout.write(`${command.text}\n`);
    case 'explain':
      return void process.stdout.write(`${await explainFile(command.file, command.json)}\n`);
    case 'start':
      return start(command.role);
  }
}

/** Addresses are compared among themselves alone, so any key will do: nothing is read from the settings or the store. */
async function explainFile(file: string, json: boolean): Promise<string> {
  const question = await (file === '-' ? text(process.stdin) : readFile(file, 'utf8')).catch(
    (cause: unknown) => {
      throw new Fault('bad_request', { message: `Cannot read ${file}: ${describeError(cause)}.` });
    },
  );
  return answerQuestion(question, json, { secrets: createSecrets('explain'), nowMs: clock.now() });
}

run(process.argv.slice(2)).catch((cause: unknown) => {
  const expected = cause instanceof Fault;
  process.stderr.write(
    `carom: ${expected ? cause.message : cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`,
  );
  process.exit(1);
});
