/** What the document says of routes that are not in the management table: the hot ones, and the operator's. Enters: the activity's schema. Leaves: OpenAPI path items. It never lists what does not answer. */
import { without } from './changes';

type PathItem = Record<string, unknown>;

const faulty = {
  description: 'A fault.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
};

function operation(summary: string, more: PathItem, status: string, description: string): PathItem {
  return { summary, ...more, responses: { [status]: { description }, default: faulty } };
}

const token = { name: 'link_token', in: 'path', required: true, schema: { type: 'string' } };
const keyed = { security: [{ key: [] }] };

/** One activity, an array of up to 1,000, or one a line. */
function activityBody(activity: PathItem): PathItem {
  const many = { oneOf: [activity, { type: 'array', maxItems: 1_000, items: activity }] };
  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: many }, 'application/x-ndjson': { schema: activity } },
    },
  };
}

function ingestPaths(activity: PathItem): Record<string, PathItem> {
  const properties = without(activity.properties as PathItem, 'kind');
  const required = ((activity.required ?? []) as string[]).filter((name) => name !== 'kind');
  const implied = { ...activity, properties, required };
  const post = (summary: string, body: PathItem): PathItem => ({
    post: operation(
      `${summary}. Role: app`,
      { ...keyed, ...activityBody(body) },
      '202',
      'Stored; duplicates and refused items are listed.',
    ),
  });
  return {
    '/v1/activities': post('Post activities', activity),
    '/v1/installs': post('Post installs', implied),
    '/v1/sessions': post('Post sessions', implied),
    '/v1/events': post('Post events', implied),
    '/v1/reengagements': post('Post re-engagements', implied),
  };
}

/** A CSV in the body; docs/inbound.md says what stands in it. */
function filePath(summary: string, description: string): PathItem {
  const app = { name: 'app', in: 'path', required: true, schema: { type: 'string' } };
  const body = { required: true, content: { 'text/csv': { schema: { type: 'string' } } } };
  return { post: operation(summary, { ...keyed, parameters: [app], requestBody: body }, '200', description) };
}

function touchPaths(): Record<string, PathItem> {
  const of = (what: string, status: string, description: string): PathItem => ({
    get: operation(what, { parameters: [token] }, status, description),
    post: operation(`${what}, by a server`, { parameters: [token] }, '200', 'Stored; the click id.'),
  });
  return {
    '/c/{link_token}': of('A click', '302', "To the link's destination for the visitor's platform."),
    '/i/{link_token}': of('An impression', '200', 'A GIF of one pixel.'),
    '/postback': {
      get: operation('A server conversion by click id', {}, '200', 'Taken.'),
      post: operation('A server conversion by click id', {}, '200', 'Taken.'),
    },
    '/v1/apps/{app}/conversions.csv': filePath('Conversions by file. Role: app', 'What became of its lines.'),
    '/v1/apps/{app}/reconcile': filePath(
      'Orders by file against what was received. Role: reader',
      'Differences and totals, as JSON or CSV.',
    ),
    '/p.gif': { get: operation('The same for pixels', {}, '200', 'A GIF of one pixel.') },
  };
}

function operatorPaths(): Record<string, PathItem> {
  const get = (summary: string, description: string): PathItem => ({
    get: operation(summary, {}, '200', description),
  });
  return {
    '/healthz': get('Is it alive', 'It is.'),
    '/readyz': get('Can it work', 'It can; the state of store and Redis.'),
    '/metrics': get('Counters, histograms and gauges', 'Prometheus text.'),
    '/.well-known/apple-app-site-association': get(
      'Which iOS apps open the links of this host',
      'Of the apps whose link_domain it is.',
    ),
    '/.well-known/assetlinks.json': get(
      'Which Android apps open the links of this host',
      'Of the apps whose link_domain it is.',
    ),
    '/carom.js': get('The script for web pages', 'JavaScript of at most 2 kB.'),
    '/.well-known/traffic-advice': get('Whether a prefetch proxy may fetch ahead', 'It may not.'),
    '/openapi.json': get('This document', 'OpenAPI 3.1.'),
  };
}

export function describeOpenPaths(activity: PathItem): Record<string, PathItem> {
  return { ...ingestPaths(activity), ...touchPaths(), ...operatorPaths() };
}
