/** Other vendors' endpoints in the document. Enters: the dialects. Leaves: a path item for each of their endpoints, with an example. It repeats nothing of what the vendors document. */
import type { Dialect, Endpoint } from '../ingest/compat/dialect';
import { dialects } from '../ingest/compat/dialects';

type PathItem = Record<string, unknown>;

export interface CompatExample {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
}

const gpsAdid = '38412345-8cf0-11bd-b23e-10b96e40000d';
const userAgent = 'Mozilla/5.0 (Linux; Android 14)';

/** By vendor and path; of an endpoint that has none here only the form of its answers is told. */
const examples: Readonly<Record<string, CompatExample>> = {
  'appsflyer inappevent/{app_id}': {
    path: { app_id: 'com.example.app' },
    body: {
      appsflyer_id: '1415211453000-6513894',
      advertising_id: gpsAdid,
      eventName: 'af_purchase',
      eventValue: '{"af_revenue":"6"}',
      eventCurrency: 'USD',
      bundleIdentifier: 'com.example.app',
    },
  },
  'adjust event': {
    body: { s2s: '1', app_token: '4w565xzmb54d', event_token: 'f0ob4r', gps_adid: gpsAdid },
  },
  'adjust session': {
    body: { s2s: '1', app_token: '4w565xzmb54d', gps_adid: gpsAdid, os_name: 'android' },
  },
  'adjust ad_revenue': {
    body: {
      s2s: '1',
      app_token: '4w565xzmb54d',
      gps_adid: gpsAdid,
      revenue: '0.00125',
      currency: 'USD',
      source: 'publisher',
      ad_impressions_count: '1',
    },
  },
  'adjust impression/{token}': {
    path: { token: 'abc123' },
    query: { s2s: '1', gps_adid: gpsAdid, ip_address: '203.0.113.40', user_agent: userAgent },
  },
  'adjust {token}': {
    path: { token: 'abc123' },
    query: { s2s: '1', gps_adid: gpsAdid, ip_address: '203.0.113.40', user_agent: userAgent },
  },
};

const anything = {
  'application/json': { schema: {} },
  'text/plain': { schema: { type: 'string' } },
};
const responses = {
  '2XX': { description: "Stored; the vendor's words.", content: anything },
  '3XX': { description: "A browser's click: on to the link." },
  '4XX': {
    description: "Refused, in the vendor's words; the header carom-reason says why in ours.",
    content: anything,
  },
  '5XX': { description: 'Not stored; send it again.', content: anything },
};

/** A name in a path, with the words that it may be where not everything goes. */
const segment = /\{(\w+)(?::([^}]+))?\}/g;

function parametersOf(endpoint: Endpoint, { path = {}, query = {} }: CompatExample): unknown[] {
  const inPath = [...endpoint.path.matchAll(segment)].map(([, name = '', words]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string', ...(words === undefined ? {} : { enum: words.split('|') }) },
    ...(path[name] === undefined ? {} : { example: path[name] }),
  }));
  const inQuery = Object.entries(query).map(([name, example]) => ({
    name,
    in: 'query',
    required: false,
    schema: { type: 'string' },
    example,
  }));
  return [...inPath, ...inQuery];
}

function describe({ vendor }: Dialect, endpoint: Endpoint): PathItem {
  const example = examples[`${vendor} ${endpoint.path}`] ?? {};
  const common = {
    summary: `${vendor}: ${endpoint.name}`,
    description: `As ${vendor} documents it; its fields may stand in the query too. docs/clients.md says what becomes of them.`,
    security: [],
    parameters: parametersOf(endpoint, example),
    responses,
  };
  const open = { type: 'object', additionalProperties: true };
  const requestBody = {
    required: false,
    content: {
      'application/json': { schema: open, ...(example.body === undefined ? {} : { example: example.body }) },
      'application/x-www-form-urlencoded': { schema: open },
    },
  };
  return { get: common, post: { ...common, requestBody } };
}

export function compatPaths(): Record<string, PathItem> {
  return Object.fromEntries(
    dialects.flatMap((dialect) =>
      dialect.endpoints.map((endpoint) => [
        `/compat/${dialect.vendor}/${endpoint.path.replaceAll(segment, '{$1}')}`,
        describe(dialect, endpoint),
      ]),
    ),
  );
}
