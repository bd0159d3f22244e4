/** The directory on a real store: everything is found, changes are seen, and nobody keeps what is gone. */
import { openDirectory } from '../../../src/adapters/directory/directory';
import { createLinkCache } from '../../../src/adapters/directory/link-cache';
import type { ManagedDirectory } from '../../../src/ports/directory';
import { openStore, put, type OpenStore } from './open-store';

let open: OpenStore;
let directory: ManagedDirectory;
const errors: unknown[] = [];

/** Long before the poll, so that a test sees what refresh does, and not the poll. */
const neverMs = 1_000_000;

beforeEach(async () => {
  open = await openStore();
  errors.length = 0;
});

afterEach(async () => {
  directory.close();
  await open.remove();
  expect(errors).toEqual([]);
});

async function start(pollMs: number): Promise<void> {
  directory = await openDirectory(open.store, { pollMs, onError: (cause) => errors.push(cause) });
}

const appDocument = { name: 'A', platform: 'android', postbackKey: 'required' };
const keyDocument = { role: 'app', app: 'app_a', hash: 'h1', prefix: 'crm_app_xxxx' };
const linkDocument = { app: 'app_a', destinations: { web: 'https://x.test' }, retargeting: false };

function changed(): Promise<void> {
  return new Promise((resolve) => {
    const stop = directory.onChange(() => {
      stop();
      resolve();
    });
  });
}

test('a snapshot holds every noun, with id, time and version of its record', async () => {
  await put(open.store, 'app', 'app_a', appDocument);
  await put(open.store, 'key', 'key_a', keyDocument, 'app_a');
  await put(open.store, 'callback', 'cb_a', { app: 'app_a', url: 'https://x.test' }, 'app_a');
  await put(open.store, 'integration', 'app_a/acme', { app: 'app_a', partner: 'acme' }, 'app_a');
  await put(open.store, 'compat', 'app_a/adjust', { vendor: 'adjust', app_ids: ['t'] }, 'app_a');
  await start(neverMs);
  expect(directory.app('app_a')).toEqual({ ...appDocument, id: 'app_a', createdAt: 1_000, version: 1 });
  expect(directory.keyByHash('h1')).toMatchObject({ id: 'key_a', role: 'app' });
  expect(directory.callbacks('app_a').map(({ id }) => id)).toEqual(['cb_a']);
  expect(directory.integrations('app_a').map(({ id }) => id)).toEqual(['app_a/acme']);
  expect(directory.compats().map(({ id }) => id)).toEqual(['app_a/adjust']);
  expect([directory.callbacks('app_b'), directory.integrations('app_b')]).toEqual([[], []]);
  expect(directory.version()).toBe(await open.store.recordsVersion());
});

test('more records than a page holds are all read', async () => {
  await Promise.all(
    Array.from({ length: 1_001 }, (_, index) =>
      put(open.store, 'key', `key_${index}`, { ...keyDocument, hash: `h${index}` }, 'app_a'),
    ),
  );
  await start(neverMs);
  const found = Array.from({ length: 1_001 }, (_, index) => directory.keyByHash(`h${index}`)?.id);
  expect(new Set(found).size).toBe(1_001);
  expect(found).not.toContain(undefined);
});

test('of templates the live version is shown, none where none is live', async () => {
  await put(open.store, 'template', 'acme@1', { partner: 'acme', number: 1, template: {} });
  await put(open.store, 'template', 'acme@2', { partner: 'acme', number: 2, template: {} });
  await put(open.store, 'partner', 'acme', { live: 1, pending: 2, latest: 2 });
  await put(open.store, 'partner', 'other', { live: null, pending: 1, latest: 1 });
  await start(neverMs);
  expect(directory.templates().map(({ id }) => id)).toEqual(['acme@1']);
  await put(open.store, 'partner', 'acme', { live: 2, pending: null, latest: 2 });
  await directory.refresh();
  expect(directory.templates().map(({ id }) => id)).toEqual(['acme@2']);
});

test('a key that another process revoked is gone within a second', async () => {
  await put(open.store, 'key', 'key_a', keyDocument, 'app_a');
  await start(400);
  const seen = changed();
  const before = performance.now();
  await open.store.deleteRecord('key', 'key_a');
  await seen;
  expect(directory.keyByHash('h1')).toBeUndefined();
  expect(performance.now() - before).toBeLessThan(1_000);
});

test('a refresh shows what was written before it, also while another one runs', async () => {
  await start(neverMs);
  const early = directory.refresh();
  await put(open.store, 'app', 'app_a', appDocument);
  await Promise.all([early, directory.refresh()]);
  expect(directory.app('app_a')?.name).toBe('A');
});

test('a link is found, an absent one is not, and both follow a change', async () => {
  await put(open.store, 'link', 'token1', linkDocument, 'app_a');
  await start(neverMs);
  expect((await directory.link('token1'))?.destinations).toEqual({ web: 'https://x.test' });
  expect(await directory.link('token2')).toBeUndefined();
  await put(open.store, 'link', 'token2', linkDocument, 'app_a');
  await open.store.deleteRecord('link', 'token1');
  await directory.refresh();
  expect(await directory.link('token1')).toBeUndefined();
  expect((await directory.link('token2'))?.id).toBe('token2');
});

describe('the cache of links', () => {
  function counting(entriesMax: number) {
    const reads: string[] = [];
    const cache = createLinkCache((token) => {
      reads.push(token);
      return Promise.resolve(undefined);
    }, entriesMax);
    return { reads, cache };
  }

  test('misses for one token at one time share one read', async () => {
    const { reads, cache } = counting(10);
    await Promise.all([cache.link('a'), cache.link('a'), cache.link('a')]);
    await cache.link('a');
    expect(reads).toEqual(['a']);
  });

  test('beyond its bound what was used longest ago goes', async () => {
    const { reads, cache } = counting(2);
    for (const token of ['a', 'b', 'a', 'c', 'a', 'b']) await cache.link(token);
    expect(reads).toEqual(['a', 'b', 'c', 'b']);
  });

  test('a read that began before a clear is not kept', async () => {
    const waiting: (() => void)[] = [];
    let reads = 0;
    const cache = createLinkCache(() => {
      reads += 1;
      return new Promise((resolve) => waiting.push(() => resolve(undefined)));
    }, 10);
    const early = cache.link('a');
    cache.clear();
    waiting.pop()?.();
    await early;
    const late = cache.link('a');
    waiting.pop()?.();
    await late;
    expect(reads).toBe(2);
  });

  test('a read that failed is tried again', async () => {
    let reads = 0;
    const cache = createLinkCache(() => {
      reads += 1;
      return reads === 1 ? Promise.reject(new Error('down')) : Promise.resolve(undefined);
    }, 10);
    await expect(cache.link('a')).rejects.toThrow('down');
    await expect(cache.link('a')).resolves.toBeUndefined();
  });
});
