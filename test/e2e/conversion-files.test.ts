/** Conversions by file, and the advertiser's orders against what was received: over HTTP and by the commands. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  adminKey,
  call,
  cleanUp,
  createApp,
  emptyFolder,
  eventually,
  startServer,
  type Json,
  type Server,
  type TestApp,
} from '../harness';
import { click, createLink, freshId, make, settled } from './scene';

let server: Server;
let app: TestApp;
let token: string;
const folder = emptyFolder();

beforeAll(async () => {
  server = await startServer();
  app = await createApp(server, { currency: 'EUR', timezone: 'Europe/Berlin' });
  ({ token } = await createLink(server, app));
});
afterAll(cleanUp);

const csv = { 'content-type': 'text/csv' };

async function upload(
  of: TestApp,
  text: string,
  query = '',
  headers: Record<string, string> = csv,
): Promise<Json> {
  const path = `/v1/apps/${of.id}/conversions.csv${query}`;
  return (await call(server, path, { key: of.key, body: text, headers })).json;
}

function compare(of: TestApp, text: string, query = '') {
  return call(server, `/v1/apps/${of.id}/reconcile${query}`, { body: text, headers: csv });
}

async function byTransaction(of: TestApp, txid: string): Promise<Json[]> {
  const { json } = await call(server, `/v1/activities?app=${of.id}&kind=event&limit=1000`);
  return json.items.filter((item: Json) => item.transaction_id === txid);
}

async function carom(args: readonly string[], env: Record<string, string> = {}) {
  const main = join(__dirname, '..', '..', 'src', 'main.js');
  const child = spawn(process.execPath, [main, ...args], {
    env: { PATH: process.env['PATH'] ?? '', CAROM_URL: server.url, CAROM_KEY: adminKey, ...env },
  });
  let out = '';
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, said };
}

describe('conversions.csv', () => {
  test('lines land as calls do: click, device or user, money, status, time of the app’s zone', async () => {
    const clicked = await click(server, token, {
      click_id: 'net-csv',
      clicked_at: '2026-11-01T10:00:00Z',
    });
    const gpsAdid = freshId();
    const report = await upload(
      app,
      [
        '\uFEFFClick ID;Order ID;Event;Total;Payout;Status;Conversion Time;GPS-ADID;user_id;Branch office',
        `${clicked};csv-1;sale;10.50;2;pending;2026-11-01 12:00:00;;;"Köln; Dom"`,
        `;csv-2;sale;7;;;2026-07-01 12:00;${gpsAdid};;`,
        ';csv-3;sale;7;;;;;u-9;',
        '',
      ].join('\r\n'),
      '?columns=Total:amount',
    );
    expect(report).toMatchObject({
      lines: 3,
      accepted: 3,
      moved: 0,
      duplicates: 0,
      rejected: 0,
      last_line: 4,
    });
    const [first] = await byTransaction(app, 'csv-1');
    expect(await settled(server, app, first.id)).toMatchObject({
      event: 'sale',
      click_id: clicked,
      revenue: { amount: '10.50', currency: 'EUR' },
      payout: { amount: '2', currency: 'EUR' },
      status: 'pending',
      time: '2026-11-01T11:00:00.000Z',
      params: { branch_office: 'Köln; Dom' },
      attribution: { partner: 'acme' },
    });
    const [second] = await byTransaction(app, 'csv-2');
    expect(second).toMatchObject({ device: { gps_adid: gpsAdid }, time: '2026-07-01T10:00:00.000Z' });
    expect((await byTransaction(app, 'csv-3'))[0]).toMatchObject({ user: { id: 'u-9' } });
  });

  test('the same file again changes nothing, with ids or without', async () => {
    const clicked = await click(server, token);
    const text = `cid,event,payout\n${clicked},lead,1\n${clicked},lead,2\n`;
    expect(await upload(app, text)).toMatchObject({ accepted: 2 });
    expect(await upload(app, text)).toMatchObject({ accepted: 0, duplicates: 2 });
  });

  test('a file of moves names orders alone; the last line of an order stands', async () => {
    const clicked = await click(server, token);
    await upload(app, `cid,txid,event,status\n${clicked},m-1,sale,pending\n${clicked},m-2,sale,pending\n`);
    const moves = 'txid,status\nm-1,rejected\nm-2,approved\nm-1,approved\nm-1,refunded\nm-9,approved\n';
    expect(await upload(app, moves)).toMatchObject({
      lines: 5,
      moved: 4,
      rejected: 1,
      refusals: [{ line: 6, code: 'missing_field', field: 'cid' }],
    });
    const [moved] = await byTransaction(app, 'm-1');
    expect(moved).toMatchObject({ status: 'rejected', revision: 3 });
    expect(moved.history.map(({ status }: Json) => status)).toEqual([
      'pending',
      'rejected',
      'approved',
      'rejected',
    ]);
    expect(await upload(app, 'txid,status\nm-2,approved\n')).toMatchObject({ moved: 0, duplicates: 1 });
  });

  test('each refused line is named with its reason, and takes no other with it', async () => {
    const clicked = await click(server, token);
    const report = await upload(
      app,
      [
        'cid,txid,event,payout,event_time,currency',
        `${clicked},r-1,sale,1,,`,
        '{clickid},r-2,sale,1,,',
        `${clicked},r-3,sale,"1.000,50",,`,
        `${clicked},r-4,sale,1,31/12/2026,`,
        ',r-5,sale,1,,',
        `${clicked},r-6,sale,1,,euros`,
        `${clicked},r-7,sale,1,,`,
      ].join('\n'),
    );
    expect(report).toMatchObject({ lines: 7, accepted: 2, rejected: 5, refusals_truncated: false });
    expect(report.refusals.map(({ line, code, field }: Json) => [line, code, field])).toEqual([
      [3, 'invalid_field', 'cid'],
      [4, 'invalid_field', 'payout.amount'],
      [5, 'invalid_time', 'time'],
      [6, 'missing_field', 'cid'],
      [7, 'invalid_field', 'currency'],
    ]);
    expect(report.refusals[0].message).toContain('{clickid}');
  });

  test('a gzip file is read, and more lines than a piece', async () => {
    const clicked = await click(server, token);
    const lines = Array.from({ length: 1_201 }, (_, n) => `${clicked},z-${n},sale`);
    const body = gzipSync(['cid,txid,event', ...lines].join('\n'));
    const answer = await call(server, `/v1/apps/${app.id}/conversions.csv`, {
      key: app.key,
      body,
      headers: { ...csv, 'content-encoding': 'gzip' },
    });
    expect(answer.json).toMatchObject({ lines: 1_201, accepted: 1_201, last_line: 1_202 });
  });

  test('where it stops being CSV everything before it was taken, and the answer says so', async () => {
    const clicked = await click(server, token);
    const answer = await call(server, `/v1/apps/${app.id}/conversions.csv`, {
      key: app.key,
      body: `cid,txid,event\n${clicked},b-1,sale\n${clicked},"b-2,sale\n`,
      headers: csv,
    });
    expect(answer).toMatchObject({
      status: 400,
      json: { error: { code: 'invalid_csv' }, report: { lines: 1, accepted: 1, last_line: 2 } },
    });
  });

  test.each([
    { name: 'an empty body', body: ' ', status: 400, code: 'empty_body' },
    { name: 'a header with a name twice', body: 'cid,CID\na,b\n', status: 400, code: 'invalid_field' },
    { name: 'JSON', body: '{}', type: 'application/json', status: 415, code: 'unsupported_media_type' },
    {
      name: 'what is not UTF-8',
      body: Buffer.from([0x63, 0xff, 0x0a]),
      status: 400,
      code: 'invalid_encoding',
    },
    {
      name: 'a column that is not there',
      body: 'cid\na\n',
      query: '?columns=x:txid',
      status: 400,
      code: 'invalid_field',
    },
    {
      name: 'an unknown parameter',
      body: 'cid\na\n',
      query: '?colums=x:txid',
      status: 400,
      code: 'unknown_field',
    },
  ])('$name is refused as a whole', async ({ body, type, query, status, code }) => {
    const answer = await call(server, `/v1/apps/${app.id}/conversions.csv${query ?? ''}`, {
      key: app.key,
      body,
      headers: { 'content-type': type ?? 'text/csv' },
    });
    expect([answer.status, answer.json.error.code]).toEqual([status, code]);
  });

  test('another app’s key, a reader’s and none post no file', async () => {
    const other = await createApp(server);
    const reader = await make(server, '/v1/keys', { role: 'reader', app: app.id });
    const path = `/v1/apps/${app.id}/conversions.csv`;
    const statusOf = async (key: string | null) =>
      (await call(server, path, { key, body: 'cid\na\n', headers: csv })).status;
    expect([await statusOf(other.key), await statusOf(reader.key), await statusOf(null)]).toEqual([
      404, 403, 401,
    ]);
  });

  test('a sender that leaves in the middle leaves whole lines behind, and nothing hanging', async () => {
    const clicked = await click(server, token);
    const lines = Array.from({ length: 700 }, (_, n) => `${clicked},gone-${n},sale\n`).join('');
    const { port } = new URL(server.url);
    const req = httpRequest({
      host: '127.0.0.1',
      port,
      method: 'POST',
      path: `/v1/apps/${app.id}/conversions.csv`,
      headers: { ...csv, authorization: `Bearer ${app.key}`, 'content-length': '1000000' },
    });
    req.on('error', () => undefined);
    req.write(`cid,txid,event\n${lines}`);
    await eventually(
      () => byTransaction(app, 'gone-0'),
      (found) => found.length === 1,
    );
    req.destroy();
    // Two files at most are in hand: were this one still, the third would be refused.
    for (let round = 0; round < 3; round += 1)
      expect(await upload(app, `cid,txid,event\n${clicked},after-${round},sale\n`)).toMatchObject({
        accepted: 1,
      });
  });
});

describe('reconcile', () => {
  let books: TestApp;

  beforeAll(async () => {
    books = await createApp(server, { currency: 'USD' });
    const link = await createLink(server, books);
    const clicked = await click(server, link.token);
    await upload(
      books,
      [
        'cid,txid,event,revenue,currency,status,event_time',
        `${clicked},o-1,sale,10.00,USD,approved,2026-11-01T10:00:00Z`,
        `${clicked},o-2,sale,20,USD,,2026-11-02T10:00:00Z`,
        `${clicked},o-3,sale,30,USD,pending,2026-11-03T10:00:00Z`,
        `${clicked},o-4,sale,40,EUR,,2026-11-04T10:00:00Z`,
        `${clicked},o-5,sale,50,USD,,2026-11-05T10:00:00Z`,
        `${clicked},o-5,lead,,,,2026-11-05T10:00:00Z`,
        `${clicked},=o-6,sale,60,USD,,2026-10-01T10:00:00Z`,
      ].join('\n'),
    );
  });

  const orders = [
    'Order ID,Amount,Currency,Status',
    'o-1,10,usd,confirmed',
    'o-2,21.5,USD,approved',
    'o-3,30,USD,approved',
    'o-4,40,USD,approved',
    'o-5,50,USD,approved',
    'o-1,10,USD,approved',
    'o-9,90,USD,approved',
    'o-10,"1,000",USD,approved',
  ].join('\n');

  const expected = [
    {
      kind: 'different_amount',
      line: 3,
      transaction_id: 'o-2',
      event: 'sale',
      field: 'revenue',
      file: '21.5',
      here: '20',
    },
    {
      kind: 'different_status',
      line: 4,
      transaction_id: 'o-3',
      field: 'status',
      file: 'approved',
      here: 'pending',
    },
    {
      kind: 'different_currency',
      line: 5,
      transaction_id: 'o-4',
      field: 'revenue',
      file: 'USD',
      here: 'EUR',
    },
    { kind: 'duplicate_here', line: 6, transaction_id: 'o-5', here: 'lead sale' },
    { kind: 'duplicate_in_file', line: 7, transaction_id: 'o-1' },
    { kind: 'unknown_here', line: 8, transaction_id: 'o-9' },
    { kind: 'unreadable', line: 9, field: 'revenue' },
    { kind: 'missing_in_file', transaction_id: '=o-6', event: 'sale', here: '60 USD' },
  ];

  test('each difference, and totals', async () => {
    const { json } = await compare(books, orders);
    const byLine = [...json.differences].sort((a: Json, b: Json) => (a.line ?? 1e9) - (b.line ?? 1e9));
    expect(byLine).toEqual(expected.map((difference) => expect.objectContaining(difference) as unknown));
    expect(json.totals).toMatchObject({
      orders: 7,
      alike: 1,
      differences: Object.fromEntries(expected.map(({ kind }) => [kind, 1])),
      revenue: [
        { currency: 'EUR', file: '0', here: '40' },
        { currency: 'USD', file: '241.5', here: '120' },
      ],
    });
    expect(json.truncated).toBe(false);
  });

  test.each([
    { name: 'since', query: '?since=2026-10-02T00:00:00Z', kind: undefined },
    { name: 'until', query: '?until=2026-10-01T10:00:00Z', kind: 'missing_in_file' },
    { name: 'before it', query: '?until=2026-10-01T09:59:59.999Z', kind: undefined },
  ])('what the file lacks is asked of a window: $name', async ({ query, kind }) => {
    const { json } = await compare(books, orders, query);
    expect(json.totals.differences.missing_in_file).toBe(kind === undefined ? undefined : 1);
  });

  test('an event that is named is compared alone', async () => {
    const { json } = await compare(books, orders, '?event=sale');
    expect(json.totals.differences.duplicate_here).toBeUndefined();
    expect(json.totals.alike).toBe(2);
  });

  test('as CSV, with what a spreadsheet would take for a formula behind a quote', async () => {
    const answer = await compare(books, orders, '?format=csv');
    expect(answer.headers.get('content-type')).toContain('text/csv');
    const rows = answer.text.trim().split('\n');
    expect(rows[0]).toBe('kind,line,transaction_id,event,field,file,here,activity,message');
    expect(rows).toHaveLength(expected.length + 1);
    expect(answer.text).toContain("missing_in_file,,'=o-6,sale,,,60 USD,");
    expect(JSON.parse(answer.headers.get('carom-reconcile-totals') ?? '')).toMatchObject({ orders: 7 });
  });

  test('a reader may, another app’s may not', async () => {
    const own = await make(server, '/v1/keys', { role: 'reader', app: books.id });
    const foreign = await make(server, '/v1/keys', { role: 'reader', app: app.id });
    const statusOf = async (key: string) =>
      (await call(server, `/v1/apps/${books.id}/reconcile`, { key, body: orders, headers: csv })).status;
    expect([await statusOf(own.key), await statusOf(foreign.key)]).toEqual([200, 404]);
  });

  test('the command prints the CSV, and the totals beside it', async () => {
    const file = join(folder, 'orders.csv');
    writeFileSync(file, orders);
    const { code, out, said } = await carom(['reconcile', file, '--app', books.id]);
    expect(said).toContain('7 orders, 1 alike');
    expect(code).toBe(0);
    expect(out.trim().split('\n')).toHaveLength(expected.length + 1);
    const into = join(folder, 'differences.csv');
    await carom(['reconcile', file, '--app', books.id, '--out', into, '--event', 'sale']);
    expect(readFileSync(into, 'utf8')).not.toContain('duplicate_here');
    expect(await carom(['reconcile', join(folder, 'none.csv'), '--app', books.id])).toMatchObject({
      code: 1,
      said: expect.stringContaining('none.csv') as unknown,
    });
  });
});

describe('carom import', () => {
  const write = (name: string, lines: readonly string[]): string => {
    const file = join(folder, name);
    writeFileSync(file, `${lines.join('\n')}\n`);
    return file;
  };

  test('posts the file and lists what was refused by its own lines', async () => {
    const clicked = await click(server, token);
    const lines = Array.from(
      { length: 2_100 },
      (_, n) => `${n === 1_500 ? '' : clicked},i-${n},sale,"two\nlines"`,
    );
    const file = write('sales.csv', ['cid,txid,event,note', ...lines]);
    const { code, out, said } = await carom(['import', file, '--app', app.id]);
    expect({ code, said: said.includes('2100 lines') }).toEqual({ code: 0, said: true });
    expect(out).toBe(
      `2100 lines: 2099 new, 0 moved, 0 known already, 1 refused; ${file}.refused.csv says which and why.\n`,
    );
    // Two lines a record, and the header.
    expect(readFileSync(`${file}.refused.csv`, 'utf8')).toMatch(
      /^line,code,field,message\n3003,missing_field,cid,/,
    );
    expect(existsSync(`${file}.carom-import.json`)).toBe(false);
  });

  test('goes on where it broke off', async () => {
    const clicked = await click(server, token);
    const lines = Array.from({ length: 2_500 }, (_, n) => `${clicked},p-${n},sale`);
    const file = write('broken-off.csv', ['cid,txid,event', ...lines]);
    // A server that takes two pieces and then says no.
    const pieces: string[] = [];
    const half = createServer((req, res) => {
      let text = '';
      req.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      req.on('end', () => {
        void (async () => {
          pieces.push(text);
          if (pieces.length > 2) {
            res.writeHead(403, { 'content-type': 'application/json' }).end('{"error":{"message":"no more"}}');
            return;
          }
          const answer = await call(server, req.url ?? '', { body: text, headers: csv });
          res.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.text);
        })();
      });
    });
    half.listen(0, '127.0.0.1');
    await once(half, 'listening');
    const url = `http://127.0.0.1:${(half.address() as AddressInfo).port}`;
    const first = await carom(['import', file, '--app', app.id], { CAROM_URL: url });
    half.close();
    expect(first).toMatchObject({ code: 1, said: expect.stringContaining('no more') as unknown });
    expect(JSON.parse(readFileSync(`${file}.carom-import.json`, 'utf8'))).toMatchObject({ done: 2_000 });
    const second = await carom(['import', file, '--app', app.id]);
    expect(second.said).toContain('Going on after 2000 lines.');
    expect(second.out).toBe('2500 lines: 2500 new, 0 moved, 0 known already, 0 refused.\n');
    expect(await byTransaction(app, 'p-2499')).toHaveLength(1);
  });

  test('needs a file and an app', async () => {
    expect(await carom(['import'])).toMatchObject({
      code: 1,
      said: expect.stringContaining('FILE') as unknown,
    });
    expect(await carom(['import', 'x.csv'])).toMatchObject({
      code: 1,
      said: expect.stringContaining('--app') as unknown,
    });
  });
});
