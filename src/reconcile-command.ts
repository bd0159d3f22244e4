/**
 * `carom reconcile`: compares a file of orders with what a running server received. Enters: a CSV file, an app, the server's URL and a key. Leaves: the differences
 * as CSV on standard output or in a file, the totals on standard error. The file and the answer pass through; neither is held.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { z } from 'zod';
import { refusalOf, type ServerPlace } from './ask-server';
import { describeError, Fault } from './errors';
import type { Terminal } from './terminal';

export interface ReconcileAsked extends ServerPlace {
  readonly file: string;
  readonly app: string;
  readonly columns?: string;
  readonly since?: string;
  readonly until?: string;
  readonly event?: string;
  /** Absent: standard output. */
  readonly out?: string;
}

const totalsForm = z.object({
  orders: z.number(),
  alike: z.number(),
  differences: z.record(z.string(), z.number()),
  revenue: z.array(z.object({ currency: z.string(), file: z.string(), here: z.string() })),
});

export function renderTotals(totals: z.output<typeof totalsForm>): readonly string[] {
  const { orders, alike, differences, revenue } = totals;
  const counts = Object.entries(differences).map(([kind, count]) => `${count} ${kind}`);
  return [
    `${orders} orders, ${alike} alike${counts.length === 0 ? '' : `; ${counts.join(', ')}`}.`,
    ...revenue.map(
      ({ currency, file, here }) => `Revenue in ${currency}: ${file} in the file, ${here} received.`,
    ),
  ];
}

async function ask(asked: ReconcileAsked): Promise<Response> {
  await stat(asked.file).catch((cause: unknown) => {
    throw new Fault('invalid_settings', {
      message: `Cannot read ${asked.file}: ${describeError(cause)}.`,
      cause,
    });
  });
  const query = new URLSearchParams({ format: 'csv' });
  for (const name of ['columns', 'since', 'until', 'event'] as const) {
    const value = asked[name];
    if (value !== undefined) query.set(name, value);
  }
  const path = `/v1/apps/${encodeURIComponent(asked.app)}/reconcile?${String(query)}`;
  const response = await fetch(`${asked.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${asked.key}`, 'content-type': 'text/csv' },
    body: Readable.toWeb(createReadStream(asked.file)),
    duplex: 'half',
  }).catch((cause: unknown) => {
    throw new Fault('bad_request', {
      message: `No answer from ${asked.url}: ${describeError(cause)}.`,
      cause,
    });
  });
  if (!response.ok)
    throw new Fault('bad_request', { message: refusalOf(asked.url, response.status, await response.text()) });
  return response;
}

export async function reconcileFile(asked: ReconcileAsked, terminal: Terminal): Promise<void> {
  const response = await ask(asked);
  const { body } = response;
  const totals = totalsForm.safeParse(
    JSON.parse(response.headers.get('carom-reconcile-totals') ?? 'null'),
  ).data;
  if (body === null || totals === undefined)
    throw new Fault('bad_request', { message: `${asked.url} does not answer as a Carom server would.` });
  const read = Readable.fromWeb(body as ReadableStream<Uint8Array>);
  if (asked.out === undefined) await pipeline(read, process.stdout, { end: false });
  else await pipeline(read, createWriteStream(asked.out));
  for (const line of renderTotals(totals)) terminal.progress(line);
}
