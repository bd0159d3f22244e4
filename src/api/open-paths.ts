/** What the document says of routes that are not in the management table: the hot ones, and the operator's. Enters: the faults. Leaves: OpenAPI path items. It never lists what does not answer. */
import { looks } from '../ingest/look';
import { activityExample } from './examples';
import type { FaultBook } from './fault-answers';
import { compatPaths } from './open-compat';
import { filePaths } from './open-files';
import { conversionQuery, idempotencyKey, signatureHeaders, touchParameters } from './open-parameters';
import { without } from './changes';
import { sampleOf, type JsonSchema } from './sample-of';

type PathItem = Record<string, unknown>;

const json = (schema: JsonSchema, example = sampleOf(schema)) => ({
  content: { 'application/json': { schema, example } },
});
const text = { type: 'string' };
const count = { type: 'integer', minimum: 0 };
const object = (properties: Readonly<Record<string, unknown>>, more: readonly string[] = []) => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !more.includes(name)),
});

const receipt = object({
  accepted: count,
  duplicates: count,
  rejected: {
    type: 'array',
    items: object({ index: count, code: text, message: text, field: text }, ['field']),
  },
  duplicate: {
    type: 'array',
    items: object({ index: count, id: text, scope: { type: 'string', enum: ['id', 'transaction'] } }),
  },
  ids: {
    type: 'array',
    items: { type: ['string', 'null'] },
    description:
      "One entry an item, in order: null where it was refused, the first one's where it is a duplicate.",
  },
});
const receiptExample = {
  accepted: 1,
  duplicates: 0,
  rejected: [],
  duplicate: [],
  ids: ['01KAPB6Q5V9X7T2M4N8R3C6D1E'],
};

/** One activity, an array of up to 1,000, or one a line. */
function activityBody(name: 'Activity' | 'ActivityOfKind', example: PathItem): PathItem {
  const one = { $ref: `#/components/schemas/${name}` };
  const many = { oneOf: [one, { type: 'array', minItems: 1, maxItems: 1_000, items: one }] };
  return {
    required: true,
    content: {
      'application/json': { schema: many, example },
      'application/x-ndjson': { schema: { type: 'string' }, example: `${JSON.stringify(example)}\n` },
    },
  };
}

function ingestPaths(faults: FaultBook): Record<string, PathItem> {
  const responses = {
    '202': {
      description: 'Stored; duplicates and refused items are listed.',
      ...json(receipt, receiptExample),
    },
    ...faults.of({
      ...{ keyed: true, inPath: false, query: false, body: true, writes: false },
      own: [
        ...(['no_identity', 'unknown_kind', 'too_many_items', 'request_signature'] as const),
        ...(['overloaded', 'shutting_down', 'not_found'] as const),
      ],
    }),
  };
  const app = {
    name: 'app',
    in: 'query',
    required: false,
    description: 'An admin key names the app that it posts for.',
    schema: text,
  };
  const post = (summary: string, name: 'Activity' | 'ActivityOfKind', example: PathItem): PathItem => ({
    post: {
      summary,
      description: 'Roles: admin, app. Scopes: activities:write. 202 follows the commit of the store.',
      security: [{ key: ['activities:write'] }],
      parameters: [app, idempotencyKey, ...signatureHeaders],
      requestBody: activityBody(name, example),
      responses,
    },
  });
  const device = { device: activityExample.device };
  return {
    '/v1/activities': post('Post activities', 'Activity', activityExample),
    '/v1/installs': post('Post installs', 'ActivityOfKind', device),
    '/v1/sessions': post('Post sessions', 'ActivityOfKind', device),
    '/v1/events': post('Post events', 'ActivityOfKind', {
      ...without(activityExample, 'kind'),
      transaction_id: 'T-1002',
    }),
    '/v1/reengagements': post('Post re-engagements', 'ActivityOfKind', device),
  };
}

const gif = { 'image/gif': { schema: { type: 'string', contentEncoding: 'binary' } } };
const html = { 'text/html': { schema: text } };
const plain = { 'text/plain': { schema: text } };

