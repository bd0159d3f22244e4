/** `carom copy`: a SQLite file, moved to MongoDB. Enters: a file with something of everything. Leaves: tests that both stores answer alike. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { openMongoArchive } from '../../src/adapters/mongo/archive';
import { openMongoStore } from '../../src/adapters/mongo/mongo-store';
import { openSqliteArchive } from '../../src/adapters/sqlite/archive';
import { openSqliteStore } from '../../src/adapters/sqlite/sqlite-store';
import { copyStore } from '../../src/copy-command';
import type { ArchiveTarget } from '../../src/ports/archive';
import type { Store } from '../../src/ports/store';
import { closeMongo, emptyDatabase } from '../mongo-server';
import { activity, attempt, attribution, delivery, device, processed, t0, touch } from './samples';

let folder = '';
let file = '';
let url = '';
const lines: string[] = [];
const terminal = {
  print: (line: string) => void lines.push(line),
  progress: () => undefined,
  isScreen: false,
  nowMs: t0,
};

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'carom-copy-'));
  file = path.join(folder, 'carom.sqlite');
  url = await emptyDatabase();
  lines.length = 0;
});
afterEach(() => rm(folder, { recursive: true }));
afterAll(closeMongo);

async function fill(store: Store): Promise<void> {
  const body = { device: { ip_address: '203.0.113.7' } };
  const keys = { device: ['k:1'] };
  await store.putRecord({ kind: 'app', id: 'app1', createdAt: t0, document: { name: 'ß' } }, 0);
  await store.putRecord({ kind: 'link', id: 'l1', app: 'app1', createdAt: t0, document: {} }, 0);
  await store.appendTouches([
    touch('t1', { keys: ['k:1', 'ip:x'], device: body.device, params: { sub1: 'feed' } }),
    touch('t3', { cost: { model: 'cpc', amount: '0.25', currency: 'USD' }, time: t0 - 60 }),
    touch('t2', { keys: ['ip:x'], time: t0 - 50 }),
  ]);
  await store.forgetAddressKeys(t0 - 10);
  const ids = ['w', 'p', 'q', 'a', 'z'];
  await store.appendActivities(
    ids.map((id) => activity(id, { body, keys, kind: id === 'a' ? 'install' : 'event' })),
    t0 + 9e9,
  );
  const sent = delivery('done', { activity: 'a', callback: 'cb1' });
  const shared = { method: 'POST', url: 'https://x.test/', headers: {}, body: '{"a":1}' } as const;
  await store.commitProcessed(
    [
      processed('a', {
        kind: 'install',
        attribution: attribution('net1'),
        device: device('d1', { keys: ['k:1'] }),
        deliveries: [sent, ...['x', 'y'].map((id) => delivery(id, { activity: 'a', request: shared }))],
        derived: [
          {
            activity: activity('r', { kind: 'rejected_install', causedBy: 'a' }),
            attribution: null,
            rejected: [{ touch_id: 't2', reason: 'why' }],
            refusedPartner: 'net9',
          },
        ],
        conversionOf: { partner: 'net1', sub: 'feed' },
      }),
      processed('p', { attribution: attribution(null), parkUntil: t0 + 500 }),
      processed('q', { quarantined: 'it broke' }),
    ],
    'ticket1',
    t0 + 9e9,
  );
  const done = { kind: 'delivered', attempt: attempt(t0) } as const;
  await store.recordOutcomes([{ id: 'done', outcome: done, nextAttemptAt: null }]);
  await store.optOut({
    ...{ id: 'o1', app: 'app2', environment: 'production', createdAt: t0, reason: 'asked' },
    keys: [{ key: 'k:9', hash: 'h9' }],
    touchKeys: [{ key: 'm:9', hash: 'g9' }],
  });
  await store.putCosts([
    {
      ...{
        app: 'app1',
        day: '2026-11-22',
        partner: 'net1',
        link: '',
        campaign: '',
        adgroup: '',
        creative: '',
      },
      ...{ cost: { amount: '2.50', currency: 'EUR' }, postedAt: t0 },
    },
  ]);
  for (const id of ['kept', 'begun']) await store.claimAnswer({ id, fingerprint: 'f', at: t0 }, 0);
  await store.keepAnswer({ id: 'kept', at: t0 }, 'sealed');
  await store.countRefusals([{ app: 'app1', field: 'cid', value: '{x}', count: 3, at: t0 }]);
}

/** Everything that both are asked, without numbers that each draws for itself. */
async function told(store: Store): Promise<unknown> {
  const plain = <T extends { seq: number }>(items: readonly T[]) =>
    items.map((item) => ({ ...item, seq: 0 }));
  const query = { app: 'app1', ids: [], since: 0, until: t0, limitPerKey: 9 };
  return {
    activities: plain((await store.listActivities({ limit: 99 })).items),
    ofDevice: plain((await store.listActivities({ app: 'app1', deviceKey: 'k:1', limit: 99 })).items),
    ofPartner: plain((await store.listActivities({ partner: 'net9', limit: 99 })).items),
    installs: plain((await store.listActivities({ app: 'app1', kind: 'install', limit: 99 })).items),
    aside: plain((await store.listActivities({ state: 'quarantined', limit: 99 })).items),
    derived: plain(await store.listDerived('app1', 'a')),
    line: plain(await store.takeUnprocessed(0, 99)),
    touches: await store.findTouches([
      { ...query, keys: ['k:1'] },
      { ...query, keys: [], addressKeys: ['ip:x'] },
      { ...query, keys: [], ids: ['t2'] },
    ]),
    devices: await store.findDevices([{ app: 'app1', keys: ['k:1'] }]),
    deliveries: (await store.listDeliveries({ limit: 99 })).items,
    records: [
      (await store.listRecords('app', { limit: 9 })).items,
      (await store.listRecords('link', { limit: 9 })).items,
    ],
    version: await store.recordsVersion(),
    rates: await store.readSourceRates('app1', [{ partner: 'net1', sub: 'feed' }], t0),
    costs: (await store.listCosts({ app: 'app1', limit: 9 })).items,
    answers: [
      await store.claimAnswer({ id: 'kept', fingerprint: 'g', at: t0 + 1 }, 0),
      await store.claimAnswer({ id: 'begun', fingerprint: 'g', at: t0 + 1 }, 0),
    ],
    refusals: await store.surveyRefusals({ app: 'app1', since: t0, limit: 9 }),
    optOuts: [
      await store.listOptOuts('app2', { limit: 9 }),
      await store.findOptOuts([{ app: 'app2', hashes: ['g9'] }]),
    ],
    fed: [await store.feedActivities(t0 + 499, t0 + 900), await store.feedActivities(t0 + 500, t0 + 900)],
    due: await store.feedDeliveries(t0 + 9, 'ticket2', t0 + 99, 9, t0 + 9),
    notes: [await store.forgetPiece(), await store.forgetPiece(), await store.forgetPiece()],
    cut: (await store.truncateAddresses(t0 + 1)) > 0,
    after: (await store.readTouch('t1'))?.device,
  };
}

