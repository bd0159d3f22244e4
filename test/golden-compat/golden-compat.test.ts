/**
 * Every vendor's endpoints against their golden files: a request as its clients send it, the answer, and what is stored, field by field. Over a real socket,
 * on a real store. A folder a vendor, a file an endpoint; a vendor or an endpoint without one fails.
 */
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openDirectory } from '../../src/adapters/directory/directory';
import { createObserver } from '../../src/adapters/observer/observer';
import { createSecrets } from '../../src/adapters/secrets/secrets';
import { openSqliteStore } from '../../src/adapters/sqlite/sqlite-store';
import { compileAnonymousNetworks } from '../../src/ingest/anonymous-networks';
import { hashKey } from '../../src/ingest/authenticate';
import { dialects } from '../../src/ingest/compat/dialects';
import { createIntake, type Intake } from '../../src/ingest/intake';
import type { Activity } from '../../src/model/activity';
import type { Touch } from '../../src/model/touch';
import type { ManagedDirectory } from '../../src/ports/directory';
import type { RecordKind, Store } from '../../src/ports/store';

interface GoldenRequest {
  readonly method: string;
  /** Below `/compat/<vendor>`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** One of these: sent as JSON, as a form, as it is. */
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface GoldenCase {
  readonly name: string;
  /** Of the vendor's apps in `apps.json`, for what it stores; absent: `app`. */
  readonly app?: string;
  readonly request: GoldenRequest;
  readonly answer: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body: unknown;
    /** What `carom-reason` says. */
    readonly reason?: string;
  };
  readonly activity?: Readonly<Record<string, unknown>>;
  readonly touch?: Readonly<Record<string, unknown>>;
}

interface GoldenFile {
  /** The endpoint's name. */
  readonly endpoint: string;
  readonly docs: string;
  readonly cases: readonly GoldenCase[];
}

interface Registered {
  readonly app: Readonly<Record<string, unknown>>;
  readonly compat: { readonly key?: string } & Readonly<Record<string, unknown>>;
}

const now = Date.UTC(2026, 10, 22, 12);
const root = resolve('test/golden-compat');
const folder = mkdtempSync(join(tmpdir(), 'carom-compat-'));
const secrets = createSecrets('a secret key of a test');
const observer = createObserver({ level: 'silent' });

function readJson(...names: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(root, ...names), 'utf8'));
}

const vendors = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();
const filesOf = (vendor: string): readonly string[] =>
  readdirSync(join(root, vendor))
    .filter((name) => name.endsWith('.json') && name !== 'apps.json')
    .sort();

let store: Store;
let directory: ManagedDirectory;
let intake: Intake;
let server: Server;
let base: string;
const activities: Activity[] = [];
const touches: Touch[] = [];

async function put(kind: RecordKind, id: string, document: unknown, app?: string): Promise<void> {
  await store.putRecord({ kind, id, createdAt: now, document, ...(app === undefined ? {} : { app }) }, 0);
}

/** As `PUT /v1/apps/{app}/compat/{vendor}` stores it. */
async function register(vendor: string, name: string, { app, compat }: Registered): Promise<void> {
  const id = `${vendor}-${name}`;
  await put('app', id, { name, platform: 'android', postbackKey: 'required', ...app });
  const { key, ...rest } = compat;
  const keys = key === undefined ? {} : { key_hash: hashKey(key), key_sealed: secrets.seal(key) };
  await put('compat', `${id}/${vendor}`, { vendor, ...rest, ...keys }, id);
  const link = { app: id, partner: 'net', campaign: 'spring', retargeting: false };
  await put('link', `${vendor}-${name}-L1`, { ...link, destinations: { web: 'https://shop.example/' } }, id);
}

