/** The OpenAPI document as tests read it. Enters: the document that a server gave. Leaves: its operations, what they may answer, and what is wrong with an answer. */
import { z } from 'zod';
import type { Answer, Json } from './harness';

export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Json[];
  readonly description: string;
  /** What a narrowed key needs; null: it takes no key of ours. */
  readonly scopes: readonly string[] | null;
  /** Content type → media type object; empty: it takes no body. */
  readonly bodies: Readonly<Record<string, Json>>;
  /** Status → response object, references followed. */
  readonly responses: Readonly<Record<string, Json>>;
}

/** With every reference followed; the document has no circles. */
export function dereference(value: Json, document: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => dereference(item, document));
  if (typeof value !== 'object' || value === null) return value;
  if (typeof value.$ref === 'string') {
    const found = value.$ref
      .slice(2)
      .split('/')
      .reduce((at: Json, key: string) => at?.[key], document);
    if (found === undefined) throw new Error(`${value.$ref} points at nothing`);
    return dereference(found, document);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, dereference(item, document)]));
}

export function operationsOf(document: Json): readonly Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]: [string, Json]) =>
    Object.entries(dereference(item, document)).map(([method, operation]: [string, Json]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      parameters: operation.parameters ?? [],
      description: operation.description ?? '',
      scopes: operation.security?.find(({ key }: Json) => key !== undefined)?.key ?? null,
      bodies: operation.requestBody?.content ?? {},
      responses: operation.responses,
    })),
  );
}

const validators = new WeakMap<object, z.ZodType>();

function validatorOf(schema: Json): z.ZodType {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const made = z.fromJSONSchema(schema);
  validators.set(schema, made);
  return made;
}

/** Null: it answers as the document says. */
export function problemOf(operation: Operation, answer: Answer): string | null {
  const { status, text, json, headers } = answer;
  const response = operation.responses[status] ?? operation.responses[`${String(status)[0] ?? ''}XX`];
  if (response === undefined) return `status ${status} is not documented: ${text.slice(0, 300)}`;
  if (response.content === undefined || text === '') return null;
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  const media = response.content[type];
  if (media === undefined) return `content type ${type} of status ${status} is not documented`;
  if (!type.endsWith('json')) return null;
  const result = validatorOf(media.schema).safeParse(json);
  if (!result.success)
    return `the body of status ${status} is not as documented: ${result.error.message}\n${text.slice(0, 500)}`;
  const code: unknown = json?.error?.code;
  if (typeof code !== 'string' || !String(response.description).includes('`')) return null;
  return String(response.description).includes(`\`${code}\``)
    ? null
    : `code ${code} of status ${status} is not documented`;
}

/** The path with its examples, or `values` in their place; the query of all parameters that have an example. */
export function urlOf(operation: Operation, values: Readonly<Record<string, string>>): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const example: unknown = operation.parameters.find((found) => found.name === name)?.example;
    return encodeURIComponent(values[name] ?? String(example));
  });
  const query = new URLSearchParams();
  for (const { name, in: place, example } of operation.parameters)
    if (place === 'query' && example !== undefined) query.set(name, values[name] ?? String(example));
  return query.size === 0 ? path : `${path}?${String(query)}`;
}
