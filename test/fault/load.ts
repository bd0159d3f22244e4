/**
 * A load of activities from several clients. Enters: a server, an app, a ledger. Leaves: activities posted, answers noted. Clients that lose the server
 * stop; what was in flight then counts as posted only.
 */
import { call, createApp, type Server, type TestApp } from '../harness';
import type { Ledger } from './ledger';

export interface LoadOptions {
  readonly total: number;
  readonly batch?: number;
  readonly clients?: number;
  /** Posted and not delivered yet, at most: so that accepting and delivering go on side by side. Default: no limit. */
  readonly aheadMax?: number;
  /** First letters of the ids, different for each load. */
  readonly prefix?: string;
}

/** An app whose every activity goes to a callback and to a partner, both at the receiver. */
export async function setStage(server: Server, { receiver }: Ledger): Promise<TestApp> {
  // No postback waits for an install: these tests are about what is lost, not about what waits.
  const app = await createApp(server, { policy: { events: { park: 0 } } });
  const made = [
    await call(server, `/v1/apps/${app.id}/callbacks`, {
      body: { url: `${receiver.url}/callback`, method: 'POST' },
    }),
    await call(server, '/v1/partners/faultnet', { method: 'PUT', body: template(receiver.url) }),
    await call(server, `/v1/apps/${app.id}/integrations/faultnet`, {
      method: 'PUT',
      body: { active: true, send: { scope: 'all' } },
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
      if (!(await postOnce(server, app, ledger, ids))) return;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}

async function room(ledger: Ledger, { aheadMax, batch = 50 }: LoadOptions): Promise<void> {
  if (aheadMax !== undefined) await ledger.reaches(2 * (ledger.posted.size + batch - aheadMax));
}

/** One request; false where it was refused or the server lost. */
export async function postOnce(
  server: { readonly url: string },
  app: TestApp,
  ledger: Ledger,
  ids: readonly string[],
): Promise<boolean> {
  for (const id of ids) ledger.posted.add(id);
  const body = ids.map((id, at) => ({ id, event: 'tick', device: { device_id: `device-${at % 20}` } }));
  try {
    const { status, json } = await call(server, '/v1/events', { key: app.key, body });
    if (status !== 202) for (const id of ids) ledger.refused.add(id);
    if (status !== 202) return false;
    for (const id of json.ids as readonly string[]) ledger.accepted.add(id);
    return true;
  } catch {
    return false;
  }
}
