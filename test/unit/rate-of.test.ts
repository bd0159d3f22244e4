/** Which rate a delivery is sent under. */
import { createRateOf } from '../../src/rate-of';
import type { Integration } from '../../src/model/app';
import type { Delivery } from '../../src/model/delivery';
import type { Directory } from '../../src/ports/directory';
import { compileTemplate, type CompiledTemplate } from '../../src/plan/compile-template';
import type { Registry } from '../../src/registry';
import { template } from './api/serve';

function compiledAs(version: string, rateLimit: number | undefined): CompiledTemplate {
  const limit = rateLimit === undefined ? {} : { rateLimit };
  const compiled = compileTemplate({ ...template('acme'), ...limit }, 'acme.json', version);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.template;
}

/** Version 2 is live, 3 is tried in the sandbox or pinned. */
function rateOf(
  rateLimit: number | undefined,
  own: number | undefined,
  destination: Partial<Delivery>,
  other?: number,
) {
  const [live, tried] = [compiledAs('2', rateLimit), compiledAs('3', other)];
  const integration: Integration = {
    id: 'app/acme',
    createdAt: 0,
    version: 1,
    app: 'app',
    partner: 'acme',
    active: true,
    settings: {},
    send: own === undefined ? {} : { rate_per_second: own },
  };
  const directory: Directory = {
    app: () => undefined,
    appsOfDomain: () => [],
    knowsOrigin: () => false,
    keyByHash: () => undefined,
    link: () => Promise.resolve(undefined),
    callbacks: () => [],
    integrations: (app) => (app === 'app' ? [integration] : []),
    refresh: () => Promise.resolve(),
  };
  const registry: Registry = {
    all: () => new Map(),
    template: (partner) => (partner === 'acme' ? live : undefined),
    version: (partner, number) => (partner === 'acme' && number === 3 ? tried : undefined),
  };
  return createRateOf(directory, registry)({ app: 'app', ...destination } as Delivery);
}

const acme = { partner: 'acme' };

test.each([
  { name: 'none where nobody names one', limit: undefined, own: undefined, to: acme, rate: undefined },
  {
    name: "the template's, shared by all apps",
    limit: 20,
    own: undefined,
    to: acme,
    rate: { bucket: 'acme', perSecond: 20 },
  },
  {
    name: "the integration's own before it",
    limit: 20,
    own: 5,
    to: acme,
    rate: { bucket: 'app/acme', perSecond: 5 },
  },
  { name: 'which may be higher, or none', limit: 20, own: 0, to: acme, rate: undefined },
  {
    name: 'or stand alone',
    limit: undefined,
    own: 0.5,
    to: acme,
    rate: { bucket: 'app/acme', perSecond: 0.5 },
  },
  {
    name: 'of an app whose integration is gone the template’s',
    limit: 20,
    own: 5,
    to: { ...acme, app: 'other' },
    rate: { bucket: 'acme', perSecond: 20 },
  },
  {
    name: 'a partner that is gone has none',
    limit: 20,
    own: undefined,
    to: { partner: 'gone' },
    rate: undefined,
  },
  { name: 'a callback has none', limit: 20, own: 5, to: { callback: 'cb' }, rate: undefined },
])('$name', ({ limit, own, to, rate }) => {
  expect(rateOf(limit, own, to)).toEqual(rate);
});

test.each([
  { name: 'the live one', version: '2', own: undefined, rate: { bucket: 'acme', perSecond: 20 } },
  { name: 'another, pinned or tried', version: '3', own: undefined, rate: { bucket: 'acme', perSecond: 7 } },
  {
    name: 'one that is not known any more',
    version: '1',
    own: undefined,
    rate: { bucket: 'acme', perSecond: 20 },
  },
  {
    name: 'one that was shipped and is not',
    version: 'abc',
    own: undefined,
    rate: { bucket: 'acme', perSecond: 20 },
  },
  {
    name: 'the integration’s own before each',
    version: '3',
    own: 5,
    rate: { bucket: 'app/acme', perSecond: 5 },
  },
])('of the version that made it: $name', ({ version, own, rate }) => {
  expect(rateOf(20, own, { ...acme, templateVersion: version }, 7)).toEqual(rate);
});

test('a version without a rate has none, whatever the live one says', () => {
  expect(rateOf(20, undefined, { ...acme, templateVersion: '3' })).toBeUndefined();
});
