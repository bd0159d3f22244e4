/**
 * One client of Redis, whichever way it is reached. Enters: a target, and whether to fail fast or to wait. Leaves: a client of one server (behind
 * Sentinels: of whoever is the master) or of a cluster. It never gives up reconnecting.
 */
import { Cluster, Redis, type ClusterOptions, type RedisOptions } from 'ioredis';
import type { RedisHost, RedisTarget } from '../../model/redis-target';

export type RedisClient = Redis | Cluster;

/** `quick`: rejects within about a second, and at once while Redis is away. `patient`: waits as long as it takes, as BullMQ's workers must. */
export type Mood = 'quick' | 'patient';

/** Longest a quick command takes. */
export const quickMs = 1_000;
/** How long a connection that is ended waits for the other side, which may be a process that stands still. */
const disconnectTimeout = 100;
/**
 * Who stands still, or lost its power, closes no connection. A server that owes an answer for so long is looked for anew: by its name, or by what the
 * Sentinels say. Longer than the ten seconds that a worker's blocking command takes.
 */
const silentMs = { quick: 3_000, patient: 12_000 } as const;
/** Of a cluster the other nodes know who serves its slots by now. */
const askForSlotsMs = 2_000;
/** A quick command whose node is gone tries so often to find the next, for about half a second in all. */
const quickRedirections = 10;
const redirectAfterMs = 50;

const retryStrategy = (times: number): number => Math.min(500, 25 * 2 ** Math.min(times, 5));

export function openClient(target: RedisTarget, mood: Mood): RedisClient {
  return target.kind === 'cluster' ? openCluster(target, mood) : new Redis(optionsOf(target, mood));
}

type Options = Omit<RedisOptions, 'replyMapping'>;

function optionsOf(target: Exclude<RedisTarget, { kind: 'cluster' }>, mood: Mood): Options {
  const alone = { ...moods[mood], retryStrategy, ...(mood === 'quick' ? { enableOfflineQueue: false } : {}) };
  if (target.kind === 'socket') return { path: target.path, ...alone };
  const { login, database: db } = target;
  const own = { ...login, db, ...alone, socketTimeout: silentMs[mood] };
  if (target.kind === 'server') return { ...target.host, ...tlsOf(target.host, target.tls), ...own };
  const { username: sentinelUsername, password: sentinelPassword } = target.sentinelLogin;
  return {
    sentinels: [...target.hosts],
    name: target.master,
    ...(sentinelUsername === undefined ? {} : { sentinelUsername }),
    ...(sentinelPassword === undefined ? {} : { sentinelPassword }),
    ...(target.tls ? { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true } : {}),
    sentinelRetryStrategy: retryStrategy,
    sentinelCommandTimeout: quickMs,
    ...own,
  };
}

function openCluster(target: RedisTarget & { kind: 'cluster' }, mood: Mood): Cluster {
  const redisOptions = { ...moods[mood], ...(target.tls ? { tls: {} } : {}), ...target.login };
  const shared: Omit<ClusterOptions, 'redisOptions'> = {
    clusterRetryStrategy: retryStrategy,
    slotsRefreshTimeout: quickMs,
    retryDelayOnFailover: redirectAfterMs,
    retryDelayOnClusterDown: redirectAfterMs,
    retryDelayOnTryAgain: redirectAfterMs,
    // Names stay names, so that TLS has something to compare a certificate with.
    dnsLookup: (name, answer) => answer(null, name),
  };
  const quick = { enableOfflineQueue: false, maxRedirections: quickRedirections };
  const patient = { maxRedirections: Number.MAX_SAFE_INTEGER };
  const cluster = new Cluster([...target.hosts], {
    ...shared,
    redisOptions,
    ...(mood === 'quick' ? quick : patient),
  });
  return keepAsking(cluster);
}

/** The library's own option for this goes on for ever where the client ends in the middle of a question. */
export function keepAsking(cluster: Cluster): Cluster {
  const timer = setInterval(() => {
    if (cluster.status === 'ready') cluster.refreshSlotsCache();
  }, askForSlotsMs);
  timer.unref();
  return cluster.once('end', () => clearInterval(timer));
}

const moods = {
  quick: {
    disconnectTimeout,
    maxRetriesPerRequest: 1,
    commandTimeout: quickMs,
    connectTimeout: 2_000,
    keepAlive: 10_000,
  },
  patient: { disconnectTimeout, maxRetriesPerRequest: null, connectTimeout: 5_000, keepAlive: 10_000 },
} as const satisfies Record<Mood, Options>;

function tlsOf({ host }: RedisHost, tls: boolean): Options {
  return tls ? { tls: { servername: host } } : {};
}
