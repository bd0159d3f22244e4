/** Managed records, and the forgetting of sandbox devices. Enters: a store. Leaves: tests. */
import type { StoredRecord } from '../../src/ports/store';
import { activity, device, processed, t0, walk } from './samples';
import type { At } from './store-contract';

type Unversioned = Omit<StoredRecord, 'version'>;

const record = (id: string, change: Partial<Unversioned> = {}): Unversioned => ({
  kind: 'link',
  id,
  createdAt: t0,
  document: { name: id, nested: [1, null, { text: 'ß "quoted" 😀' }] },
  ...change,
});

function puts(at: At): void {
  test('a record is read as it was put, at version 1', async () => {
    const { store } = at();
    expect(await store.putRecord(record('l1', { app: 'app1' }), 0)).toBe(true);
    expect(await store.readRecord('link', 'l1')).toEqual({ ...record('l1', { app: 'app1' }), version: 1 });
    expect(await store.putRecord(record('l2'), 0)).toBe(true);
    expect(await store.readRecord('link', 'l2')).toEqual({ ...record('l2'), version: 1 });
  });

  test('kinds are apart', async () => {
    const { store } = at();
    await store.putRecord(record('x'), 0);
    expect(await store.readRecord('app', 'x')).toBeNull();
    expect(await store.putRecord(record('x', { kind: 'app' }), 0)).toBe(true);
    expect(await store.deleteRecord('app', 'x')).toBe(true);
    expect(await store.readRecord('link', 'x')).not.toBeNull();
  });

  test.each([
    { name: 'the stored version', expected: 2, done: true },
    { name: 'an older one', expected: 1, done: false },
    { name: 'a newer one', expected: 3, done: false },
    { name: 'none yet', expected: 0, done: false },
  ])('of a record at version 2, expecting $name: $done', async ({ expected, done }) => {
    const { store } = at();
    await store.putRecord(record('l1'), 0);
    await store.putRecord(record('l1', { document: 'second' }), 1);
    expect(await store.putRecord(record('l1', { document: 'third' }), expected)).toBe(done);
    const stored = await store.readRecord('link', 'l1');
    expect(stored).toMatchObject(
      done ? { version: 3, document: 'third' } : { version: 2, document: 'second' },
    );
  });

  test('a record that is not there has no version to expect', async () => {
    const { store } = at();
    expect(await store.putRecord(record('l1'), 1)).toBe(false);
    expect(await store.readRecord('link', 'l1')).toBeNull();
  });

  test('of writers that race, one wins', async () => {
    const { store } = at();
    const made = await Promise.all([1, 2, 3].map((n) => store.putRecord(record('l1', { document: n }), 0)));
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(await store.readRecord('link', 'l1')).toMatchObject({
      version: 1,
      document: made.indexOf(true) + 1,
    });
  });

  test('a removed record is gone once, and may be made again', async () => {
    const { store } = at();
    await store.putRecord(record('l1'), 0);
    expect(await store.deleteRecord('link', 'l1')).toBe(true);
    expect(await store.deleteRecord('link', 'l1')).toBe(false);
    expect(await store.readRecord('link', 'l1')).toBeNull();
    expect(await store.putRecord(record('l1'), 0)).toBe(true);
  });
}

function keyUses(at: At): void {
  const key = record('key_a', { kind: 'key' });

  test('when a key was last used is read and listed, moves on and never back', async () => {
    const { store } = at();
    await store.putRecord(key, 0);
    await store.putRecord(record('key_b', { kind: 'key', createdAt: t0 + 1 }), 0);
    await store.recordKeyUses([]);
    expect(await store.readRecord('key', 'key_a')).not.toHaveProperty('usedAt');
    for (const used of [t0 + 5, t0 + 9, t0 + 7]) await store.recordKeyUses([{ id: 'key_a', at: used }]);
    expect(await store.readRecord('key', 'key_a')).toEqual({ ...key, version: 1, usedAt: t0 + 9 });
    const { items } = await store.listRecords('key', { limit: 10 });
    expect(items.map(({ id, usedAt }) => [id, usedAt])).toEqual([
      ['key_a', t0 + 9],
      ['key_b', undefined],
    ]);
  });

  test('it is no change of the record, and outlives one', async () => {
    const { store } = at();
    await store.putRecord(key, 0);
    const version = await store.recordsVersion();
    await store.recordKeyUses([{ id: 'key_a', at: t0 }]);
    expect(await store.recordsVersion()).toBe(version);
    expect(await store.putRecord({ ...key, document: 'changed' }, 1)).toBe(true);
    expect(await store.readRecord('key', 'key_a')).toMatchObject({ version: 2, usedAt: t0 });
  });

  test('it makes no key: of one that is not there nothing is kept, nor of a removed one', async () => {
    const { store } = at();
    await store.putRecord(record('key_a'), 0);
    await store.recordKeyUses([{ id: 'key_a', at: t0 }]);
    expect(await store.readRecord('key', 'key_a')).toBeNull();
    expect(await store.readRecord('link', 'key_a')).not.toHaveProperty('usedAt');
    await store.putRecord(key, 0);
    await store.recordKeyUses([{ id: 'key_a', at: t0 }]);
    await store.deleteRecord('key', 'key_a');
    await store.putRecord(key, 0);
    expect(await store.readRecord('key', 'key_a')).not.toHaveProperty('usedAt');
  });
}

