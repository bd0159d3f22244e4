#!/usr/bin/env node
/**
 * The composition root: the only file that builds adapters. Enters: a command line and an environment. Leaves: a running server, or one sentence on
 * standard error and exit code 1.
 */
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { createQueue } from './adapters/bullmq/bullmq-queue';
import { createShared } from './adapters/bullmq/shared';
import { directoryPollMs, openDirectory } from './adapters/directory/directory';
import { createSender } from './adapters/http/undici-sender';
import { lockDataDir } from './adapters/lock/data-dir-lock';
import { joinWorkers } from './adapters/lock/workers-lock';
import { createObserver, type RunningObserver } from './adapters/observer/observer';
import { findEmbeddedRedis, startEmbeddedRedis, type EmbeddedRedis } from './adapters/redis/embedded-redis';
import { createSecrets } from './adapters/secrets/secrets';
import { openMongoArchive } from './adapters/mongo/archive';
import { openMongoStore } from './adapters/mongo/mongo-store';
import { openSqliteArchive } from './adapters/sqlite/archive';
import { openSqliteStore, type SqliteStore } from './adapters/sqlite/sqlite-store';
import { readCommand, type ServerRole } from './command';
import { loadConfig, type Config } from './config';
import { copyStore, type CopyAsked } from './copy-command';
import { createDecider, unpackBatch, type Decider, type DeciderDeps, type PackedBatch } from './decider';
import { describeError, Fault } from './errors';
import { runDoctor } from './doctor-command';
import { answerQuestion } from './explain-command';
import { greetRedis } from './greet-redis';
import { settleAdminKey, settleSecretKey } from './installation';
import { Lifecycle } from './lifecycle';
import type { DeciderSettings, ToldLine } from './main-decider';
import { createOptOutBook } from './opt-outs';
import { createPolicyBook } from './policy-book';
import type { Clock } from './ports/clock';
import type { Store } from './ports/store';
import { readAnonymousNetworks } from './read-networks';
import { importFile } from './import-command';
import { reconcileFile } from './reconcile-command';
import { replay } from './replay-command';
import { createRegistry, readBuiltinTemplates, reportFindings } from './registry';
import { reroute } from './reroute';
import { runTemplatesHere } from './run-templates';
import type { Parts } from './parts';
import { silentObserver } from './silent-observer';
import { startApi } from './start-api';
import { startWorker } from './start-worker';
import { createTemplateChoice } from './template-choice';
import { openTerminal } from './terminal';
import { packageDir, version } from './version';
import { coresHere, planProcesses, startWorkerProcesses } from './worker-processes';

/** SIGTERM to exit, at the very most; the parts have their own, shorter times. */
const stopWithinMs = 9_500;
/** Of these, what a start that is under way gets to give up. */
const giveUpWithinMs = 2_000;
const workersStopMs = 5_000;
/** A key below this length is accepted, because it may be a test's, and warned of. */
const shortKey = 16;
const clock: Clock = { now: () => Date.now() };

interface Opened {
  readonly parts: Parts;
  /** This process's own; null where another process runs it or the settings name one. */
  readonly ownRedis: EmbeddedRedis | null;
}

/** The embedded store's file; null where the store is a server. */
function storeFile(config: Config): string | null {
  if (config.storeUrl.startsWith('mongodb')) return null;
  return resolve(
    config.storeUrl === '' ? join(config.dataDir, 'carom.sqlite') : config.storeUrl.slice('sqlite:'.length),
  );
}

/** The embedded store's thread writes no log of its own. */
function writeTold(observer: RunningObserver): (told: unknown) => void {
  return (told) => {
    const { level, stage, fields, message } = told as ToldLine;
    observer.log(level, stage, fields, message);
  };
}

function isEmbedded(store: Store): store is SqliteStore {
  return 'askTenant' in store;
}

async function openStore(config: Config, observer: RunningObserver): Promise<Store> {
  const path = storeFile(config);
  if (path !== null) return openSqliteStore({ path, onTold: writeTold(observer) });
  if (config.redisUrl === '')
    observer.log(
      'warn',
      'start',
      {},
      'REDIS_URL is not set: this Redis serves this host alone; a second host on the same MongoDB needs a Redis that both share',
    );
  return openMongoStore({ url: config.storeUrl, poolMax: config.storePool });
}

