/** What is MongoDB's own: plans, layouts, racing stores, a key that everybody has, a server that is not there, a process that is killed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { createServer } from 'node:net';
import { describeUrl } from '../../src/adapters/mongo/connection';
import { indexes } from '../../src/adapters/mongo/indexes';
import { activityQuestion, deliveryQuestion } from '../../src/adapters/mongo/listing';
import { layoutNewest } from '../../src/adapters/mongo/migrations';
import { openMongoStore } from '../../src/adapters/mongo/mongo-store';
import { upTo } from '../../src/adapters/mongo/sequence';
import type { Store } from '../../src/ports/store';
import { closeMongo, emptyDatabase, freshDatabase, openServer } from '../mongo-server';
import { serverLimits, type ServerLimits } from '../mongo-limits';
import { activity, delivery, device, plan, processed, t0, touch } from './samples';

const opened: Store[] = [];
const children: ChildProcess[] = [];
let url = '';

async function open(): Promise<Store> {
  const store = await openMongoStore({ url });
  opened.push(store);
  return store;
}

beforeEach(async () => {
  url = await emptyDatabase();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const store of opened.splice(0)) await store.close();
});
afterAll(closeMongo);

const database = async () => (await openServer()).getClient().db(new URL(url).pathname.slice(1));

interface Question {
  readonly name: string;
  readonly in: string;
  readonly filter: object;
  readonly sort?: Readonly<Record<string, 1 | -1>>;
  /** It names more than the index has, or not all of it in order. */
  readonly more?: true;
  /** The index that leads. */
  readonly by: string;
}

const listed = { limit: 10 };
const newest = { seq: -1 } as const;
const open4 = 'open.destination';

