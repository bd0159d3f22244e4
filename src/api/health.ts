/** Is it alive, can it work, what does it count. Enters: a store and a queue to ask. Leaves: small JSON answers, quickly: a dead Redis holds up none of them. */
import type { Express } from 'express';
import { sendJson } from '../ingest/http';
import type { ApiDeps } from './deps';

const pingTimeoutMs = 1_000;
const noStore = { 'cache-control': 'no-store' };

async function answers(ping: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), pingTimeoutMs);
  });
  try {
    return await Promise.race([ping().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Work is accepted without Redis; only a worker alone is useless without it. */
async function readiness(deps: ApiDeps): Promise<{ ready: boolean; store: string; redis: string }> {
  const [store, redis] = await Promise.all([
    answers(() => deps.store.ping()),
    answers(() => deps.pingQueue()),
  ]);
  return {
    ready: store && (redis || deps.role !== 'worker'),
    store: store ? 'up' : 'down',
    redis: redis ? 'up' : 'down',
  };
}

export function mountHealth(app: Express, deps: ApiDeps): void {
  app.get('/healthz', (_req, res) => sendJson(res, 200, { status: 'ok', version: deps.version }, noStore));
  app.get('/readyz', async (_req, res) => {
    const state = await readiness(deps);
    sendJson(res, state.ready ? 200 : 503, { ...state, role: deps.role }, noStore);
  });
  app.get('/metrics', async (_req, res) => {
    const text = await deps.metrics();
    res.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', ...noStore });
    res.end(text);
  });
}
