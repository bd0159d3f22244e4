/**
 * Requests made of the OpenAPI document: as its examples are, as its schemas allow, broken in one place, or nonsense. Enters: operations, a stage. Leaves:
 * fast-check arbitraries. What removes or forgets is aimed at an app of its own, so that what was accepted can be looked for afterwards.
 */
import fc from 'fast-check';
import type { Json, TestApp } from '../harness';
import type { Operation } from '../openapi-document';
import type { Stage } from '../openapi-stage';

export interface MadeRequest {
  readonly operation: Operation;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface Aim {
  readonly stage: Stage;
  /** Whose things may be removed. */
  readonly victim: TestApp;
  readonly adminKey: string;
}

const odd = fc.constantFrom(
  '',
  ' ',
  '0',
  '-1',
  '1e400',
  'null',
  '{}',
  '\u0000',
  '\ud7ff',
  'a'.repeat(3_000),
  '%',
  '../..',
  '💥',
  "' OR 1=1 --",
);
const anything = fc.oneof(odd, fc.string({ unit: 'binary', maxLength: 40 }), fc.jsonValue({ maxDepth: 3 }));

function textOf(schema: Json): fc.Arbitrary<unknown> {
  const plain = fc.string({
    maxLength: Math.min(schema.maxLength ?? 30, 30),
    minLength: Math.min(schema.minLength ?? 0, 30),
  });
  return fc.oneof(
    plain,
    fc.constantFrom('USD', '9.99', '2026-11-22T10:00:00Z', 'https://shop.test/x', 'purchase'),
    odd,
  );
}

/** Half a pair cannot be sent in a URL. */
function wellFormed(value: unknown): string {
  return Buffer.from(String(value), 'utf8').toString('utf8');
}

/** Values that the schema allows, mostly: patterns and formats are only guessed at. */
export function valueOf(schema: Json, depth = 0): fc.Arbitrary<unknown> {
  if (depth > 6) return fc.constant(null);
  // `true`: whatever one likes.
  if (typeof schema !== 'object') return anything;
  if ('const' in schema) return fc.constant(schema.const);
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]));
  const choices: Json[] | undefined = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice: Json) => valueOf(choice, depth + 1)));
  const type: unknown = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -5, max: Math.min(schema.maximum ?? 10_000, 10_000) });
    case 'number':
      return fc.double({ noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, depth + 1), { maxLength: 3 });
    case 'object':
      return objectOf(schema, depth);
    default:
      return anything;
  }
}

function objectOf(schema: Json, depth: number): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {}).map(
    ([key, value]): [string, fc.Arbitrary<unknown>] => [key, valueOf(value, depth + 1)],
  );
  if (properties.length > 0)
    return fc.record(Object.fromEntries(properties), { requiredKeys: (schema.required ?? []) as string[] });
  return fc.dictionary(
    fc.string({ minLength: 1, maxLength: 12 }),
    valueOf(schema.additionalProperties || {}, depth + 1),
    { maxKeys: 3 },
  );
}

/** One place of a value, changed or left out. */
function broken(value: unknown): fc.Arbitrary<unknown> {
  if (typeof value !== 'object' || value === null) return anything;
  const keys = Object.keys(value);
  if (keys.length === 0) return anything;
  return fc.constantFrom(...keys).chain((key) => {
    const inner = (value as Record<string, unknown>)[key];
    const put = (found: unknown): unknown =>
      Array.isArray(value)
        ? value.map((item: unknown, at) => (String(at) === key ? found : item))
        : { ...value, [key]: found };
    const without = Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    return fc.oneof(
      anything.map(put),
      broken(inner).map(put),
      fc.constant(without),
      fc.constant({ ...value, surprise: 1 }),
    );
  });
}

function bodyOf(operation: Operation, { stage }: Aim): fc.Arbitrary<string | undefined> {
  const media = operation.bodies['application/json'];
  if (media === undefined) return fc.constant(undefined);
  const example: unknown = media.example === undefined ? {} : stage.adapt(media.example);
  const derived = valueOf(media.schema);
  const asJson = (value: unknown): string => JSON.stringify(value);
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant(asJson(example)) },
    { weight: 3, arbitrary: derived.map(asJson) },
    { weight: 4, arbitrary: broken(example).map(asJson) },
    { weight: 1, arbitrary: derived.chain(broken).map(asJson) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '{',
        '[]',
        '',
        '[null]',
        '{"__proto__":{}}',
        `${'['.repeat(500)}${']'.repeat(500)}`,
      ),
    },
  );
}