const questions: readonly Question[] = [
  { name: 'a line', in: 'activities', filter: { 'wait.partition': 1 }, sort: { 'wait.seq': 1 }, by: 'line' },
  { name: 'lines', in: 'activities', filter: { 'wait.partition': { $gte: 0 } }, by: 'line' },
  {
    name: 'what of a line the queue has not',
    in: 'activities',
    filter: { 'wait.partition': 1, 'wait.until': { $lte: 5 } },
    by: 'unheld',
  },
  { name: 'whose wait is over', in: 'activities', filter: { parkedUntil: { $lte: 5 } }, by: 'parked' },
  { name: 'silent verdicts', in: 'activities', filter: { todoAt: { $lte: 5 } }, by: 'todo' },
  { name: 'silent clicks', in: 'touches', filter: { todoAt: { $lte: 5 } }, by: 'todo' },
  {
    name: 'clicks that are in no sum',
    in: 'touches',
    filter: { 'sums.at': { $lte: 5 } },
    sort: { 'sums.at': 1 },
    by: 'sums',
  },
  { name: 'a batch of them', in: 'touches', filter: { 'sums.at': 5, 'sums.token': 'x' }, by: 'sums' },
  {
    name: 'a batch of them that was taken',
    in: 'touches',
    filter: { 'sums.at': 5, 'sums.token': 'x', 'sums.taken': 1 },
    by: 'sums',
  },
  {
    name: 'a batch of them, of some apps',
    in: 'touches',
    filter: { app: { $in: ['a'] }, 'sums.at': 5, 'sums.token': 'x', 'sums.taken': 0 },
    by: 'sums',
  },
  { name: 'old answers', in: 'answers', filter: { at: { $lt: 5 } }, sort: { at: 1 }, by: 'at' },
  { name: 'activities by id', in: 'activities', filter: { _id: { $in: ['a:1', 'a:2'] } }, by: '_id_' },
  {
    name: 'the one write of a verdict',
    in: 'activities',
    filter: { _id: 'a:1', state: 'accepted', revision: 0, barred: { $ne: 'x' } },
    more: true,
    by: '_id_',
  },
  {
    name: 'a transaction',
    in: 'activities',
    filter: { app: 'a', event: 'e', transaction: 't' },
    more: true,
    by: 'transaction',
  },
  {
    name: 'touches by identity',
    in: 'touches',
    filter: { app: 'a', keys: { $in: ['k:1', 'k:2'] } },
    by: 'keys',
  },
  {
    name: 'touches of one key, newest first',
    in: 'touches',
    filter: { app: 'a', keys: 'k:1' },
    sort: { time: -1, _id: -1 },
    by: 'keys',
  },
  {
    name: 'devices by identity',
    in: 'devices',
    filter: { app: 'a', keys: { $in: ['k:1', 'k:2'] } },
    by: 'keys',
  },
  { name: 'opt-outs', in: 'opt_outs', filter: { app: 'a', hashes: { $in: ['h', 'i'] } }, by: 'hashes' },
  {
    name: 'due of a destination',
    in: 'deliveries',
    filter: { [open4]: 'd', 'open.dueAt': upTo(5) },
    sort: { 'open.dueAt': 1 },
    by: 'due',
  },
  { name: 'destinations', in: 'deliveries', filter: { [open4]: { $gt: '' } }, by: 'due' },
  {
    name: 'a claim',
    in: 'deliveries',
    filter: { _id: { $in: ['d', 'e'] }, 'open.ticket': 't' },
    more: true,
    by: '_id_',
  },
  { name: 'a ticket', in: 'deliveries', filter: { 'open.ticket': 't' }, by: 'ticket' },
  { name: 'lost ones', in: 'deliveries', filter: { 'open.lost': { $gte: 2 } }, by: 'lost' },
  {
    name: 'rates',
    in: 'source_hours',
    filter: { app: 'a', partner: 'p', sub: 's', hour: { $gte: 5 } },
    by: 'source',
  },
  {
    name: 'activities',
    in: 'activities',
    filter: activityQuestion(listed),
    sort: newest,
    by: 'commit_order',
  },
  {
    name: 'activities of an app',
    in: 'activities',
    filter: activityQuestion({ ...listed, app: 'a' }),
    sort: newest,
    by: 'app',
  },
  {
    name: 'activities of a device',
    in: 'activities',
    filter: activityQuestion({ ...listed, app: 'a', deviceKey: 'k' }),
    sort: newest,
    by: 'keys',
  },
  {
    name: 'activities of a partner',
    in: 'activities',
    filter: activityQuestion({ ...listed, partner: 'p' }),
    sort: newest,
    by: 'partner',
  },
  { name: 'derived activities', in: 'activities', filter: { app: 'a', causedBy: 'x' }, by: 'caused_by' },
  {
    name: 'deliveries',
    in: 'deliveries',
    filter: deliveryQuestion(listed),
    sort: newest,
    by: 'commit_order',
  },
  {
    name: 'deliveries of an app',
    in: 'deliveries',
    filter: deliveryQuestion({ ...listed, app: 'a' }),
    sort: newest,
    by: 'app',
  },
  {
    name: 'deliveries of an activity',
    in: 'deliveries',
    filter: deliveryQuestion({ ...listed, activity: 'x' }),
    sort: newest,
    by: 'activity',
  },
  {
    name: 'deliveries to a callback',
    in: 'deliveries',
    filter: deliveryQuestion({ ...listed, callback: 'c' }),
    sort: newest,
    by: 'callback',
  },
  {
    name: 'deliveries to a partner',
    in: 'deliveries',
    filter: deliveryQuestion({ ...listed, partner: 'p' }),
    sort: newest,
    by: 'partner',
  },
  { name: 'records', in: 'records', filter: { kind: 'link' }, sort: { createdAt: 1, id: 1 }, by: 'created' },
];

