/**
 * The golden requests with anything in place of their values: never a 5xx, never an answer that is not the vendor's, never a good answer to what was not stored.
 * The run is the same each time: a failure shows its path, and stays until it is mended.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { serveCompat, type Registered, type ServedCompat } from './serve-compat';

interface Golden {
  readonly cases: readonly {
    readonly request: {
      readonly path: string;
      readonly query?: object;
      readonly form?: object;
      readonly json?: object;
      readonly body?: string;
    };
    readonly answer: { readonly status: number };
  }[];
}

const root = resolve('test/golden-compat');
const read = (...names: readonly string[]): unknown => JSON.parse(readFileSync(join(root, ...names), 'utf8'));
const vendors = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** The same apps, with no key to ask for. */
function openApps(vendor: string): Readonly<Record<string, Registered>> {
  const apps = read(vendor, 'apps.json') as Record<string, Registered>;
  return Object.fromEntries(
    Object.entries(apps).map(([name, { app, compat }]) => {
      return [name, { app, compat: { ...compat, key: undefined } }];
    }),
  );
}

let served: ServedCompat;
beforeAll(async () => {
  served = await serveCompat(Object.fromEntries(vendors.map((vendor) => [vendor, openApps(vendor)])));
});
afterAll(() => served.stop());

type Values = Readonly<Record<string, unknown>>;

function valuesOf({ query, form, json, body }: Golden['cases'][number]['request']): Values {
  const parsed = body?.startsWith('{') === true ? (JSON.parse(body) as object) : {};
  return { ...query, ...form, ...json, ...parsed };
}

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ minLength: 250, maxLength: 400 }),
  fc.constantFrom(
    '',
    ' ',
    'null',
    '{',
    '{"a":{}}',
    '[]',
    '[1,"b"]',
    '{gaid}',
    '-1',
    '1e9',
    '0',
    '1',
    'true',
    '٣',
    '\u0000',
  ),
  fc.json({ maxDepth: 3 }),
  fc.ipV4(),
  fc.ipV6(),
  fc.double().map(String),
);
const odd = fc.oneof(
  text,
  fc.jsonValue({ maxDepth: 3 }),
  fc.array(text, { maxLength: 4 }),
  fc.array(fc.record({ type: text, value: text, source: text, referrer: text }), { maxLength: 3 }),
  fc.integer(),
);

const files = vendors.flatMap((vendor) =>
  readdirSync(join(root, vendor))
    .filter((name) => name.endsWith('.json') && name !== 'apps.json')
    .map((name) => ({ vendor, name, golden: read(vendor, name) as Golden })),
);

/** The same order or request again is the same activity, and is not handed over twice. */
const repeatable = /order_id|receipt_id|transaction_id|request_id|event_id/;

test.each(files)('$vendor $name', async ({ vendor, golden }) => {
  const good = golden.cases.filter(({ answer }) => answer.status < 300).map(({ request }) => request);
  const names = [...new Set(good.flatMap((request) => Object.keys(valuesOf(request))))];
  const requests = fc.tuple(
    fc.constantFrom(...good),
    fc.dictionary(fc.constantFrom(...names, 'unheard_of'), odd, { maxKeys: 6 }),
  );
  const send = async ([request, changes]: readonly [(typeof good)[number], Values]): Promise<void> => {
    served.activities.length = 0;
    served.touches.length = 0;
    const values = { ...valuesOf(request), ...changes };
    const body = JSON.stringify(values);
    const response = await fetch(`${served.base}/${vendor}${request.path}`, {
      method: 'POST',
      redirect: 'manual',
      body,
    });
    const answer = await response.text();
    expect(response.status).toBeLessThan(500);
    expect(answer).not.toContain('request_id');
    const refused = response.headers.has('carom-reason') || answer.includes('"click_id":null');
    // A touch that repeats another within a second is that one.
    const touch = /"click_id":"(\w+)"/.exec(answer)?.[1];
    if (refused) expect([served.activities, served.touches]).toEqual([[], []]);
    else if (touch !== undefined) expect(await served.store.readTouch(touch)).not.toBeNull();
    else if (!repeatable.test(body)) expect(served.activities).toHaveLength(1);
  };
  await fc.assert(fc.asyncProperty(requests, send), { numRuns: 120, seed: 20_261_122 });
});
