/** What pages load, in a browser: the click id is kept on the page's own domain, conversions reach the server, and the page is never disturbed. */
import { readFileSync } from 'node:fs';
import { createServer, type Server as HttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { launch, type Browser, type BrowserContext, type Page } from 'puppeteer-core';
import { findChromium } from '../chromium';
import {
  call,
  cleanUp,
  createApp,
  eventually,
  startServer,
  type Json,
  type Server,
  type TestApp,
} from '../harness';
import { androidAgent, createLink, desktopAgent } from './scene';

const chromium = findChromium();
const inBrowser = chromium === null ? describe.skip : describe;

let server: Server;
let app: TestApp;

beforeAll(async () => {
  server = await startServer();
  app = await createApp(server, { platform: 'web', postback_key: 'optional' });
});
afterAll(cleanUp);

describe('the script', () => {
  test('is served small, cacheable, to any page', async () => {
    const answer = await call(server, '/carom.js', { key: null });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(Buffer.byteLength(answer.text)).toBeLessThanOrEqual(2_048);
    expect(answer.text).toBe(readFileSync(join(__dirname, '..', '..', 'src', 'web', 'carom.js'), 'utf8'));
    const etag = answer.headers.get('etag') ?? '';
    const again = await call(server, '/carom.js', { key: null, headers: { 'if-none-match': etag } });
    expect([again.status, again.text]).toEqual([304, '']);
  });
});

inBrowser('in Chromium', () => {
  let browser: Browser;
  let site: HttpServer;
  let origin: string;
  let context: BrowserContext;
  let page: Page;
  let disturbed: string[] = [];
  let attributes = '';

  beforeAll(async () => {
    site = createServer((req, res) => {
      const own = (req.url ?? '').startsWith('/sandboxed')
        ? `<iframe sandbox="allow-scripts" srcdoc="&lt;script src='${server.url}/carom.js'&gt;&lt;/script&gt;"></iframe>`
        : `<script>window.carom = window.carom || function () { (carom.q = carom.q || []).push(arguments) };
           carom('click_id', function (id) { window.told = id; });</script>
           <script async ${attributes} src="${server.url}/carom.js"></script>`;
      res.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>Shop</title>${own}`);
    });
    await new Promise<void>((listening) => site.listen(0, '127.0.0.1', listening));
    // Another host than the server's, so that what is kept here is the page's own.
    origin = `http://localhost:${(site.address() as AddressInfo).port}`;
    browser = await launch({
      executablePath: chromium ?? '',
      // Containers run tests as root, and have little shared memory.
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
    });
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    site.closeAllConnections();
    site.close();
  });
  beforeEach(async () => {
    attributes = '';
    disturbed = [];
    context = await browser.createBrowserContext();
    page = await context.newPage();
    await page.setUserAgent({ userAgent: desktopAgent });
    page.on('pageerror', (cause) => disturbed.push(String(cause)));
  });
  afterEach(async () => {
    await context.close();
    expect(disturbed).toEqual([]);
  });

  async function landing(): Promise<string> {
    const link = await createLink(server, app, { destinations: { web: `${origin}/welcome` } });
    await page.goto(`${server.url}/c/${link.token}`);
    await ready();
    return new URL(page.url()).searchParams.get('carom_click_id') ?? '';
  }
  const ready = (): Promise<unknown> => page.waitForFunction('window.told !== undefined');
  const kept = async (): Promise<unknown> =>
    page.evaluate('[document.cookie, localStorage.getItem("carom_click_id")]');

  async function purchases(order: string): Promise<Json[]> {
    const { json } = await call(server, `/v1/activities?app=${app.id}`);
    return json.items.filter((item: Json) => item.transaction_id === order);
  }
  const sale = (order: string): Promise<Json[]> =>
    eventually(
      () => purchases(order),
      (found) => found.length > 0 && found[0]?.state === 'processed',
    );

  test('the click id of a landing is kept, and a purchase on a later page is credited to it', async () => {
    const id = await landing();
    expect(id).toMatch(/^[0-9A-Z]{26}$/);
    expect(await kept()).toEqual([`carom_click_id=${id}`, id]);
    await page.goto(`${origin}/thanks`);
    await ready();
    expect(await page.evaluate('window.told')).toBe(id);
    const fields = '{ event: "purchase", revenue: "9.99", currency: "EUR", txid: "W-1", note: "a & b" }';
    await page.evaluate(`carom('conversion', ${fields})`);
    const [activity] = await sale('W-1');
    expect(activity).toMatchObject({
      kind: 'event',
      event: 'purchase',
      click_id: id,
      revenue: { amount: '9.99', currency: 'EUR' },
      params: { note: 'a & b' },
      attribution: { status: 'attributed', partner: 'acme', touch_id: id },
    });
  });

  test('a newer click takes the place of an older one; forget takes it away', async () => {
    const first = await landing();
    const second = await landing();
    expect(second).not.toBe(first);
    expect(await kept()).toEqual([`carom_click_id=${second}`, second]);
    await page.evaluate(`carom('forget')`);
    expect(await kept()).toEqual(['', null]);
  });

  test('without a cookie storage keeps it', async () => {
    const id = await landing();
    await page.evaluate('document.cookie = "carom_click_id=; path=/; max-age=0"');
    await page.goto(`${origin}/thanks`);
    await ready();
    expect(await page.evaluate('window.told')).toBe(id);
  });

  test('where there are no beacons a pixel tells of it', async () => {
    await landing();
    await page.evaluate('navigator.sendBeacon = undefined');
    await page.evaluate(`carom('conversion', { event: 'purchase', txid: 'W-2' })`);
    expect(await sale('W-2')).toHaveLength(1);
  });

  test('the page’s key names the app that takes it', async () => {
    const strict = await createApp(server, { platform: 'web' });
    const key = await call(server, '/v1/keys', { body: { role: 'app', app: strict.id, client: true } });
    const link = await createLink(server, strict, { destinations: { web: `${origin}/welcome` } });
    attributes = `data-key="${String(key.json.key)}"`;
    await page.goto(`${server.url}/c/${link.token}`);
    await ready();
    await page.evaluate(`carom('conversion', { event: 'purchase', txid: 'W-3' })`);
    const found = await eventually(
      () => call(server, `/v1/activities?app=${strict.id}`),
      ({ json }) => json.items.length > 0,
    );
    expect(found.json.items[0]).toMatchObject({ transaction_id: 'W-3' });
  });

  test('who came without a click sends nothing, and a made-up click id is none', async () => {
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`${origin}/?carom_click_id=${encodeURIComponent('<script>x')}`);
    await ready();
    expect(await page.evaluate('window.told')).toBe('');
    await page.evaluate(`carom('conversion', { event: 'purchase' })`);
    await page.evaluate(`carom('nonsense'); carom(); carom('click_id'); carom('conversion', 7)`);
    expect(await kept()).toEqual(['', null]);
    expect(asked.filter((path) => path === '/postback' || path === '/p.gif')).toEqual([]);
  });

  test('in a frame where cookies and storage throw, it does not', async () => {
    const loaded = page.waitForResponse((response) => response.url().endsWith('/carom.js'));
    await page.goto(`${origin}/sandboxed?carom_click_id=01JD8Q00000000000000000000`);
    await loaded;
    const frame = await page.waitForFrame((each) => each !== page.mainFrame());
    await frame.waitForFunction('typeof window.carom === "function"');
    await frame.evaluate(`carom('conversion', { event: 'x' }); carom('forget')`);
  });

  test('a link that opens an app which is not there goes on to the page', async () => {
    const link = await createLink(server, app, {
      deeplink: 'caromtest-nobody://home',
      destinations: { web: `${origin}/welcome` },
    });
    await page.setUserAgent({ userAgent: androidAgent });
    await page.goto(`${server.url}/c/${link.token}`);
    await page.waitForFunction(`location.pathname === '/welcome'`);
    expect(new URL(page.url()).searchParams.get('carom_click_id')).toMatch(/^[0-9A-Z]{26}$/);
  });
});
