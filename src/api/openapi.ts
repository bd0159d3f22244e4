/** The OpenAPI document. Enters: the route table. Leaves: OpenAPI 3.1 made of the schemas that validate. It never says what the routes do not do. */
import { z } from 'zod';
import { activitySchema } from '../ingest/activity-schema';
import { describeOpenPaths } from './open-paths';
import { without } from './changes';
import type { Route } from './route';

const pathParam = /\{(\w+)\}/g;

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  // The document names one dialect for all.
  return without(z.toJSONSchema(schema, { io, unrepresentable: 'any' }), '$schema');
}

const json = (schema: unknown) => ({ content: { 'application/json': { schema } } });

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
        field: { type: 'string' },
        request_id: { type: 'string' },
      },
    },
  },
};

function parametersOf(route: Route): unknown[] {
  const inPath = [...route.path.matchAll(pathParam)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
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
  }));
  return [...inPath, ...inQuery];
}

function describeRoute(route: Route): Record<string, unknown> {
  const answer = route.answer === undefined ? {} : json(jsonSchema(route.answer, 'output'));
  return {
    summary: route.summary,
    description: `Roles: ${route.roles.join(', ')}.`,
    security: [{ key: [] }],
    parameters: parametersOf(route),
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: route.bodyOptional !== true,
            ...json(jsonSchema(route.body, 'input')),
          },
        }),
    responses: {
      [route.status]: { description: route.status === 204 ? 'Done; no body.' : 'Done.', ...answer },
      default: { description: 'A fault.', ...json({ $ref: '#/components/schemas/Error' }) },
    },
  };
}

/** Made once: the table does not change while the process runs. */
export function describeApi(routes: readonly Route[], version: string): Record<string, unknown> {
  const paths = describeOpenPaths(jsonSchema(activitySchema, 'input'));
  for (const route of routes) {
    const path = (paths[route.path] ??= {});
    path[route.method.toLowerCase()] = describeRoute(route);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Carom', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer' } },
      schemas: { Error: error },
    },
    paths,
  };
}
