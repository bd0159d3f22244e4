/** Which rate a delivery is sent under. */
import { createRateOf } from '../../src/rate-of';
import type { Integration } from '../../src/model/app';
import type { Delivery } from '../../src/model/delivery';
import type { Directory } from '../../src/ports/directory';
import { compileTemplate } from '../../src/plan/compile-template';
import type { Registry } from '../../src/registry';
import { template } from './api/serve';

function rateOf(rateLimit: number | undefined, own: number | undefined, destination: Partial<Delivery>) {
  const compiled = compileTemplate(
    { ...template('acme'), ...(rateLimit === undefined ? {} : { rateLimit }) },
    'acme.json',
    '1',
  );
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
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
    keyByHash: () => undefined,
    link: () => Promise.resolve(undefined),
    callbacks: () => [],
    integrations: (app) => (app === 'app' ? [integration] : []),
    refresh: () => Promise.resolve(),
  };
  const registry: Registry = {
    all: () => new Map(),
    template: (partner) => (partner === 'acme' ? compiled.template : undefined),
    version: () => undefined,
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