/** Deciding happens where the rows are: in the embedded store's thread, or, where the store is a server, here. */
function openDecider(deps: DeciderDeps, secretKey: string, config: Config): Decider {
  const { store } = deps;
  // What is counted goes with the answers.
  if (!isEmbedded(store))
    return createDecider({
      ...deps,
      observer: { ...silentObserver, log: deps.observer.log.bind(deps.observer) },
    });
  const given: DeciderSettings = {
    secretKey,
    templatesDir: templatesDirOf(config),
    anonymousNetworks: config.anonymousNetworks,
    logVerdicts: logsVerdicts(config),
  };
  const place = { module: join(__dirname, 'main-decider.js'), given };
  return { decide: async (terms) => unpackBatch((await store.askTenant(place, terms)) as PackedBatch) };
}

function logsVerdicts({ logLevel }: Config): boolean {
  return logLevel === 'debug' || logLevel === 'trace';
}

function templatesDirOf({ templatesDir }: Config): string {
  return templatesDir === '' ? join(packageDir, 'partner-templates') : templatesDir;
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
): Promise<Opened> {
  const observer = createObserver({ level: config.logLevel });
  life.tell(observer);
  life.add('log', 500, () => observer.close());
  const builtin = await readBuiltinTemplates(templatesDirOf(config));
  const isAnonymous = await readAnonymousNetworks(config.anonymousNetworks);
  mkdirSync(config.dataDir, { recursive: true });
  // With a store and a Redis that are servers nothing of the folder is anybody's alone.
  if (role !== 'worker' && (storeFile(config) !== null || config.redisUrl === '')) {
    const lock = lockDataDir(config.dataDir);
    life.add('data folder', 500, () => lock.release());
  }
  const { url: redisUrl, own: ownRedis } = await openRedis(config, role, life, observer);
  const store = await openStore(config, observer);
  life.add('store', 2_000, () => store.close());
  for (const [name, key] of Object.entries({ ADMIN_KEY: config.adminKey, SECRET_KEY: config.secretKey }))
    if (key !== '' && key.length < shortKey)
      observer.log(
        'warn',
        'start',
        { setting: name },
        `${name} is shorter than ${shortKey} characters: it can be guessed`,
      );
  const secretKey = await settleSecretKey(store, config.secretKey, clock.now());
  const secrets = createSecrets(secretKey);
  const adminKey = role === 'worker' ? null : await settleAdminKey(store, config.adminKey, clock.now());
  if (adminKey !== null) print(`Admin key, shown this once: ${adminKey}`);
  const directory = await openDirectory(store, {
    pollMs: directoryPollMs,
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
  const shared = createShared({ redisUrl, prefix: config.redisPrefix, observer });
  life.add('rates and lane board', 500, () => shared.close());
  await greetRedis({ queue, store, clock, observer }, life.signal);
  const direct = createSender({
    connectTimeoutMs: config.connectTimeoutMs,
    timeoutMs: config.deliveryTimeoutMs,
    allowPrivate: config.allowPrivateDestinations,
    allowPorts: config.allowPorts,
    connectionsPerOrigin: config.originConcurrency,
    dnsTimeoutMs: config.dnsTimeoutMs,
    socketsMax: config.socketsMax,
  });
  const sender = config.rerouteDeliveries === '' ? direct : reroute(direct, config.rerouteDeliveries);
  life.add('sender', 1_000, () => sender.close());
  const registry = createRegistry(builtin, directory, observer);
  if (role !== 'worker') reportFindings(registry, observer);
  observer.setGauges({
    queue: () => queue.depth(),
    store: () => store.counts(clock.now()),
    now: () => clock.now(),
  });
  const metrics = (): Promise<string> => observer.metrics();
  const parts = {
    config,
    role,
    life,
    clock,
    observer,
    metrics,
    store,
    decider: openDecider(
      {
        ...{ store, directory, observer, secrets, isAnonymous, clock },
        policies: createPolicyBook(),
        optOuts: createOptOutBook({ store, secrets }),
        template: createTemplateChoice(registry),
        logVerdicts: logsVerdicts(config),
      },
      secretKey,
      config,
    ),
    secrets,
    isAnonymous,
    directory,
    registry,
    queue,
    sender,
    board: shared.board,
    rates: shared.rates,
    limits: shared.limits,
  };
  return { parts, ownRedis };
}

/**
 * Where no other worker lives on the store's file, whoever held something is dead, and all of it is free again at once. Jobs in a Redis of our own
 * are then of the earlier life: without them no partition waits for a dead worker's lock to run out.
 */
async function joinOthers({ parts, ownRedis }: Opened): Promise<void> {
  const { config, life, observer, store } = parts;
  const file = storeFile(config);
  if (file === null) return;
  const lock = await joinWorkers(`${file}.workers`, async () => {
    await ownRedis?.empty();
    await store.releaseQueued({ claimed: true });
  });
  life.add('place among the workers', 500, () => lock.leave());
  observer.log('info', 'sweep', { alone: lock.alone }, 'joined the workers of this store');
}

async function startServer(config: Config, asked: ServerRole, life: Lifecycle): Promise<void> {
  const plan = planProcesses(config.workers, storeFile(config) !== null, coresHere());
  const role = asked === 'all' && plan.workers > 0 ? 'api' : asked;
  const opened = await openParts(config, role, life, (line) => process.stdout.write(`${line}\n`));
  const { parts } = opened;
  const sweeper = role === 'api' ? null : await startWorker(parts, () => joinOthers(opened));
  const url = await startApi(parts, sweeper);
  if (asked === 'all') {
    parts.observer.log('info', 'start', { workers: plan.workers }, plan.why);
    const workers = startWorkerProcesses(plan.workers, __filename, parts.observer);
    life.add('worker processes', workersStopMs + 500, () => workers.stop(workersStopMs));
  }
  parts.observer.log('info', 'http', { url, role, version, pid: process.pid }, 'listening');
}

/** Signals are answered from the first moment, also while it is still starting. */
async function start(role: ServerRole): Promise<void> {
  const config = loadConfig(process.env);
  const life = new Lifecycle();
  const signalled = new Promise<void>((wake) => {
    process.on('SIGTERM', wake);
    process.on('SIGINT', wake);
    // A worker process that a server started ends with it, also where that was killed.
    process.once('disconnect', wake);
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
  const command = readCommand(argv, process.env);
  switch (command.kind) {
    case 'print':
      return void process.stdout.write(`${command.text}\n`);
    case 'explain':
      return void process.stdout.write(`${await explainFile(command.file, command.json)}\n`);
    case 'replay':
      return replay(command.asked, openTerminal(clock.now()));
    case 'import':
      return importFile(command.asked, openTerminal(clock.now()));
    case 'reconcile':
      return reconcileFile(command.asked, openTerminal(clock.now()));
    case 'doctor':
      return runDoctor(command.asked, openTerminal(clock.now()));
    case 'templates':
      return runTemplatesHere(command.argv, templatesDirOf(loadConfig(process.env)), clock.now());
    case 'migrate':
      return migrateStore();
    case 'copy':
      return copyHere(command.asked);
    case 'start':
      return start(command.role);
  }
}

/** Whoever opens a store brings its layout up to date, or refuses one that is newer. */
async function migrateStore(): Promise<void> {
  const config = loadConfig(process.env);
  const file = storeFile(config);
  const store =
    file === null
      ? await openMongoStore({ url: config.storeUrl, poolMax: 1 })
      : await openSqliteStore({ path: file });
  await store.close();
  process.stdout.write("The store's layout is that of this version.\n");
}

/** A store that somebody works on would be copied with what is under way missing. */
async function copyHere({ from, to }: CopyAsked): Promise<void> {
  const path = resolve(from);
  const source = openSqliteArchive(path);
  const lock = await joinWorkers(`${path}.workers`, () => Promise.resolve());
  try {
    if (!lock.alone)
      throw new Fault('already_running', {
        message: `Somebody works on ${path}: stop all its processes first.`,
      });
    const target = await openMongoArchive(to);
    try {
      await copyStore(source, target, openTerminal(clock.now()));
    } finally {
      await target.close();
    }
  } finally {
    lock.leave();
    source.close();
  }
}

/** Addresses are compared among themselves alone, so any key will do: of the settings the list of anonymous networks counts alone, of the store nothing. */
async function explainFile(file: string, json: boolean): Promise<string> {
  const question = await (file === '-' ? text(process.stdin) : readFile(file, 'utf8')).catch(
    (cause: unknown) => {
      throw new Fault('bad_request', { message: `Cannot read ${file}: ${describeError(cause)}.` });
    },
  );
  const isAnonymous = await readAnonymousNetworks(loadConfig(process.env).anonymousNetworks);
  return answerQuestion(question, json, {
    secrets: createSecrets('explain'),
    isAnonymous,
    nowMs: clock.now(),
  });
}

run(process.argv.slice(2)).catch((cause: unknown) => {
  const expected = cause instanceof Fault;
  process.stderr.write(
    `carom: ${expected ? cause.message : cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`,
  );
  process.exit(1);
});
