/** Every partner's template against its golden file: what is sent, byte for byte, and what is not, with its reason. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Delivery } from '../../src/model/delivery';
import { compileTemplate, type CompiledTemplate } from '../../src/plan/compile-template';
import { plan } from '../../src/plan/plan';
import { filledLeaves, listLeaves } from './leaves';
import { readCase, type GoldenCase, type GoldenFile } from './read-case';

const templatesDir = resolve('partner-templates');
const goldenDir = resolve('test/golden');

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json') && file !== 'template.schema.json')
    .map((file) => file.replace(/\.json$/, ''))
    .sort();
}

function readJson(folder: string, name: string): unknown {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}

function compiled(partner: string): CompiledTemplate {
  const result = compileTemplate(readJson(templatesDir, partner), `${partner}.json`);
  if (!result.ok) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.template;
}

/** As a golden file writes it: JSON bodies parsed, every other body as its text. */
function written(delivery: Delivery): unknown {
  const { request } = delivery;
  if (request === null) return null;
  const { 'carom-delivery-id': id, ...headers } = request.headers;
  expect(id).toBe(delivery.id);
  const isJson = request.bodyType === 'json' && request.body !== null;
  const body: unknown = isJson ? JSON.parse(request.body) : request.body;
  const auth = request.auth === undefined ? {} : { auth: request.auth };
  return { postback: delivery.postback, method: request.method, url: request.url, headers, body, ...auth };
}

function isCalled(word: string): (golden: GoldenCase) => boolean {
  return ({ name }) => name === word || name.startsWith(`${word} `);
}

const partners = namesIn(templatesDir);

test('each template has a golden file, and each golden file a template', () => {
  expect(namesIn(goldenDir)).toEqual(partners);
  expect(partners.length).toBeGreaterThan(0);
});

describe.each(partners.filter((partner) => namesIn(goldenDir).includes(partner)))('%s', (partner) => {
  const golden = readJson(goldenDir, partner) as GoldenFile;

  test('names its partner and has a full and a minimal case', () => {
    expect(golden.partner).toBe(partner);
    expect(golden.cases.filter(isCalled('full'))).not.toHaveLength(0);
    expect(golden.cases.filter(isCalled('minimal'))).not.toHaveLength(0);
  });

  test('shows what goes out without consent, where the template says what may not', () => {
    const asks = compiled(partner).definition.consent !== undefined;
    expect(golden.cases.some(isCalled('no_consent'))).toBe(asks);
  });

  test.each(golden.cases.map((entry) => [entry.name, entry] as const))('%s', (_name, entry) => {
    const deliveries = plan(readCase(entry, compiled(partner)));
    const sent = deliveries.filter(({ status }) => status === 'pending').map(written);
    const skipped = deliveries
      .filter(({ status }) => status === 'skipped')
      .map(({ postback, reason }) => ({ postback, reason }));
    expect({ sent, skipped }).toEqual({ sent: entry.requests ?? [], skipped: entry.skipped ?? [] });
  });

  test('the full cases fill every leaf of every postback', () => {
    const template = compiled(partner);
    const filled = new Set<string>();
    for (const entry of golden.cases.filter(isCalled('full'))) {
      for (const { postback, request } of plan(readCase(entry, template))) {
        const at = template.postbacks.findIndex(({ id }) => id === postback);
        const definition = template.postbacks[at]?.definition;
        if (request === null || definition === undefined) continue;
        for (const leaf of filledLeaves(definition.request, request)) filled.add(`${postback}: ${leaf}`);
      }
    }
    const all = template.postbacks.flatMap(({ id }, at) => {
      const request = template.postbacks[at]?.definition.request;
      return request === undefined ? [] : listLeaves(request).map((leaf) => `${id}: ${leaf}`);
    });
    expect(all.filter((leaf) => !filled.has(leaf))).toEqual([]);
  });
});
