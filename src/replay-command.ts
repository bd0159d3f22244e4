/**
 * `carom replay`: asks a running server to send again. Enters: a filter and a pace, the server's URL and an admin key. Leaves: lines that say how far it is
 * and what was opened. It touches no store: what the API refuses, it refuses.
 */
import { z } from 'zod';
import { ask } from './ask-server';
import type { Terminal } from './terminal';

export interface ReplayAsked {
  readonly url: string;
  readonly key: string;
  /** As the API takes them; `since` may be an age: `2h`. */
  readonly filter: Readonly<Record<string, string>>;
  /** Quarantined activities are judged again, instead of deliveries sent again. */
  readonly quarantined: boolean;
  readonly perSecond: number;
  readonly dryRun: boolean;
}

/** Opened by one request: the bar moves, and a server that stops halfway has been told what it did. */
const pieceMax = 2_000;
/** Counted by one request. */
const countMax = 100_000;
const barWidth = 30;

const replayed = z.object({ replayed: z.number(), next: z.string().optional() });
const listed = z.object({
  items: z.array(z.object({ id: z.string(), app: z.string(), reason: z.string().optional() })),
  next: z.string().nullable(),
});

/** `2h` → RFC 3339 of two hours ago; anything else as it is. */
export function readSince(text: string, nowMs: number): string {
  const match = /^(\d{1,6})([smhd])$/.exec(text);
  if (match === null) return text;
  const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] ?? 's'] ?? 1_000;
  return new Date(nowMs - Number(match[1]) * unitMs).toISOString();
}

export function drawProgress(done: number, total: number, isScreen: boolean): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const text = `${done} of ${total}`;
  if (!isScreen) return text;
  const filled = Math.round(share * barWidth);
  return `[${'#'.repeat(filled)}${'-'.repeat(barWidth - filled)}] ${text}`;
}

async function count(asked: ReplayAsked, filter: object): Promise<number> {
  let total = 0;
  let cursor: string | undefined;
  do {
    const body = { ...filter, dry_run: true, limit: countMax, ...(cursor === undefined ? {} : { cursor }) };
    const part = await ask(asked, '/v1/deliveries/replay', replayed, body);
    total += part.replayed;
    cursor = part.next;
  } while (cursor !== undefined);
  return total;
}

async function replayDeliveries(asked: ReplayAsked, filter: object, terminal: Terminal): Promise<void> {
  const total = await count(asked, filter);
  if (asked.dryRun || total === 0) {
    terminal.print(`${total} deliveries match${asked.dryRun ? '; nothing was opened' : ''}.`);
    return;
  }
  let done = 0;
  let cursor: string | undefined;
  do {
    const pace = { per_second: asked.perSecond, limit: pieceMax };
    const body = { ...filter, ...pace, ...(cursor === undefined ? {} : { cursor }) };
    const part = await ask(asked, '/v1/deliveries/replay', replayed, body);
    done += part.replayed;
    cursor = part.next;
    terminal.progress(drawProgress(done, total, terminal.isScreen));
  } while (cursor !== undefined);
  const seconds = Math.ceil(done / asked.perSecond);
  terminal.print(
    `${done} deliveries are open again; at ${asked.perSecond} a second the last is due in ${seconds} s.`,
  );
}

/** The list is read before anything is opened: what is judged again leaves it. */
async function replayActivities(
  asked: ReplayAsked,
  filter: Readonly<Record<string, string>>,
  terminal: Terminal,
): Promise<void> {
  const found: { readonly id: string; readonly app: string; readonly reason?: string | undefined }[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({ ...filter, state: 'quarantined', limit: '1000' });
    if (cursor !== null) query.set('cursor', cursor);
    const part = await ask(asked, `/v1/activities?${String(query)}`, listed);
    found.push(...part.items);
    cursor = part.next;
  } while (cursor !== null && found.length < countMax);
  if (asked.dryRun) {
    for (const { id, reason } of found) terminal.print(`${id}  ${reason ?? ''}`);
    terminal.print(`${found.length} activities are quarantined; nothing was opened.`);
    return;
  }
  for (const [at, { app, id }] of found.entries()) {
    const path = `/v1/apps/${encodeURIComponent(app)}/activities/${encodeURIComponent(id)}/replay`;
    await ask(asked, path, z.unknown(), {});
    terminal.progress(drawProgress(at + 1, found.length, terminal.isScreen));
  }
  terminal.print(`${found.length} activities are judged again.`);
}

export async function replay(asked: ReplayAsked, terminal: Terminal): Promise<void> {
  const { since, ...rest } = asked.filter;
  const filter = { ...rest, ...(since === undefined ? {} : { since: readSince(since, terminal.nowMs) }) };
  if (asked.quarantined) return replayActivities(asked, filter, terminal);
  return replayDeliveries(asked, filter, terminal);
}
