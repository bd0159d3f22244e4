/** The API on a real store, listening on a free loopback port. Enters: nothing. Leaves: a way to call it. What would send is not wired: no test here sends. */
import type { AddressInfo } from 'node:net';
import { openDirectory } from '../../../src/adapters/directory/directory';
import { createObserver } from '../../../src/adapters/observer/observer';
import { createSecrets } from '../../../src/adapters/secrets/secrets';
import type { RegisteredTemplate } from '../../../src/api/deps';
import { createServer } from '../../../src/api/server';
import { validatePolicy } from '../../../src/attribute/policy-schema';
import { hashKey } from '../../../src/ingest/authenticate';
import { compileTemplate } from '../../../src/plan/compile-template';
import type { ManagedDirectory, TemplateDocument } from '../../../src/ports/directory';
import type { LaneReport } from '../../../src/ports/lane-board';
import type { Store } from '../../../src/ports/store';
import { openStore, put } from '../adapters/open-store';

export const adminKey = 'admin-key-of-a-test';

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

export interface ServedApi {
  readonly store: Store;
  readonly port: number;
  call(method: string, path: string, body?: unknown, key?: string): Promise<Answer>;
  makeApp(): Promise<{ id: string; key: string }>;
  makeKey(form: object): Promise<string>;
  /** As Redis does that is gone: it neither answers nor fails. */
  silenceRedis(): void;
  /** What the workers say of their lanes from now on. */
  setLanes(posts: readonly (readonly LaneReport[])[]): void;
  stop(): Promise<void>;
}

export const template = (id: string, name = 'Acme') => ({
  id,
  name,
  docs: 'https://acme.test',
  checkedOn: '2026-11-22',
  confidence: 'documented',
  settings: [
    { key: 'account', label: 'Account', required: true },
    { key: 'token', label: 'Token', required: true, secret: true },
  ],
  postbacks: [
    {
      on: ['install'],
      request: {
        method: 'POST',
        url: 'https://acme.test/pb',
        query: { click: '{{touch.partner_click_id}}' },
        json: { account: '{{settings.account}}', token: '{{settings.token}}' },
      },
    },
  ],
});

function liveTemplates(directory: ManagedDirectory): ReadonlyMap<string, RegisteredTemplate> {
  const found = new Map<string, RegisteredTemplate>();
  for (const record of directory.templates()) {
    const { partner, number, template: definition } = record.document as TemplateDocument;
    const compiled = compileTemplate(definition, partner, String(number));
    if (compiled.ok)
      found.set(partner, { template: compiled.template, version: String(number), source: 'stored' });
  }
  return found;
}

async function request(
  base: string,
  method: string,
  path: string,
  body: unknown,
  key: string,
): Promise<Answer> {
  const response = await fetch(base + path, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed: unknown = text.startsWith('{') ? JSON.parse(text) : { text };
  return { status: response.status, body: parsed as Record<string, unknown>, headers: response.headers };
}

export async function serveApi(): Promise<ServedApi> {
  const open = await openStore();
  await put(open.store, 'key', 'key_admin', { role: 'admin', hash: hashKey(adminKey), prefix: 'admin' });
  const directory = await openDirectory(open.store, {
    pollMs: 400,
    onError: (cause) => console.error(cause),
  });
  const observer = createObserver({ level: 'silent' });
  let redis: Promise<void> = Promise.resolve();
  let lanes: readonly (readonly LaneReport[])[] = [];
  const server = createServer({
    intake: { handle: () => false },
    store: open.store,
    directory,
    secrets: createSecrets('a secret key of a test'),
    isAnonymous: () => false,
    clock: { now: () => Date.now() },
    observer,
    metrics: () => observer.metrics(),
    templates: () => liveTemplates(directory),
    validatePolicy,
    pingQueue: () => redis,
    lanes: () => Promise.resolve(lanes),
    sendTest: () => Promise.reject(new Error('no test of this folder sends')),
    role: 'api',
    version: '0.0.0',
    publicUrl: '',
    trustProxy: [],
    limits: { take: () => Promise.reject(new Error('nothing is limited here')) },
    rateLimit: { perKey: 0, perAddress: 0 },
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const call: ServedApi['call'] = (method, path, body, key = adminKey) =>
    request(`http://127.0.0.1:${String(port)}`, method, path, body, key);
  const make = async (path: string, form: object): Promise<Record<string, unknown>> => {
    const { status, body } = await call('POST', path, form);
    if (status !== 201) throw new Error(`${path} answered ${String(status)}: ${JSON.stringify(body)}`);
    return body;
  };
  return {
    store: open.store,
    port,
    call,
    makeApp: async () =>
      (await make('/v1/apps', { name: 'A', platform: 'android' })) as { id: string; key: string },
    makeKey: async (form) => String((await make('/v1/keys', form)).key),
    silenceRedis() {
      redis = new Promise(() => undefined);
    },
    setLanes: (posts) => (lanes = posts),
    async stop() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      directory.close();
      await open.remove();
    },
  };
}
