/**
 * The connection to the server, and what its errors mean. Enters: a URL. Leaves: an open connection, or a Fault that names the host and never the URL, which
 * may hold a password. Every read and write goes to the primary and counts only once a majority of the replica set has it on its disk.
 */
import mongoose, { type Connection } from 'mongoose';
import { setTimeout as pause } from 'node:timers/promises';
import { describeError, Fault } from '../../errors';

export interface MongoConnectionOptions {
  readonly url: string;
  /** Sockets to each server at most. */
  readonly poolMax: number;
  /** How long a server is waited for at the start, milliseconds. */
  readonly startMs: number;
}

const databaseDefault = 'carom';
/** How long a primary is looked for while running: an intake that waits longer had better answer 503. */
const selectionMs = 3_000;
/** No answer takes longer; a server that is gone without a word is noticed. */
const socketMs = 20_000;
/** A majority that is not reached by then is a failure. */
const majorityMs = 10_000;

/** Hosts and database; without user and password. */
export function describeUrl(url: string): string {
  return url.replace(/^(mongodb(?:\+srv)?:\/\/)(?:[^@/]*@)?([^?]*).*$/, '$1$2');
}

function databaseOf(url: string): { readonly dbName?: string } {
  const path = /^mongodb(?:\+srv)?:\/\/[^/]+\/([^?]+)/.exec(url)?.[1];
  return path === undefined ? { dbName: databaseDefault } : {};
}

async function connectOnce({ url, poolMax }: MongoConnectionOptions): Promise<Connection> {
  const connection = mongoose.createConnection(url, {
    ...databaseOf(url),
    appName: 'carom',
    autoIndex: false,
    autoCreate: false,
    bufferCommands: false,
    maxPoolSize: poolMax,
    serverSelectionTimeoutMS: selectionMs,
    connectTimeoutMS: selectionMs,
    socketTimeoutMS: socketMs,
    waitQueueTimeoutMS: majorityMs,
    readPreference: 'primary',
    readConcern: { level: 'majority' },
    writeConcern: { w: 'majority', journal: true, wtimeoutMS: majorityMs },
    retryReads: true,
    retryWrites: true,
  });
  // What is wrong is told by the call that meets it.
  connection.on('error', () => undefined);
  try {
    return await connection.asPromise();
  } catch (cause) {
    await connection.close(true).catch(() => undefined);
    throw cause;
  }
}

/** Nothing that is wrong with the URL or the password is mended by waiting. */
function isHopeless(cause: unknown): boolean {
  const name = cause instanceof Error ? cause.name : '';
  return /^(MongoParseError|MongoAPIError|MongoInvalidArgumentError)$/.test(name) || codeOf(cause) === 18;
}

/** @throws Fault `store_unavailable` */
export async function connect(options: MongoConnectionOptions): Promise<Connection> {
  const until = performance.now() + options.startMs;
  for (;;) {
    try {
      return await connectOnce(options);
    } catch (cause) {
      if (isHopeless(cause) || performance.now() >= until)
        throw new Fault('store_unavailable', {
          cause,
          message: `The store at ${describeUrl(options.url)} cannot be used: ${withoutPassword(describeError(cause), options.url)}`,
        });
      await pause(250);
    }
  }
}

function withoutPassword(message: string, url: string): string {
  const named = /^mongodb(?:\+srv)?:\/\/([^@/]*)@/.exec(url)?.[1];
  if (named === undefined) return message;
  return [named, ...named.split(':'), ...named.split(':').map(decoded)]
    .filter((secret) => secret !== '')
    .reduce((text, secret) => text.replaceAll(secret, '***'), message);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function codeOf(cause: unknown): unknown {
  return cause instanceof Error ? (cause as { readonly code?: unknown }).code : undefined;
}

/** The network, a failover, a full disk, a majority that is not there: as against a mistake of ours. */
const unavailableNames =
  /^(MongoNetwork|MongoServerSelection|MongoPoolCleared|MongoPoolClosed|MongoWaitQueue|MongoTopologyClosed|MongoNotConnected|MongoClientClosed|MongoExpiredSession|MongoWriteConcern|MongooseServerSelection|MongoOperationTimeout|MongoConnectionPool)/;
/** BadValue, FailedToParse, TypeMismatch and their like are ours; what else a server refuses to do is its own. */
const oursCodes: ReadonlySet<unknown> = new Set([2, 9, 14, 22, 40, 52, 57, 66, 72]);

export function faultOf(cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  const name = cause instanceof Error ? cause.name : '';
  const code = codeOf(cause);
  const served = /^(MongoServerError|MongoBulkWriteError)$/.test(name) && !oursCodes.has(code);
  // Mongoose's own words for a connection that is closed or was never opened.
  const closed = /^MongooseError$/.test(name) && /connect|closed/i.test(describeError(cause));
  if (!unavailableNames.test(name) && !served && !closed) return new Fault('internal', { cause });
  return new Fault('store_unavailable', {
    cause,
    message: `The store does not take this: ${describeError(cause)}.`,
  });
}
