/**
 * The hot routes on a real store, over a real socket, with vendors' registrations. Enters: apps as golden files name them. Leaves: a base URL, and what was handed
 * over and stored. The clock stands still.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDirectory } from '../../src/adapters/directory/directory';
import { createObserver } from '../../src/adapters/observer/observer';
import { createSecrets } from '../../src/adapters/secrets/secrets';
import { openSqliteStore } from '../../src/adapters/sqlite/sqlite-store';
import { compileAnonymousNetworks } from '../../src/ingest/anonymous-networks';
import { hashKey } from '../../src/ingest/authenticate';
import { createIntake } from '../../src/ingest/intake';
import type { Activity } from '../../src/model/activity';
import type { Touch } from '../../src/model/touch';
import type { RecordKind, Store } from '../../src/ports/store';

export interface Registered {
  readonly app: Readonly<Record<string, unknown>>;
  readonly compat: { readonly key?: string | undefined } & Readonly<Record<string, unknown>>;
}

export interface ServedCompat {
  readonly base: string;
  readonly store: Store;
  /** As they were handed over. */
  readonly activities: Activity[];
  readonly touches: Touch[];
  overloaded: boolean;
  stop(): Promise<void>;
}

export const now = Date.UTC(2026, 10, 22, 12);
const secrets = createSecrets('a secret key of a test');

async function put(
  store: Store,
  kind: RecordKind,
  id: string,
  document: unknown,
  app?: string,
): Promise<void> {
  await store.putRecord({ kind, id, createdAt: now, document, ...(app === undefined ? {} : { app }) }, 0);
}

/** As `PUT /v1/apps/{app}/compat/{vendor}` stores it: the app `<vendor>-<name>`, and its link `<vendor>-<name>-L1`. */
async function register(
  store: Store,
  vendor: string,
  name: string,
  { app, compat }: Registered,
): Promise<void> {
  const id = `${vendor}-${name}`;
  await put(store, 'app', id, { name, platform: 'android', postbackKey: 'required', ...app });
  const { key, ...rest } = compat;
  const keys = key === undefined ? {} : { key_hash: hashKey(key), key_sealed: secrets.seal(key) };
  await put(store, 'compat', `${id}/${vendor}`, { vendor, ...rest, ...keys }, id);
  const link = { app: id, partner: 'net', campaign: 'spring', retargeting: false };
  await put(store, 'link', `${id}-L1`, { ...link, destinations: { web: 'https://shop.example/' } }, id);
}

/** Vendor → name → registration. */
export async function serveCompat(
  apps: Readonly<Record<string, Readonly<Record<string, Registered>>>>,
): Promise<ServedCompat> {
  const folder = mkdtempSync(join(tmpdir(), 'carom-compat-'));
  const observer = createObserver({ level: 'silent' });
  const store = await openSqliteStore({ path: join(folder, 'carom.db') });
  for (const [vendor, named] of Object.entries(apps))
    for (const [name, registered] of Object.entries(named)) await register(store, vendor, name, registered);
  const directory = await openDirectory(store, { pollMs: 60_000, onError: () => undefined });
  const activities: Activity[] = [];
  const touches: Touch[] = [];
  const intake = createIntake({
    directory,
    store,
    clock: { now: () => now },
    observer,
    secrets,
    isAnonymous: compileAnonymousNetworks('', 'a list'),
    partitions: 4,
    commitItems: 256,
    commitMs: 0,
    lineMax: 1_500,
    lineMs: 60_000,
    queueLeaseMs: 600_000,
    storeTouches: async (batch) => {
      await store.appendTouches(batch);
      touches.push(...batch);
    },
    onAccepted: (batch) => activities.push(...batch),
    overloaded: () => served.overloaded,
    trustProxy: [],
  });
  const server = createServer((req, res) => {
    if (!intake.handle(req, res)) res.writeHead(418).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const served: ServedCompat = {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/compat`,
    store,
    activities,
    touches,
    overloaded: false,
    async stop() {
      server.close();
      server.closeAllConnections();
      await intake.drain();
      directory.close();
      await store.close();
      observer.close();
      rmSync(folder, { recursive: true });
    },
  };
  return served;
}