describe('plans', () => {
  let limits: ServerLimits;
  beforeAll(async () => {
    limits = await serverLimits();
  });

  const explain = async ({ in: collection, filter, sort }: Question): Promise<string> => {
    const found = (await database()).collection(collection).find(filter);
    const plan = await (sort === undefined ? found : found.sort(sort)).limit(10).explain('queryPlanner');
    return JSON.stringify((plan as { queryPlanner: { winningPlan: unknown } }).queryPlanner.winningPlan);
  };

  test.each(questions)('$name: by $by, nothing scanned', async (question) => {
    await open();
    if (question.more === true && !limits.plansWithMore) return;
    const plan = await explain(question);
    expect(plan).not.toContain('COLLSCAN');
    if (question.by === '_id_') expect(plan).toMatch(/IXSCAN|IDHACK|EXPRESS/);
    else expect(plan).toContain('IXSCAN');
    if (!limits.sortsByIndex || question.sort === undefined) return;
    expect(plan).not.toContain('"stage":"SORT"');
  });

  test('every index of the table is there, as it is written, and no other', async () => {
    await open();
    const db = await database();
    for (const collection of new Set(indexes.map((row) => row.collection))) {
      const found = await db.collection(collection).indexes();
      const names = found.map(({ name }) => name ?? '').filter((name) => name !== '_id_');
      const own = indexes.filter((row) => row.collection === collection);
      expect(names.sort()).toEqual(own.map(({ name }) => name).sort());
      for (const row of own) {
        const made = found.find(({ name }) => name === row.name);
        expect(made?.key).toEqual(row.key);
        expect([made?.unique ?? false, made?.sparse ?? false]).toEqual([
          row.unique ?? false,
          row.sparse ?? false,
        ]);
      }
    }
  });
});

describe('layouts', () => {
  test('openers that race for a new database all find it whole', async () => {
    url = await freshDatabase();
    const stores = await Promise.all([open(), open(), open()]);
    const said = await Promise.all(stores.map((store, n) => store.appendActivities([activity(`a${n}`)], t0)));
    expect(said.flat().every(({ outcome }) => outcome === 'new')).toBe(true);
    expect(await (await database()).collection('layout').findOne({})).toMatchObject({
      version: layoutNewest,
    });
  });

  test('one that died over it holds up nobody for longer than its lock', async () => {
    url = await freshDatabase();
    const layout = (await database()).collection<{ _id: string; version: number; lock?: object }>('layout');
    await layout.insertOne({ _id: 'layout', version: 0, lock: { token: 'dead', until: Date.now() - 1 } });
    await open();
    expect(await layout.findOne({})).toEqual({ _id: 'layout', version: layoutNewest });
  });

  test('a database of a newer layout is refused and not touched', async () => {
    url = await freshDatabase();
    await (await open()).close();
    const layout = (await database()).collection<{ _id: string; version: number }>('layout');
    await layout.updateOne({ _id: 'layout' }, { $set: { version: layoutNewest + 1 } });
    await expect(open()).rejects.toMatchObject({ kind: 'store_unavailable' });
    await expect(open()).rejects.toThrow(/newer version/);
    expect(await layout.findOne({})).toMatchObject({ version: layoutNewest + 1 });
  });
});

