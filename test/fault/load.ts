/**
 * A load of activities from several clients. Enters: a server, an app, a ledger. Leaves: activities posted, answers noted. Clients that lose the server
 * stop, and what was in flight then counts as posted only; patient ones ask the next server again, as a client should, until it says 202.
 */
import { call, createApp, eventually, type Server, type TestApp } from '../harness';
import type { Ledger } from './ledger';

export interface LoadOptions {
  readonly total: number;
  readonly batch?: number;
  readonly clients?: number;
  /** Posted and not delivered yet, at most: so that accepting and delivering go on side by side. Default: no limit. */
  readonly aheadMax?: number;
  /** How long a client waits for that at most. Default 30 s; longer where something is away meanwhile. */
  readonly aheadWithinMs?: number;
  /** Posts again what was refused or lost, under the same ids, until it is accepted; `server` says where the server is by then. */
  readonly patient?: boolean;
  /** First letters of the ids, different for each load. */
  readonly prefix?: string;
}

/**
 * No postback waits for an install: these tests are about what is lost, not about what waits. A click by another link brings a device back at once,
 * however many there are.
 */
const policy = {
  events: { park: 0 },
  returning: { kind: 'reattribution', needs: 'other_link', inactivity: 0, window: '7d' },
  fraud: { click_flooding: 'off', too_many_engagements: { action: 'off' } },
};

/** An app whose every activity goes to a callback and to a partner, both at the receiver. */
export async function setStage(server: Pick<Server, 'url'>, { receiver }: Ledger): Promise<TestApp> {
  const app = await createApp(server, { policy });
  const made = [
    await call(server, `/v1/apps/${app.id}/callbacks`, {
      body: { url: `${receiver.url}/callback`, method: 'POST', kinds: ['install', 'event'] },
    }),
    await call(server, '/v1/partners/faultnet', { method: 'PUT', body: template(receiver.url) }),
    await call(server, `/v1/apps/${app.id}/integrations/faultnet`, {
      method: 'PUT',
      body: { active: true, send: { scope: 'all', confirm_all: true } },
    }),
  ];
  for (const { status, text } of made) if (status >= 300) throw new Error(`no stage: ${status} ${text}`);
  return app;
}

function template(url: string) {
  return {
    id: 'faultnet',
    name: 'Fault tests',
    docs: 'https://faultnet.test/postbacks',
    checkedOn: '2026-11-22',
    confidence: 'documented',
    settings: [],
    postbacks: [
      {
        on: ['install', 'event'],
        request: { method: 'GET', url: `${url}/partner`, query: { id: '{{activity.id}}' } },
      },
    ],
  };
}

/** Resolves when all is posted, or every client lost the server. */
export async function runLoad(
  server: { readonly url: string },
  app: TestApp,
  ledger: Ledger,
  options: LoadOptions,
): Promise<void> {
  const { total, batch = 50, clients = 4, prefix = 'a' } = options;
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < total) {
      const from = next;
      next = Math.min(total, next + batch);
      const ids = Array.from({ length: next - from }, (_, at) => `${prefix}-${from + at}`);
      await room(ledger, options);
      if (options.patient === true) await postUntilTaken(server, app, ledger, itemsOf(ids));
      else if (!(await postOnce(server, app, ledger, ids))) return;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

async function room(ledger: Ledger, { aheadMax, aheadWithinMs, batch = 50 }: LoadOptions): Promise<void> {
  if (aheadMax !== undefined)
    await ledger.reaches(2 * (ledger.posted.size + batch - aheadMax), aheadWithinMs);
}

export interface Item {
  readonly id: string;
  readonly [field: string]: unknown;
}

const itemsOf = (ids: readonly string[]): readonly Item[] =>
  ids.map((id, at) => ({ id, kind: 'event', event: 'tick', device: { device_id: `device-${at % 20}` } }));

/** One request; false where it was refused or the server lost. */
export function postOnce(
  server: { readonly url: string },
  app: TestApp,
  ledger: Ledger,
  ids: readonly string[],
): Promise<boolean> {
  return post(server, app, ledger, itemsOf(ids));
}

/** Resolves once the server said 202; rejects where it does not within half a minute. */
export async function postUntilTaken(
  server: { readonly url: string },
  app: TestApp,
  ledger: Ledger,
  items: readonly Item[],
): Promise<void> {
  await eventually(
    () => post(server, app, ledger, items),
    (taken) => taken,
    30_000,
  );
}

async function post(
  server: { readonly url: string },
  app: TestApp,
  ledger: Ledger,
  items: readonly Item[],
): Promise<boolean> {
  for (const { id } of items) ledger.posted.add(id);
  try {
    const { status, json } = await call(server, '/v1/activities', { key: app.key, body: items });
    if (status !== 202) for (const { id } of items) ledger.refused.add(id);
    if (status !== 202) return false;
    for (const id of json.ids as readonly string[]) {
      ledger.accepted.add(id);
      // Of a client that asked again: what was refused before is now taken.
      ledger.refused.delete(id);
    }
    return true;
  } catch {
    return false;
  }
}