beforeAll(async () => {
  store = await openSqliteStore({ path: join(folder, 'carom.db') });
  for (const vendor of vendors)
    for (const [name, registered] of Object.entries(
      readJson(vendor, 'apps.json') as Record<string, Registered>,
    ))
      await register(vendor, name, registered);
  directory = await openDirectory(store, { pollMs: 60_000, onError: () => undefined });
  intake = createIntake({
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
    overloaded: () => false,
    trustProxy: [],
  });
  server = createServer((req, res) => {
    if (!intake.handle(req, res)) res.writeHead(418).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await intake.drain();
  directory.close();
  await store.close();
  observer.close();
  rmSync(folder, { recursive: true });
});

beforeEach(() => {
  activities.length = 0;
  touches.length = 0;
});

function bodyOf({ json, form, body }: GoldenRequest): { body?: string; type?: string } {
  if (json !== undefined) return { body: JSON.stringify(json), type: 'application/json' };
  if (form !== undefined)
    return { body: new URLSearchParams(form).toString(), type: 'application/x-www-form-urlencoded' };
  return body === undefined ? {} : { body };
}

async function send(vendor: string, request: GoldenRequest): Promise<Response> {
  const { body, type } = bodyOf(request);
  const query = request.query === undefined ? '' : `?${new URLSearchParams(request.query).toString()}`;
  return fetch(`${base}/compat/${vendor}${request.path}${query}`, {
    method: request.method,
    redirect: 'manual',
    headers: { ...(type === undefined ? {} : { 'content-type': type }), ...request.headers },
    ...(body === undefined ? {} : { body }),
  });
}

/** What is stored, as a golden file writes it: without what is drawn or the same for all. */
async function storedActivity(app: string, drawn: boolean): Promise<unknown> {
  const [accepted, ...others] = activities;
  expect(others).toEqual([]);
  if (accepted === undefined) return undefined;
  expect(accepted.app).toBe(app);
  const stored = await store.readActivity(app, accepted.id);
  if (stored === null) throw new Error('it was handed over and is not stored');
  const { id, time, flags, environment, body } = stored.activity;
  const { kind, ...rest } = body;
  return {
    ...(drawn ? {} : { id }),
    kind,
    time: new Date(time).toISOString(),
    ...(flags.length === 0 ? {} : { flags }),
    ...(environment === 'production' ? {} : { environment }),
    ...rest,
  };
}

async function storedTouch(app: string): Promise<unknown> {
  const [accepted, ...others] = touches;
  expect(others).toEqual([]);
  if (accepted === undefined) return undefined;
  const touch = await store.readTouch(accepted.id);
  if (touch === null) throw new Error('it was answered and is not stored');
  const { id, app: owner, receivedAt, keys, hasIdentifier, time, flags, params, ...rest } = touch;
  expect({ id, owner, receivedAt, named: keys.some((key) => !key.startsWith('ip:')) }).toEqual({
    id: accepted.id,
    owner: app,
    receivedAt: now,
    named: hasIdentifier,
  });
  return {
    time: new Date(time).toISOString(),
    ...(flags.length === 0 ? {} : { flags }),
    ...(Object.keys(params).length === 0 ? {} : { params }),
    ...rest,
  };
}

/** `<adid>` and the like stand for what is drawn or derived: any text. */
function wanted(value: unknown): unknown {
  if (typeof value === 'string' && /^<\w+>$/.test(value)) return expect.stringMatching(/\S/);
  if (Array.isArray(value)) return value.map(wanted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, wanted(item)]));
}

function read(text: string, type: string | null): unknown {
  return type?.startsWith('application/json') === true ? (JSON.parse(text) as unknown) : text;
}

test('each dialect has a folder, and each folder a dialect', () => {
  expect(vendors).toEqual(dialects.map(({ vendor }) => vendor).sort());
});

describe.each(vendors)('%s', (vendor) => {
  const files = filesOf(vendor).map((name) => [name, readJson(vendor, name) as GoldenFile] as const);
  const dialect = dialects.find((each) => each.vendor === vendor);

  test('each endpoint has a file, and each file an endpoint', () => {
    const named = [...new Set(files.map(([, { endpoint }]) => endpoint))].sort();
    expect(named).toEqual([...new Set(dialect?.endpoints.map(({ name }) => name))].sort());
  });

  describe.each(files)('%s', (_file, golden) => {
    test.each(golden.cases.map((entry) => [entry.name, entry] as const))('%s', async (_name, entry) => {
      const response = await send(vendor, entry.request);
      const text = await response.text();
      const { status, body, headers = {}, reason } = entry.answer;
      const told = Object.fromEntries(Object.keys(headers).map((name) => [name, response.headers.get(name)]));
      expect({
        status: response.status,
        body: read(text, response.headers.get('content-type')),
        headers: told,
        reason: response.headers.get('carom-reason') ?? undefined,
      }).toEqual({ status, body: wanted(body), headers, reason });
      const app = `${vendor}-${entry.app ?? 'app'}`;
      expect(await storedActivity(app, entry.activity?.['id'] === undefined)).toEqual(wanted(entry.activity));
      expect(await storedTouch(app)).toEqual(wanted(entry.touch));
    });
  });
});
