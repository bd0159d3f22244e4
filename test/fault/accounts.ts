/**
 * What the server itself says became of what it accepted. Enters: an app and a ledger. Leaves: what is not accounted for, which is nothing where all
 * is well. It reads what people can read, the lists of deliveries, and never the store.
 */
import { call, eventually, type Json, type TestApp } from '../harness';
import type { Ledger } from './ledger';

interface Asked {
  readonly url: string;
}

/** A metric's samples added up; 0 where it has none. */
export async function metric(server: Asked, name: string): Promise<number> {
  const { text } = await call(server, '/metrics');
  const samples = text
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  return samples.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

async function listDeliveries(server: Asked, app: TestApp, more = ''): Promise<readonly Json[]> {
  const items: Json[] = [];
  for (let cursor = ''; ;) {
    const { status, json } = await call(server, `/v1/deliveries?app=${app.id}&limit=1000${more}${cursor}`);
    if (status !== 200) throw new Error(`no list: ${status}`);
    items.push(...(json.items as Json[]));
    if (json.next === null) return items;
    cursor = `&cursor=${encodeURIComponent(String(json.next))}`;
  }
}

/** Resolves when nothing of the app is on its way any more. */
export async function settled(server: Asked, app: TestApp, withinMs?: number): Promise<void> {
  for (const status of ['pending', 'retrying'])
    await eventually(
      () => listDeliveries(server, app, `&status=${status}`),
      (items) => items.length === 0,
      withinMs,
    );
}

const isTaken = (attempt: Json): boolean => attempt.status >= 200 && attempt.status < 300;

/** Null where it is; else what is wrong. */
function faultOf({ id, status, attempts, reason }: Json): string | null {
  const taken = (attempts as Json[]).filter(isTaken).length;
  if (status === 'delivered' && taken === 1) return null;
  if (status === 'skipped' && typeof reason === 'string') return null;
  if (status === 'failed' && taken === 0 && attempts.length > 0 && typeof reason === 'string') return null;
  return `${String(id)}: ${String(status)}, ${String(reason)}, ${taken} of ${String(attempts.length)} attempts taken`;
}

/** What came twice without a death in between, and without an attempt that ended with no answer: then it was in flight when it was sent again. */
export async function unexplained(
  server: Asked,
  app: TestApp,
  { needless }: Ledger,
): Promise<readonly Json[]> {
  if (needless.size === 0) return [];
  const deliveries = await listDeliveries(server, app);
  const unanswered = new Set(
    deliveries
      .filter(({ attempts }) => (attempts as Json[]).some(({ status }) => status === undefined))
      .map(({ id }) => String(id)),
  );
  const left = [...needless].filter((id) => !unanswered.has(id));
  return left.map((id) => deliveries.find((delivery) => delivery.id === id) ?? id);
}

export interface Accounts {
  /** Deliveries that are neither delivered, once, nor skipped or failed with what led to it. */
  readonly unaccounted: readonly string[];
  /** Accepted activities without a decision for each of both destinations, or with more than one. */
  readonly undecided: readonly string[];
  readonly statuses: Readonly<Record<string, number>>;
}

/** Everything accepted, each with a decision for the callback and one for the partner. */
export async function accountsOf(server: Asked, app: TestApp, ledger: Ledger): Promise<Accounts> {
  const deliveries = await listDeliveries(server, app);
  const decisions = new Map<string, string[]>();
  const statuses: Record<string, number> = {};
  for (const { activity_id, partner, status } of deliveries) {
    statuses[String(status)] = (statuses[String(status)] ?? 0) + 1;
    const of = decisions.get(String(activity_id)) ?? [];
    of.push(partner === undefined ? 'callback' : 'partner');
    decisions.set(String(activity_id), of);
  }
  return {
    unaccounted: deliveries.map(faultOf).filter((fault): fault is string => fault !== null),
    undecided: [...ledger.accepted].filter(
      (id) => [...(decisions.get(id) ?? [])].sort().join() !== 'callback,partner',
    ),
    statuses,
  };
}