function touchPaths(faults: FaultBook): Record<string, PathItem> {
  const clickId = object(
    {
      click_id: {
        type: ['string', 'null'],
        description: "Carom's id of the touch; null: it was a look and no touch, as `ignored` says.",
      },
      ignored: { type: 'string', enum: looks },
    },
    ['ignored'],
  );
  const stored = json(clickId, { click_id: receiptExample.ids[0] });
  const refused = faults.of({
    ...{ keyed: false, inPath: true, query: true, body: false, writes: false },
    own: ['unknown_link', 'click_signature', 'overloaded', 'shutting_down'],
  });
  // A visitor is told on a page, a server in JSON.
  const told = { ...html, 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  const paged = {
    '403': { description: 'Not signed as the link wants it.', content: told },
    '404': { description: 'There is no such link.', content: told },
  };
  const of = (summary: string, get: PathItem): PathItem => ({
    get: {
      summary,
      description: 'What has no name here is kept as a link parameter.',
      security: [],
      parameters: touchParameters,
      responses: { ...refused, ...paged, ...get },
    },
    post: {
      summary: `${summary}, by a server`,
      security: [],
      parameters: touchParameters,
      responses: { '200': { description: 'Stored.', ...stored }, ...refused },
    },
  });
  const page = { description: 'A page: a bot, or the way into the app.', content: html };
  return {
    '/c/{link_token}': of('A click', {
      '200': { ...page, content: { ...html, ...stored.content } },
      '302': { description: "To the link's destination for the visitor's platform." },
    }),
    '/i/{link_token}': of('An impression', {
      '200': { description: 'A pixel.', content: { ...gif, ...stored.content } },
    }),
  };
}

function conversionPaths(faults: FaultBook): Record<string, PathItem> {
  const taken = {
    description: 'Taken: `OK`, JSON or a pixel, as it was asked for.',
    content: { ...plain, 'application/json': { schema: { type: 'object' } }, ...gif },
  };
  const responses = {
    '200': taken,
    ...faults.of({
      ...{ keyed: true, inPath: true, query: true, body: true, writes: true },
      own: ['overloaded', 'shutting_down', 'no_identity', 'click_signature', 'request_signature'],
    }),
  };
  const get = {
    security: [{ postback_key: [] }, { key: ['conversions:write'] }, {}],
    parameters: conversionQuery,
    responses,
  };
  const open = { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean', 'null'] } };
  const requestBody = {
    required: false,
    content: { 'application/x-www-form-urlencoded': { schema: open }, 'application/json': { schema: open } },
  };
  return {
    '/postback': {
      get: { summary: 'A server conversion by click id', ...get },
      post: { summary: 'A server conversion by click id', ...get, requestBody },
    },
    '/p.gif': { get: { summary: 'The same for pixels', ...get } },
  };
}

function operatorPaths(faults: FaultBook): Record<string, PathItem> {
  const missing = faults.of({ keyed: false, inPath: true, query: false, body: false, writes: false });
  const get = (summary: string, description: string, content: PathItem, more: PathItem = {}): PathItem => ({
    get: { summary, security: [], responses: { '200': { description, content }, ...more } },
  });
  const state = object({ ready: { type: 'boolean' }, store: text, redis: text, role: text });
  const readyExample = { ready: true, store: 'up', redis: 'up', role: 'all' };
  const readiness = json(state, readyExample).content;
  const alive = json(object({ status: { const: 'ok' }, version: text }), { status: 'ok', version: '0.1.0' });
  const file = { 'application/json': { schema: {} } };
  const advice = { 'application/trafficadvice+json': { schema: { type: 'array' } } };
  return {
    '/healthz': get('Is it alive', 'It is.', alive.content),
    '/readyz': get('Can it work', 'It can.', readiness, {
      '503': { description: 'It cannot.', content: readiness },
    }),
    '/metrics': get('Counters, histograms and gauges', 'Prometheus text.', plain),
    '/.well-known/apple-app-site-association': get(
      'Which iOS apps open the links of this host',
      'Of the apps whose link_domain it is.',
      file,
      missing,
    ),
    '/.well-known/assetlinks.json': get(
      'Which Android apps open the links of this host',
      'Of the apps whose link_domain it is.',
      file,
      missing,
    ),
    '/.well-known/traffic-advice': get('Whether a prefetch proxy may fetch ahead', 'It may not.', advice),
    '/carom.js': get('The script for web pages', 'JavaScript of at most 2 kB.', {
      'text/javascript': { schema: text },
    }),
    '/openapi.json': get('This document', 'OpenAPI 3.1.', {
      'application/json': { schema: { type: 'object' } },
    }),
    '/docs': get('This document, for people', 'A page.', html),
  };
}

export function describeOpenPaths(faults: FaultBook): Record<string, PathItem> {
  return {
    ...ingestPaths(faults),
    ...touchPaths(faults),
    ...conversionPaths(faults),
    ...filePaths(faults),
    ...operatorPaths(faults),
    ...compatPaths(),
  };
}