describe('several stores on one database', () => {
  test('all can write and see each other’s; each id is new once', async () => {
    const stores = await Promise.all([open(), open(), open()]);
    const batches = stores.flatMap((store) =>
      Array.from({ length: 8 }, (_, n) => store.appendActivities([activity(`a${n}`), activity(`b${n}`)], t0)),
    );
    const said = (await Promise.all(batches)).flat();
    expect(said.filter(({ outcome }) => outcome === 'new')).toHaveLength(16);
    for (const store of stores) expect((await store.listActivities({ limit: 100 })).items).toHaveLength(16);
  });

  test('two that give one number to two activities lose none of them in a list', async () => {
    const [one, two] = [await open(), await open()];
    await one.appendActivities(
      ['a', 'b', 'c'].map((id) => activity(id)),
      t0,
    );
    await two.appendActivities(
      ['d', 'e', 'f'].map((id) => activity(id)),
      t0,
    );
    const shown: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = await one.listActivities({ limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      shown.push(...page.items.map((stored) => stored.activity.id));
      if (page.next === null) break;
      cursor = page.next;
    }
    expect(shown.sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  test('of sweepers that race, one gets each delivery', async () => {
    const [one, two] = [await open(), await open()];
    const ids = Array.from({ length: 50 }, (_, n) => `d${n}`);
    await plan(
      one,
      ids.map((id) => delivery(id)),
      { queuedUntil: t0 },
    );
    const feed = (store: Store, ticket: string) => store.feedDeliveries(t0, ticket, t0 + 9, 20, t0);
    const fed = await Promise.all([feed(one, 'x'), feed(two, 'y'), feed(one, 'z'), feed(two, 'w')]);
    const all = fed.flat().map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThanOrEqual(20);
  });

  test('recordsVersion is seen by the others, also of a change whose writer died before it said so', async () => {
    const [one, two] = [await open(), await open()];
    const before = await two.recordsVersion();
    await one.putRecord({ kind: 'app', id: 'x', createdAt: t0, document: {} }, 0);
    const after = await two.recordsVersion();
    expect(after).toBe(before + 1);
    const counters = (await database()).collection<{ _id: string; changes?: object[] }>('counters');
    await counters.updateOne(
      { _id: 'records' },
      { $set: { changes: [{ token: 'dead', at: Date.now() - 3_600_000 }] } },
    );
    expect(await two.recordsVersion()).toBe(after + 1);
    expect(await one.recordsVersion()).toBe(after + 1);
  });
});

test('a key that everybody has is found out, and no more of it is read than is asked for', async () => {
  const store = await open();
  const many = Array.from({ length: 2_100 }, (_, n) =>
    touch(`t${String(n).padStart(5, '0')}`, { time: t0 - n, keys: ['ip:city', `k:${n}`] }),
  );
  await store.appendTouches(many);
  const query = { app: 'app1', ids: [], since: t0 - 5_000, until: t0, limitPerKey: 3 };
  const found = await store.findTouches([
    { ...query, keys: ['k:7', 'ip:city'] },
    { ...query, keys: ['k:2000'], addressKeys: ['ip:city'], since: t0 - 2_000, until: t0 - 10 },
  ]);
  expect(found.map((touches) => touches.map(({ id }) => id))).toEqual([
    ['t00000', 't00001', 't00002', 't00007'],
    ['t00010', 't00011', 't00012', 't02000'],
  ]);
});

describe('a server', () => {
  test('that is not there is a fault after a bounded wait, which names the host and no password', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.close();
    await once(server, 'close');
    const refused = openMongoStore({
      url: `mongodb://user:s3cret@127.0.0.1:${port}/x?directConnection=true`,
      startMs: 0,
    });
    await expect(refused).rejects.toMatchObject({ kind: 'store_unavailable' });
    const said = await refused.catch((cause: unknown) => String(cause));
    expect(said).toContain(`mongodb://127.0.0.1:${port}/x`);
    expect(said).not.toMatch(/s3cret|user/);
  });

  test.each([
    ['mongodb://u:p@h1,h2:1/db?replicaSet=r', 'mongodb://h1,h2:1/db'],
    ['mongodb+srv://u:p%40@cluster.test', 'mongodb+srv://cluster.test'],
    ['mongodb://h', 'mongodb://h'],
  ])('%s is told as %s', (whole, told) => {
    expect(describeUrl(whole)).toBe(told);
  });
});

test('a process that is killed loses nothing that it acknowledged', async () => {
  const child = spawn(process.execPath, [path.join(__dirname, 'append-forever.js'), url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const acknowledged: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    acknowledged.push(...line.split(' '));
    if (acknowledged.length >= 100) child.kill('SIGKILL');
  });
  await Promise.all([once(child, 'exit'), once(lines, 'close')]);
  expect(child.signalCode).toBe('SIGKILL');
  const store = await open();
  const stored = (await store.takeUnprocessed(0, 100_000)).map((taken) => taken.activity.id);
  expect(stored.slice(0, acknowledged.length)).toEqual(acknowledged);
});

test('a verdict on a thousand deliveries with one large body is one document, and comes out whole', async () => {
  const store = await open();
  const request = { method: 'POST', url: 'https://x.test/', headers: {}, body: 'ß'.repeat(100_000) } as const;
  await store.appendActivities([activity('a1')], t0);
  const deliveries = Array.from({ length: 200 }, (_, n) => delivery(`d${n}`, { request }));
  const verdict = processed('a1', { device: device('d1'), deliveries });
  expect(await store.commitProcessed([verdict], 'ticket1', t0)).toEqual(['done']);
  expect((await store.readDelivery('d199'))?.request).toEqual(request);
});
