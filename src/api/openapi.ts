/** The OpenAPI document. Enters: the route table. Leaves: OpenAPI 3.1 made of the schemas that validate. It never says what the routes do not do. */
import { z } from 'zod';
import type { FaultKind } from '../errors';
import { activitySchema } from '../ingest/activity-schema';
import { without } from './changes';
import { pathExamples, routeExamples, type RouteExample } from './examples';
import { FaultBook } from './fault-answers';
import { keepsAnswers } from './kept-answers';
import { keptAnswerKey } from './open-parameters';
import { describeOpenPaths } from './open-paths';
import type { Route } from './route';
import { sampleOf, type JsonSchema } from './sample-of';

const pathParam = /\{(\w+)\}/g;

/**
 * Properties of characters are written out: many readers of JSON Schema know no `\p{…}`, and broken surrogates, which Unicode text cannot have, no reader can
 * name.
 */
function portable(pattern: string): string {
  return pattern.replaceAll('\\p{Cs}', '').replaceAll('\\p{Cc}', String.raw`\x00-\x1f\x7f-\x9f`);
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const override = ({ jsonSchema: made }: { jsonSchema: { pattern?: string } }): void => {
    if (made.pattern !== undefined) made.pattern = portable(made.pattern);
  };
  // The document names one dialect for all.
  return without(z.toJSONSchema(schema, { io, unrepresentable: 'any', override }), '$schema');
}

const json = (schema: unknown, example: unknown) => ({
  content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
});

const error = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message', 'request_id'],
      properties: {
        code: { type: 'string' },
        message: { type: 'string' },
        field: { type: 'string', description: 'The field at fault, dotted.' },
        request_id: { type: 'string', description: "The answer's x-request-id; it finds the log line." },
      },
    },
  },
};

export function parametersInPath(path: string): unknown[] {
  return [...path.matchAll(pathParam)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
    ...(pathExamples[name] === undefined ? {} : { example: pathExamples[name] }),
  }));
}

function parametersOf(route: Route, { query: examples = {} }: RouteExample): unknown[] {
  const inPath = [...parametersInPath(route.path), ...(keepsAnswers(route) ? [keptAnswerKey] : [])];
  if (route.query === undefined) return inPath;
  const { properties = {}, required = [] } = jsonSchema(route.query, 'input') as {
    properties?: Record<string, unknown>;
    required?: string[];
  };
  const inQuery = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
    ...(examples[name] === undefined ? {} : { example: examples[name] }),
  }));
  return [...inPath, ...inQuery];
}

/** Faults that not every route of its form has. */
function ownFaults(route: Route): readonly FaultKind[] {
  const { method, path } = route;
  const found: FaultKind[] = [];
  if (keepsAnswers(route)) found.push('idempotency_key_reused', 'request_in_progress', 'outcome_unknown');
  if (path.startsWith('/v1/partners')) found.push('invalid_template', 'not_found', 'conflict');
  if (path.startsWith('/v1/attribution')) found.push('no_identity', 'not_found', 'unknown_kind');
  if (path.endsWith('/test') || path.endsWith('/preview'))
    found.push('no_identity', 'unknown_kind', 'conflict');
  if (path.includes('/trace') || path.includes('/devices')) found.push('missing_field', 'no_identity');
  if (path === '/v1/destinations') found.push('queue_unavailable');
  if (path === '/v1/deliveries/replay') found.push('invalid_cursor');
  if (method === 'GET' && path.startsWith('/v1/') && !path.includes('{')) found.push('not_found');
  return found;
}

function describeRoute(route: Route, faults: FaultBook): Record<string, unknown> {
  const example = routeExamples[`${route.method} ${route.path}`] ?? {};
  const schema = route.answer === undefined ? undefined : jsonSchema(route.answer, 'output');
  const answer = schema === undefined ? {} : json(schema, sampleOf(schema));
  return {
    summary: route.summary,
    description: `Roles: ${route.roles.join(', ')}. Scopes: ${route.scopes.join(', ')}.`,
    security: [{ key: route.scopes }],
    parameters: parametersOf(route, example),
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: route.bodyOptional !== true,
            ...json(jsonSchema(route.body, 'input'), example.body),
          },
        }),
    responses: {
      [route.status]: { description: route.status === 204 ? 'Done; no body.' : 'Done.', ...answer },
      ...faults.of({
        keyed: true,
        inPath: route.path.includes('{'),
        query: route.query !== undefined,
        body: route.body !== undefined,
        writes: route.method !== 'GET',
        own: ownFaults(route),
      }),
    },
  };
}

const about = `Every error is \`{"error": {"code", "message", "field"?, "request_id"}}\`. Lists are \`{"items", "next"}\`; \`next\` is the cursor of the next page, or null.
Times in: RFC 3339, or seconds or milliseconds since 1970. Times out: RFC 3339 with milliseconds, UTC. Keys go in \`Authorization: Bearer <key>\`.`;

const securitySchemes = {
  key: {
    type: 'http',
    scheme: 'bearer',
    description:
      'A key of one of the roles that the operation names; where it was narrowed, with all its scopes.',
  },
  postback_key: {
    type: 'apiKey',
    in: 'query',
    name: 'key',
    description: 'The postback key of an app or a link; not needed where the app says so.',
  },
};

/** Made once: the table does not change while the process runs. */
export function describeApi(routes: readonly Route[], version: string): Record<string, unknown> {
  const faults = new FaultBook();
  const paths = describeOpenPaths(faults);
  for (const route of routes) {
    const path = (paths[route.path] ??= {});
    path[route.method.toLowerCase()] = describeRoute(route, faults);
  }
  const activity = jsonSchema(activitySchema, 'input');
  return {
    openapi: '3.1.0',
    info: {
      title: 'Carom',
      version,
      description: about,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    components: {
      securitySchemes,
      schemas: { Error: error, Activity: activity, ActivityOfKind: withoutKind(activity) },
      responses: faults.responses,
    },
    paths,
  };
}

/** Where the route implies it. */
function withoutKind(activity: JsonSchema): JsonSchema {
  const properties = without(activity.properties as Record<string, unknown>, 'kind');
  const required = ((activity.required ?? []) as string[]).filter((name) => name !== 'kind');
  return { ...activity, properties, required };
}
