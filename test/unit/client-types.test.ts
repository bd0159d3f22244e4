/** The client types: what they allow compiles, what they forbid does not (this file's own compilation is the test), and they are what npm run docs writes. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { components, paths } from '../../docs/client-types';
import { describeForClients } from '../../scripts/client-document';
import { routeExamples } from '../../src/api/examples';

type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : never;
type LinkForm = Json<NonNullable<paths['/v1/apps/{app}/links']['post']['requestBody']>>;
type Link = Json<paths['/v1/apps/{app}/links']['post']['responses'][201]>;
type Receipt = Json<paths['/v1/activities']['post']['responses'][202]>;

/** A client in small. */
class Client {
  constructor(
    private readonly base: string,
    private readonly send: (url: string, body: unknown) => unknown,
  ) {}

  makeLink(app: string, form: LinkForm): Link {
    return this.send(`${this.base}/v1/apps/${app}/links`, form) as Link;
  }

  post(activity: components['schemas']['Activity']): Receipt {
    return this.send(`${this.base}/v1/activities`, activity) as Receipt;
  }
}

test('a client written against the types', () => {
  const sent: unknown[] = [];
  const client = new Client('', (url, body) => {
    sent.push([url, body]);
    return { click_url: 'https://x.test/c/1', accepted: 1 };
  });
  const url: string = client.makeLink('app_1', { destinations: { web: 'https://x.test' } }).click_url;
  const accepted: number = client.post({ kind: 'install', device: { gps_adid: 'a' } }).accepted;
  // @ts-expect-error a link leads somewhere
  client.makeLink('app_1', { campaign: 'spring' });
  // @ts-expect-error there is no such kind
  client.post({ kind: 'instal' });
  expect([url, accepted, sent.length]).toEqual(['https://x.test/c/1', 1, 4]);
});

// What makes them is loaded by Node itself: it is in part an ES module, which Jest cannot load.
test('docs/client-types.d.ts is what npm run docs writes', () => {
  const script = join(__dirname, '..', '..', 'scripts', 'write-docs.js');
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

test('every example belongs to a route', () => {
  const { paths: described } = describeForClients() as { paths: Record<string, Record<string, unknown>> };
  const names = Object.entries(described).flatMap(([path, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(Object.keys(routeExamples).filter((name) => !names.includes(name))).toEqual([]);
});
