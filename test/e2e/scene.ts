/**
 * What the end-to-end tests have in common: an app with links and partners, and short ways to post and to read. Enters: a running server.
 * Leaves: answers as they came. It judges nothing.
 */
import { call, createApp, eventually, type Answer, type Json, type Server, type TestApp } from '../harness';

export const play = 'https://play.google.com/store/apps/details?id=com.example.shop';
export const androidAgent =
  'Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36';
export const iphoneAgent =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1';
export const desktopAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36';

let drawn = 0;

/** An advertising id that no other test of the run uses. */
export function freshId(): string {
  drawn += 1;
  return `${process.pid.toString(16).padStart(8, '0')}-0000-4000-8000-${drawn.toString(16).padStart(12, '0')}`;
}

/** Answers with what the server sent; throws where it is not the status that the test builds on. */
export async function make(server: Server, path: string, body: unknown, method = 'POST'): Promise<Json> {
  const { status, json, text } = await call(server, path, { method, body });
  if (status >= 300) throw new Error(`${method} ${path} answered ${status}: ${text}`);
  return json;
}

/** Posts to `/v1/activities` unless told otherwise. */
export function post(
  server: Server,
  app: TestApp,
  body: unknown,
  path = '/v1/activities',
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return call(server, path, { key: app.key, body, headers });
}

/** Posts one activity that must be taken; its id. */
export async function take(server: Server, app: TestApp, activity: object): Promise<string> {
  const { status, json, text } = await post(server, app, activity);
  if (status !== 202 || json.accepted !== 1) throw new Error(`not taken: ${status} ${text}`);
  return String(json.ids[0]);
}

export async function readActivity(server: Server, app: TestApp, id: string): Promise<Json> {
  return (await call(server, `/v1/apps/${app.id}/activities/${id}`)).json;
}

/** The activity once it was judged. */
export function settled(server: Server, app: TestApp, id: string): Promise<Json> {
  return eventually(
    () => readActivity(server, app, id),
    (activity) => activity?.state === 'processed',
  );
}

export async function deliveriesOf(server: Server, app: TestApp, activity: string): Promise<Json[]> {
  return (await call(server, `/v1/deliveries?app=${app.id}&activity=${activity}`)).json.items;
}

/** One delivery once it is in the status that is waited for. */
export async function deliveryIn(
  server: Server,
  app: TestApp,
  activity: string,
  status: string,
): Promise<Json> {
  const items = await eventually(
    () => deliveriesOf(server, app, activity),
    (found) => found.some((delivery: Json) => delivery.status === status),
  );
  return items.find((delivery: Json) => delivery.status === status);
}

export async function createLink(server: Server, app: TestApp, more: object = {}): Promise<Json> {
  return make(server, `/v1/apps/${app.id}/links`, {
    partner: 'acme',
    campaign: 'spring',
    destinations: { android: play, ios: 'https://apps.apple.com/app/id1', web: 'https://shop.test/app' },
    ...more,
  });
}

/** A server's click; Carom's id of it. */
export async function click(
  server: Server,
  token: string,
  query: Record<string, string> = {},
): Promise<string> {
  const { status, json, text } = await call(server, `/c/${token}?${String(new URLSearchParams(query))}`, {
    method: 'POST',
    key: null,
  });
  if (status !== 200) throw new Error(`no click: ${status} ${text}`);
  return String(json.click_id);
}

/** A visitor's click through a proxy that names the visitor's address. */
export function visit(
  server: Server,
  token: string,
  query: Record<string, string> = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return call(server, `/c/${token}?${String(new URLSearchParams(query))}`, {
    key: null,
    headers: { 'user-agent': androidAgent, ...headers },
  });
}

/** What Carom stamped into the store's referrer. */
export function stampedReferrer(answer: Answer): string {
  return new URL(answer.headers.get('location') ?? 'about:blank').searchParams.get('referrer') ?? '';
}

/** A partner whose postbacks go to a test's receiver. */
export function template(id: string, origin: string, more: object = {}): object {
  return {
    id,
    name: id.toUpperCase(),
    docs: 'https://partner.test/postbacks',
    checkedOn: '2026-11-22',
    confidence: 'documented',
    settings: [
      { key: 'account', label: 'Account', required: true },
      { key: 'token', label: 'Token', secret: true },
    ],
    postbacks: [
      {
        on: ['install'],
        request: {
          method: 'GET',
          url: `${origin}/${id}/install`,
          query: {
            click: '{{touch.partner_click_id}}',
            account: '{{settings.account}}',
            'token?': '{{settings.token}}',
            delivery: '{{delivery.id}}',
          },
        },
      },
      {
        on: ['event'],
        request: {
          method: 'POST',
          url: `${origin}/${id}/event`,
          json: {
            click: '{{touch.partner_click_id}}',
            event: '{{event.partner_name}}',
            'value?': { $number: '{{revenue.amount}}' },
            'payout?': '{{payout.amount}}',
          },
        },
      },
      {
        on: ['reengagement', 'reattribution'],
        request: {
          method: 'GET',
          url: `${origin}/${id}/return`,
          query: { click: '{{touch.partner_click_id}}', kind: '{{activity.kind}}' },
        },
      },
    ],
    ...more,
  };
}

export interface Scene {
  readonly app: TestApp;
  readonly token: string;
}

/** An app, its link of partner `id`, and that partner integrated towards `origin`. */
export async function stage(
  server: Server,
  id: string,
  origin: string,
  options: {
    readonly app?: object;
    readonly link?: object;
    readonly integration?: object;
    readonly template?: object;
  } = {},
): Promise<Scene> {
  const app = await createApp(server, options.app);
  await make(server, `/v1/partners/${id}`, template(id, origin, options.template), 'PUT');
  await make(
    server,
    `/v1/apps/${app.id}/integrations/${id}`,
    { active: true, settings: { account: 'a-1' }, ...options.integration },
    'PUT',
  );
  const link = await createLink(server, app, { partner: id, ...options.link });
  return { app, token: String(link.token) };
}
