/**
 * Every vendor's endpoints against their golden files: a request as its clients send it, the answer, and what is stored, field by field. Over a real socket,
 * on a real store. A folder a vendor, a file an endpoint; a vendor or an endpoint without one fails.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dialects } from '../../src/ingest/compat/dialects';
import { now, serveCompat, type Registered, type ServedCompat } from './serve-compat';

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

const root = resolve('test/golden-compat');

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

let served: ServedCompat;

beforeAll(async () => {
  served = await serveCompat(
    Object.fromEntries(
      vendors.map((vendor) => [vendor, readJson(vendor, 'apps.json') as Record<string, Registered>]),
    ),
  );
});

afterAll(() => served.stop());

beforeEach(() => {
  served.activities.length = 0;
  served.touches.length = 0;
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
  return fetch(`${served.base}/${vendor}${request.path}${query}`, {
    method: request.method,
    redirect: 'manual',
    headers: { ...(type === undefined ? {} : { 'content-type': type }), ...request.headers },
    ...(body === undefined ? {} : { body }),
  });
}

/** What is stored, as a golden file writes it: without what is drawn or the same for all. */
async function storedActivity(app: string, drawn: boolean): Promise<unknown> {
  const [accepted, ...others] = served.activities;
  expect(others).toEqual([]);
  if (accepted === undefined) return undefined;
  expect(accepted.app).toBe(app);
  const stored = await served.store.readActivity(app, accepted.id);
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
  const [accepted, ...others] = served.touches;
  expect(others).toEqual([]);
  if (accepted === undefined) return undefined;
  const touch = await served.store.readTouch(accepted.id);
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