/** Of what removes, forgets, or would send to ever more callbacks. */
function isAimedAside({ method, path }: Operation): boolean {
  return (
    method === 'DELETE' || path.includes('opt-outs') || (method === 'POST' && path.endsWith('/callbacks'))
  );
}

function pathOf(operation: Operation, aim: Aim): fc.Arbitrary<string> {
  const known: Record<string, string> = { ...aim.stage.valuesOf(operation) };
  if (isAimedAside(operation)) Object.assign(known, { app: aim.victim.id, id: 'key_none', token: 'none' });
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const values = names.map((name) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(known[name] ?? 'abc123') },
      { weight: 1, arbitrary: fc.oneof(odd, fc.string({ unit: 'binary', maxLength: 20 })) },
    ),
  );
  return fc.tuple(...values).map((found) => {
    let at = 0;
    return operation.path.replace(/\{\w+\}/g, () => encodeURIComponent(wellFormed(found[at++])) || '-');
  });
}

function queryOf(operation: Operation, { stage }: Aim): fc.Arbitrary<string> {
  const parameters = operation.parameters.filter((found) => found.in === 'query');
  if (parameters.length === 0) return fc.constantFrom('', '', '', '?surprise=1');
  const known = stage.valuesOf(operation);
  const one = fc.constantFrom(...parameters).chain((parameter: Json) => {
    const { name, example, schema } = parameter as { name: string; example: unknown; schema: Json };
    const given = stage.adapt({ value: known[name] ?? example }).value;
    return fc
      .oneof(
        { weight: 3, arbitrary: given === undefined ? valueOf(schema) : fc.constant(given) },
        { weight: 1, arbitrary: valueOf(schema) },
        { weight: 1, arbitrary: odd },
      )
      .map((value): [string, string] => [name, wellFormed(value)]);
  });
  return fc.array(one, { maxLength: 4 }).map((pairs) => {
    const query = String(new URLSearchParams(pairs));
    return query === '' ? '' : `?${query}`;
  });
}

function headersOf(operation: Operation, aim: Aim): fc.Arbitrary<Record<string, string>> {
  const isIngest =
    operation.bodies['application/x-ndjson'] !== undefined || operation.path.endsWith('/lookup');
  const right = isIngest ? aim.stage.app.key : aim.adminKey;
  return fc
    .record(
      {
        authorization: fc.oneof(
          { weight: 12, arbitrary: fc.constant(`Bearer ${right}`) },
          { weight: 1, arbitrary: fc.constantFrom('', 'Bearer', 'Bearer nobody', `Basic ${right}`) },
        ),
        'content-type': fc.oneof(
          { weight: 12, arbitrary: fc.constant('application/json') },
          {
            weight: 1,
            arbitrary: fc.constantFrom(
              'text/plain',
              'application/x-www-form-urlencoded',
              'application/x-ndjson',
              'application/json; charset=utf-16',
            ),
          },
        ),
        'idempotency-key': fc.constantFrom('k-1', 'k-2', 'k 3'),
        'content-encoding': fc.constantFrom('gzip', 'br', 'zstd'),
        'x-forwarded-for': fc.constantFrom('203.0.113.9', 'nonsense', '::1, 10.0.0.1'),
        origin: fc.constantFrom('https://shop.example', 'null'),
      },
      { requiredKeys: ['authorization', 'content-type'] },
    )
    .chain((headers) =>
      // Most that come compressed are not; one in eight is enough of those.
      fc.nat({ max: 7 }).map((drawn) => {
        const { 'content-encoding': encoding, ...rest } = headers;
        const sent = drawn === 0 && encoding !== undefined ? { ...rest, 'content-encoding': encoding } : rest;
        return sent;
      }),
    );
}

export function requestTo(operation: Operation, aim: Aim): fc.Arbitrary<MadeRequest> {
  return fc
    .record({
      path: pathOf(operation, aim),
      query: queryOf(operation, aim),
      headers: headersOf(operation, aim),
      body: bodyOf(operation, aim),
    })
    .map(({ path, query, headers, body }) => ({
      operation,
      method: operation.method,
      path: path + query,
      headers,
      body: operation.method === 'GET' ? undefined : body,
    }));
}
