#!/usr/bin/env node
/**
 * The composition root: the only file that builds adapters. Enters: a command line and an environment. Leaves: a running server, or one sentence on
 * standard error and exit code 1.
 */
import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { createQueue } from './adapters/bullmq/bullmq-queue';
import { openDirectory } from './adapters/directory/directory';
import { createSender } from './adapters/http/undici-sender';
import { lockDataDir } from './adapters/lock/data-dir-lock';
import { createObserver, type RunningObserver } from './adapters/observer/observer';
import { findEmbeddedRedis, startEmbeddedRedis } from './adapters/redis/embedded-redis';
import { createSecrets } from './adapters/secrets/secrets';
import { openSqliteStore } from './adapters/sqlite/sqlite-store';
import { createServer } from './api/server';
import { validatePolicy } from './attribute/policy-schema';
import { readCommand, type ServerRole } from './command';
import { loadConfig, type Config } from './config';
import { deliver } from './deliver/deliver';
import { createDispatcher, type Dispatcher } from './deliver/dispatcher';
import { describeError, Fault } from './errors';
import { createIntake } from './ingest/intake';
import { settleAdminKey, settleSecretKey } from './installation';
import { Lifecycle } from './lifecycle';
import { createPipeline, Waker } from './pipeline';
import { createPolicyBook } from './policy-book';
import type { Clock } from './ports/clock';
import type { ManagedDirectory } from './ports/directory';
import type { Queue } from './ports/queue';
import type { Secrets } from './ports/secrets';
import type { Sender } from './ports/sender';
import type { Store } from './ports/store';
import { createRegistry, readBuiltinTemplates, type Registry } from './registry';
import { reroute } from './reroute';
import { createReveal, revealIntegration } from './reveal';
import { createSweeper, type Sweeper } from './sweeper';
import { packageDir, version } from './version';

/** SIGTERM to exit, at the very most; the parts have their own, shorter times. */
const stopWithinMs = 9_500;
const redisWaitMs = 5_000;
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
  readonly sender: Sender;
}

async function openStore(config: Config): Promise<Store> {
  if (!config.storeUrl.startsWith('mongodb')) {
    const path =
      config.storeUrl === '' ? join(config.dataDir, 'carom.sqlite') : config.storeUrl.slice('sqlite:'.length);
    return openSqliteStore({ path: resolve(path) });
  }
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
): Promise<string> {
  if (config.redisUrl !== '') return config.redisUrl;
  if (role === 'worker') {
    const found = await findEmbeddedRedis(config.dataDir);
    if (found !== null) return found;
    throw new Fault('invalid_settings', {
      message: `No Redis: set REDIS_URL, or start the API on the data folder ${config.dataDir} first.`,
    });
  }
  const redis = await startEmbeddedRedis({ dataDir: config.dataDir, observer });
  life.add('embedded redis', 3_500, () => redis.stop());
  return redis.url;
}

/** A Redis that never answered is a mistake in the settings; one that was there before comes back, and what is accepted waits in the store. */
async function greetRedis(queue: Queue, store: Store, observer: RunningObserver): Promise<void> {
  const until = clock.now() + redisWaitMs;
  for (;;) {
    try {
      await queue.ping();
      break;
    } catch (cause) {
      if (clock.now() < until) {
        await new Promise((wake) => setTimeout(wake, 100));
        continue;
      }
      if ((await store.readRecord('meta', 'redis_seen')) === null)
        throw new Fault('queue_unavailable', {
          message: `Redis does not answer (${describeError(cause)}): start it, or set REDIS_URL to one that runs.`,
        });
      observer.log(
        'warn',
        'queue',
        { error: describeError(cause) },
        'Redis does not answer; accepting goes on',
      );
      return;
    }
  }
  await store.putRecord({ kind: 'meta', id: 'redis_seen', createdAt: clock.now(), document: true }, 0);
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
  const redisUrl = await openRedis(config, role, life, observer);
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
  await greetRedis(queue, store, observer);
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
  return { config, role, life, observer, store, secrets, directory, registry, queue, sender };
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
    claimMs: config.deliveryTimeoutMs + config.connectTimeoutMs + 10_000,
  });
  const { sweepMs: everyMs, deliveryBatch } = config;
  const sweeper = createSweeper({ store, queue, clock, observer, everyMs, leaseMs, deliveryBatch });
  life.add('dispatcher', 5_000, () => dispatcher.drain(4_500));
  await queue.work(pipeline);
  life.add('queue workers', 2_500, () => queue.stopWorking());
  sweeper.start();
  life.add('sweeper', 1_000, () => sweeper.stop());
  return { sweeper, dispatcher };
}

async function startApi(parts: Parts, sweeper: Sweeper | null): Promise<string> {
  const { config, role, life, observer, store, secrets, directory, registry, queue, sender } = parts;
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
    onAccepted: (activities) => waker.wake(activities),
    overloaded: () => (sweeper?.counts()?.unprocessed ?? 0) > config.backlogMax,
    trustProxy: config.trustProxy,
  });
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
    await Promise.race([startServer(config, role, life), signalled]);
    await signalled;
  } finally {
    await life.close();
  }
  process.exit(0);
}

async function run(argv: readonly string[]): Promise<void> {
  const command = readCommand(argv);
  if (command.kind === 'print') process.stdout.write(`${command.text}\n`);
  else await start(command.role);
}

run(process.argv.slice(2)).catch((cause: unknown) => {
  const expected = cause instanceof Fault;
  process.stderr.write(
    `carom: ${expected ? cause.message : cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`,
  );
  process.exit(1);
});
