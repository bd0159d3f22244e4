/**
 * Examples of answers. Enters: the JSON schema of an answer. Leaves: a value of that form, with values as people meet them. It is pure, and the same schema
 * always gives the same sample.
 */

export type JsonSchema = Readonly<Record<string, unknown>>;

const time = '2026-11-22T10:00:00.123Z';
const activityId = '01KAPB6Q5V9X7T2M4N8R3C6D1E';

/** By the name of the field; taken where it has the type that the schema asks for. */
const named: Readonly<Record<string, unknown>> = {
  id: 'key_4f7k2m9x1c8b',
  app: 'app_3k9f2x7c1m5b',
  key: 'crm_app_5Yk2…',
  secret: 'whsec_5Yk2…',
  name: 'Shop',
  prefix: 'crm_app_5Yk2',
  partner: 'examplenet',
  token: 'k3Vx9QpL2m',
  link: 'k3Vx9QpL2m',
  click_url: 'https://links.example.com/c/k3Vx9QpL2m',
  impression_url: 'https://links.example.com/i/k3Vx9QpL2m',
  url: 'https://shop.example/hook',
  campaign: 'spring',
  currency: 'USD',
  amount: '9.99',
  timezone: 'Europe/Berlin',
  click_id: activityId,
  activity_id: activityId,
  touch_id: activityId,
  caused_by: activityId,
  delivery_id: '7c1f0e9a2b4d6f8091a2b3c4d5e6f708',
  event: 'purchase',
  reason: 'setting_missing:account',
  message: 'What it means, in a sentence.',
  next: null,
  limit: 50,
  version: 1,
};

function typesOf(schema: JsonSchema): readonly unknown[] {
  const { type } = schema;
  return Array.isArray(type) ? (type as unknown[]) : [type];
}

function fits(value: unknown, schema: JsonSchema): boolean {
  if (typeof schema.pattern === 'string')
    return typeof value === 'string' && new RegExp(schema.pattern, 'u').test(value);
  const types = typesOf(schema);
  if (value === null) return types.includes('null');
  if (typeof value === 'number') return types.includes('number') || types.includes('integer');
  return types.includes(typeof value);
}

function sampleObject(schema: JsonSchema): Record<string, unknown> {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
  return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, sampleOf(value, key)]));
}

function sampleText({ format }: JsonSchema): string {
  if (format === 'date-time') return time;
  return format === 'uri' ? 'https://shop.example/' : 'text';
}

export function sampleOf(schema: JsonSchema, name = ''): unknown {
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return (schema.enum as unknown[])[0];
  const choices = (schema.anyOf ?? schema.oneOf) as readonly JsonSchema[] | undefined;
  if (choices !== undefined) {
    const nullable = choices.some((choice) => choice.type === 'null');
    if (nullable && named[name] === null) return null;
    return sampleOf(choices.find((choice) => choice.type !== 'null') ?? {}, name);
  }
  if (schema.format === undefined && Object.hasOwn(named, name) && fits(named[name], schema))
    return named[name];
  const [type] = typesOf(schema);
  switch (type) {
    case 'string':
      return sampleText(schema);
    case 'integer':
    case 'number':
      return typeof schema.minimum === 'number' && schema.minimum > 0 ? schema.minimum : 1;
    case 'boolean':
      return true;
    case 'array':
      return schema.items === undefined ? [] : [sampleOf(schema.items as JsonSchema)];
    case 'null':
      return null;
    default:
      return sampleObject(schema);
  }
}