function lists(at: At): void {
  const fill = async (): Promise<void> => {
    const { store } = at();
    await store.putRecord(record('z', { createdAt: t0 + 1, app: 'app1' }), 0);
    await store.putRecord(record('b', { createdAt: t0 + 2 }), 0);
    await store.putRecord(record('a', { createdAt: t0 + 2, app: 'app1' }), 0);
    await store.putRecord(record('c', { createdAt: t0, app: 'app2' }), 0);
    await store.putRecord(record('k', { createdAt: t0, kind: 'key' }), 0);
  };

  test.each([1, 2, 3, 4, 5])('oldest first, equal times by id, in pages of %i', async (limit) => {
    const { store } = at();
    await fill();
    const all = await walk(
      (cursor) => store.listRecords('link', { limit, ...(cursor && { cursor }) }),
      limit,
    );
    expect(all.map(({ id }) => id)).toEqual(['c', 'z', 'a', 'b']);
    const ofApp = await walk(
      (cursor) => store.listRecords('link', { limit, app: 'app1', ...(cursor && { cursor }) }),
      limit,
    );
    expect(ofApp.map(({ id }) => id)).toEqual(['z', 'a']);
  });

  test('a page that holds exactly the rest is the last', async () => {
    const { store } = at();
    await fill();
    expect((await store.listRecords('link', { limit: 4 })).next).toBeNull();
    expect((await store.listRecords('link', { limit: 3 })).next).not.toBeNull();
    expect(await store.listRecords('callback', { limit: 3 })).toEqual({ items: [], next: null });
  });

  test('what is listed is whole', async () => {
    const { store } = at();
    await fill();
    const { items } = await store.listRecords('link', { limit: 1 });
    expect(items).toEqual([{ ...record('c', { createdAt: t0, app: 'app2' }), version: 1 }]);
  });
}

function versions(at: At): void {
  test('recordsVersion grows with every change, and with nothing else', async () => {
    const { store } = at();
    const seen: number[] = [await store.recordsVersion()];
    const after = async (change: Promise<unknown>): Promise<boolean> => {
      await change;
      seen.push(await store.recordsVersion());
      return (seen.at(-1) ?? 0) > (seen.at(-2) ?? 0);
    };
    expect(await after(store.putRecord(record('l1'), 0))).toBe(true);
    expect(await after(store.putRecord(record('k1', { kind: 'key' }), 0))).toBe(true);
    expect(await after(store.putRecord(record('l1'), 0))).toBe(false);
    expect(await after(store.putRecord(record('l1'), 1))).toBe(true);
    expect(await after(store.deleteRecord('link', 'unknown'))).toBe(false);
    expect(await after(store.deleteRecord('link', 'l1'))).toBe(true);
    expect(await after(store.appendActivities([activity('a1')], t0))).toBe(false);
  });
}

function forgets(at: At): void {
  const keep = async (id: string, of: string, keys: readonly string[], version = 0): Promise<void> => {
    const { store } = at();
    const body = { user: { id: 'u' }, device: { gps_adid: 'g', os_name: 'android' } };
    await store.appendActivities(
      [activity(id, { environment: 'sandbox', body, keys: { device: keys, touch: ['t'] } })],
      t0,
    );
    const verdict = processed(id, { device: device(of, { keys, version }) });
    expect(await store.commitProcessed([verdict], 'ticket1', t0)).toEqual(['done']);
  };

  test('the devices the keys name, by all of their keys, and no others', async () => {
    const { store } = at();
    await keep('a1', 'd1', ['k:1', 'k:2']);
    await keep('a2', 'd2', ['k:3']);
    expect(await store.forgetDevices('app2', ['k:1'])).toBe(0);
    expect(await store.forgetDevices('app1', ['k:1', 'k:2', 'k:9'])).toBe(1);
    const found = await store.findDevices(['k:1', 'k:2', 'k:3'].map((key) => ({ app: 'app1', keys: [key] })));
    expect(found.map((devices) => devices.map(({ id }) => id))).toEqual([[], [], ['d2']]);
    expect(await store.forgetDevices('app1', ['k:1'])).toBe(0);
  });

  test('their activities stay, but say no longer whose they were', async () => {
    const { store } = at();
    await keep('a1', 'd1', ['k:1', 'k:2']);
    await keep('a2', 'd2', ['k:3']);
    await store.forgetDevices('app1', ['k:1']);
    const stored = await store.readActivity('app1', 'a1');
    expect(stored).toMatchObject({ state: 'processed', device: null });
    expect(stored?.activity.keys).toEqual({ device: [], touch: [], address: [] });
    expect(stored?.activity.body.user).toBeUndefined();
    expect(stored?.activity.body.device).toEqual({ os_name: 'android' });
    for (const deviceKey of ['k:1', 'k:2']) {
      expect((await store.listActivities({ app: 'app1', deviceKey, limit: 10 })).items).toEqual([]);
    }
    expect((await store.listActivities({ app: 'app1', deviceKey: 'k:3', limit: 10 })).items).toHaveLength(1);
    expect(await store.readActivity('app1', 'a2')).toMatchObject({ device: 'd2' });
  });

  test('a device that comes again is a new one', async () => {
    const { store } = at();
    await keep('a1', 'd1', ['k:1']);
    await store.forgetDevices('app1', ['k:1']);
    await keep('a2', 'd1', ['k:1']);
    expect(await store.findDevices([{ app: 'app1', keys: ['k:1'] }])).toMatchObject([
      [{ id: 'd1', version: 1 }],
    ]);
  });
}

export function recordContract(at: At): void {
  describe('putRecord and deleteRecord', () => puts(at));
  describe('recordKeyUses', () => keyUses(at));
  describe('listRecords', () => lists(at));
  describe('recordsVersion', () => versions(at));
  describe('forgetDevices', () => forgets(at));
}
