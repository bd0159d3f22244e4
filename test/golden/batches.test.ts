/** Every template that takes several deliveries in a request: two of its golden requests in one hold what each alone holds, and nothing else. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createJoiner, isJoined, joinedRequest } from '../../src/deliver/joined';
import type { Delivery } from '../../src/model/delivery';
import { compileTemplate, type CompiledTemplate } from '../../src/plan/compile-template';
import { plan } from '../../src/plan/plan';
import { readCase, type GoldenCase, type GoldenFile } from './read-case';

const readJson = (folder: string, name: string): unknown =>
  JSON.parse(readFileSync(join(resolve(folder), name), 'utf8'));

function compiled(file: string): CompiledTemplate {
  const result = compileTemplate(readJson('partner-templates', file), file);
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.template;
}

const files = readdirSync(resolve('partner-templates'))
  .filter((file) => file.endsWith('.json') && file !== 'template.schema.json')
  .filter((file) => compiled(file).postbacks.some(({ definition }) => definition.batch !== undefined))
  .sort();

test('these are the partners whose facts name a list, a most, and a key for repeats', () => {
  expect(files.map((file) => file.replace('.json', ''))).toEqual([
    'applovin-axon-capi',
    'google-ads-click-conversions',
    'meta-capi',
    'openai-ads-capi',
    'pinterest-capi',
    'reddit-capi',
    'snap-capi',
    'tiktok-events-app',
  ]);
});

function planned(entry: GoldenCase, template: CompiledTemplate, id: string): readonly Delivery[] {
  const input = { ...entry.input, activity: { ...entry.input.activity, id } };
  return plan(readCase({ ...entry, input }, template)).filter(({ request }) => request?.batch !== undefined);
}

const parsed = (delivery: Delivery): unknown => JSON.parse(delivery.request?.body ?? 'null');

function listIn(body: unknown, path: string): unknown[] {
  const names = path.split('.').slice(1);
  return names.reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], body) as unknown[];
}

describe.each(files)('%s', (file) => {
  const template = compiled(file);
  const { cases } = readJson('test/golden', file) as GoldenFile;
  const full = cases.filter(({ name }) => name === 'full' || name.startsWith('full '));

  test.each(full.map((entry) => [entry.name, entry] as const))('%s, twice', (_name, entry) => {
    const [firsts, seconds] = [planned(entry, template, 'one'), planned(entry, template, 'two')];
    expect(firsts.length).toBeGreaterThan(0);
    for (const [at, first] of firsts.entries()) {
      const second = seconds[at];
      if (second === undefined) throw new Error('the second is not planned');
      const together = createJoiner({ retriesMax: 1 }).join(first, second);
      if (together === null || !isJoined(together)) throw new Error('they do not go together');
      const request = joinedRequest(together);
      const list = first.request?.batch?.list ?? 'json';
      const [one, two, both] = [
        parsed(first),
        parsed(second),
        JSON.parse(request?.body ?? 'null') as unknown,
      ];
      expect(listIn(both, list)).toEqual([...listIn(one, list), ...listIn(two, list)]);
      // With its list cut to the first item it is the first request.
      listIn(both, list).splice(1);
      expect(both).toEqual(one);
      expect({ ...request, body: null, headers: null }).toEqual({
        ...first.request,
        body: null,
        headers: null,
      });
    }
  });
});
