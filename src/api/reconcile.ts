/**
 * The advertiser's orders against what was received. Enters: `POST /v1/apps/{app}/reconcile`, a CSV. Leaves: differences and totals, as JSON or CSV. It changes
 * nothing, and holds neither the file nor the answer in memory.
 */
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { Fault } from '../errors';
import type { CsvLine } from '../ingest/csv-lines';
import { sendJson } from '../ingest/http';
import { readConversion } from '../ingest/read-conversion';
import { isDecimal, type Money } from '../model/money';
import type { Difference, Order } from '../record/reconcile/compare-orders';
import {
  createReconciler,
  type ReconcileScope,
  type Reconciler,
  type Totals,
} from '../record/reconcile/reconcile';
import { appOfFile, fileQuery, inPieces, readQuery, withLines } from './csv-request';
import type { ApiDeps } from './deps';
import { openDifferenceFile } from './differences';
import { moment } from './forms';

const pieceLines = 500;
/** In JSON; the CSV has all. */
export const differencesListed = 1_000;

const query = {
  columns: fileQuery.columns,
  since: moment.optional().describe('conversions before it are not missed'),
  until: moment.optional(),
  event: z.string().max(256).optional().describe('only conversions of this event'),
  format: z.enum(['json', 'csv']).optional(),
};

function moneyOf(value: unknown, field: string): Money | undefined {
  if (value === undefined) return undefined;
  const { amount, currency } = value as { readonly amount: string; readonly currency: string };
  if (!isDecimal(amount))
    throw new Fault('invalid_field', {
      field,
      message: `${field} is not a plain decimal such as 9.99 (a point, no thousands separator).`,
    });
  return { amount, currency: currency.toUpperCase() };
}

/** @throws Fault that names the column. */
function readOrder({ line, cells }: CsvLine, currency: string): Order {
  const { transaction, clickId, activity, conversion, currencyNamed, eventNamed } = readConversion(
    cells,
    currency,
  );
  // A file of orders names no clicks: what could be either is the order.
  const order = transaction ?? clickId;
  if (order === undefined)
    throw new Fault('missing_field', {
      field: 'txid',
      message: 'The line has no order id (txid, order_id, …).',
    });
  const [revenue, payout] = [moneyOf(activity['revenue'], 'revenue'), moneyOf(conversion.payout, 'payout')];
  const { status } = conversion;
  return {
    line,
    transaction: order,
    currencyNamed,
    ...(eventNamed ? { event: String(activity['event']) } : {}),
    ...(revenue === undefined ? {} : { revenue }),
    ...(payout === undefined ? {} : { payout }),
    ...(status === undefined ? {} : { status }),
  };
}

async function comparePiece(
  reconciler: Reconciler,
  piece: readonly CsvLine[],
  currency: string,
): Promise<void> {
  const orders: Order[] = [];
  for (const line of piece) {
    try {
      orders.push(readOrder(line, currency));
    } catch (cause) {
      if (!(cause instanceof Fault)) throw cause;
      const field = cause.field === undefined ? {} : { field: cause.field };
      await reconciler.unreadable({ kind: 'unreadable', line: line.line, ...field, message: cause.message });
    }
  }
  await reconciler.compare(orders);
}

async function compareFile(
  deps: ApiDeps,
  req: Request,
  scope: ReconcileScope & { readonly currency: string; readonly columns: string | undefined },
  report: (difference: Difference) => Promise<void>,
): Promise<Totals> {
  const reconciler = createReconciler(deps.store, scope, report);
  return withLines(req, scope.columns, async (lines) => {
    for await (const piece of inPieces(lines, pieceLines))
      await comparePiece(reconciler, piece, scope.currency);
    return reconciler.finish(() => !req.socket.destroyed);
  });
}

export async function reconcile(deps: ApiDeps, req: Request, res: Response): Promise<void> {
  const app = appOfFile(
    req,
    String(req.params['app']),
    { roles: ['admin', 'reader'], scopes: ['read'] },
    deps,
  );
  const { columns, since, until, event, format } = readQuery(req, query);
  const scope = {
    app: app.id,
    currency: app.currency ?? 'USD',
    columns,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(event === undefined ? {} : { event }),
  };
  const asCsv = format === 'csv' || (format === undefined && (req.headers.accept ?? '').includes('text/csv'));
  if (asCsv) {
    await answerCsv(res, (report) => compareFile(deps, req, scope, report));
    return;
  }
  const listed: Difference[] = [];
  let truncated = false;
  const totals = await compareFile(deps, req, scope, async (difference) => {
    if (listed.length < differencesListed) listed.push(difference);
    else truncated = true;
    return Promise.resolve();
  });
  sendJson(res, 200, { totals, differences: listed, truncated }, { 'cache-control': 'no-store' });
}

async function answerCsv(
  res: Response,
  compare: (report: (difference: Difference) => Promise<void>) => Promise<Totals>,
): Promise<void> {
  const file = await openDifferenceFile();
  try {
    const totals = await compare((difference) => file.write(difference));
    const { stream, size } = await file.read();
    res.writeHead(200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-length': String(size),
      'cache-control': 'no-store',
      'carom-reconcile-totals': JSON.stringify(totals),
    });
    await pipeline(stream, res).catch((cause: unknown) => {
      // Who left gets no answer; anything else is ours.
      if (!res.destroyed) throw cause;
    });
  } finally {
    await file.close();
  }
}