async function copyTo(wrap: (target: ArchiveTarget) => ArchiveTarget = (target) => target): Promise<void> {
  const source = openSqliteArchive(file);
  const target = await openMongoArchive(url);
  try {
    await copyStore(source, wrap(target), terminal);
  } finally {
    await target.close();
    source.close();
  }
}

/** What was in hand is nobody's in the copy; so it is in the file, once nobody lives. */
async function prepare(): Promise<unknown> {
  const store = await openSqliteStore({ path: file });
  await fill(store);
  await store.releaseQueued({ claimed: true });
  await store.close();
  return undefined;
}

async function compare(): Promise<void> {
  const copied = await openMongoStore({ url });
  const original = await openSqliteStore({ path: file });
  try {
    expect(await told(copied)).toEqual(await told(original));
  } finally {
    await copied.close();
    await original.close();
  }
}

test('the copy answers as the original, and the counts are told', async () => {
  await prepare();
  await copyTo();
  expect(lines).toEqual(
    expect.arrayContaining(['activities: 6', 'deliveries: 3', 'touches: 3', 'devices: 1']),
  );
  await compare();
});

test('one that was stopped in the middle goes on, and comes to the same', async () => {
  await prepare();
  for (const kind of ['touches', 'activities', 'deliveries'] as const) {
    const stopped = copyTo((target) => ({
      ...target,
      write: async (of, piece) => {
        await target.write(of, of === kind ? { ...piece, next: 0 } : piece);
        if (of === kind) throw new Error('stopped');
      },
    }));
    await expect(stopped).rejects.toThrow('stopped');
  }
  await copyTo();
  await compare();
});

test('a target that is in use, or was copied to completely, is left alone', async () => {
  await prepare();
  const used = await openMongoStore({ url });
  await used.appendActivities([activity('mine')], t0);
  await used.close();
  await expect(copyTo()).rejects.toMatchObject({ kind: 'conflict' });
  url = await emptyDatabase();
  await copyTo();
  await expect(copyTo()).rejects.toMatchObject({ kind: 'conflict' });
});

test('a file that is not there is refused', () => {
  expect(() => openSqliteArchive(path.join(folder, 'none'))).toThrow(/no store/);
});
