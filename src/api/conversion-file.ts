/**
 * Conversions by file, for offline and late sales. Enters: `POST /v1/apps/{app}/conversions.csv`. Leaves: what became of its lines, once all that is counted is
 * in the store. The same file again changes nothing, so a file that broke off is sent again. It never holds more than a piece of it.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Request, Response } from 'express';
import { Fault } from '../errors';
import type { ConversionResult } from '../ingest/conversions';
import { readLine, type LineContext } from '../ingest/conversion-lines';
import type { CsvLine } from '../ingest/csv-lines';
import { sendFault, sendJson } from '../ingest/http';
import type { PostedConversion } from '../ingest/read-conversion';
import type { App } from '../model/app';
import { appOfFile, fileQuery, inPieces, readQuery, withLines } from './csv-request';
import type { ApiDeps } from './deps';

const pieceLines = 500;
/** Refusals that an answer lists; further ones are counted. */
export const refusalsListed = 1_000;
/** While the server has too much in hand, a file waits for so long. */
const patienceMs = 20_000;
const lookAgainMs = 100;

interface Refusal {
  readonly line: number;
  readonly code: string;
  readonly message: string;
  readonly field?: string;
}

interface Report {
  lines: number;
  accepted: number;
  moved: number;
  duplicates: number;
  rejected: number;
  /** Everything up to this line is in the store, or refused. */
  last_line: number;
  refusals: Refusal[];
  refusals_truncated: boolean;
}

function refused(report: Report, line: number, { kind, message, field }: Fault): void {
  report.rejected += 1;
  if (report.refusals.length < refusalsListed)
    report.refusals.push({ line, code: kind, message, ...(field === undefined ? {} : { field }) });
  else report.refusals_truncated = true;
}

/** @throws Fault `overloaded` where it has been so for long. */
async function waitForRoom({ overloaded }: ApiDeps): Promise<void> {
  for (let waitedMs = 0; overloaded?.() === true; waitedMs += lookAgainMs) {
    if (waitedMs >= patienceMs) throw new Fault('overloaded', { retryAfterSeconds: 5 });
    await pause(lookAgainMs);
  }
}

/** The line may be full of others' activities; what was taken of the piece is known the next time. */
async function takePatiently(
  deps: ApiDeps,
  app: App,
  calls: readonly PostedConversion[],
): Promise<readonly ConversionResult[]> {
  const { conversions } = deps;
  if (conversions === undefined) throw new Fault('internal');
  for (let waitedMs = 0; ; waitedMs += lookAgainMs) {
    await waitForRoom(deps);
    try {
      return await conversions.take(app, calls);
    } catch (cause) {
      const full = cause instanceof Fault && cause.kind === 'overloaded';
      if (!full || waitedMs >= patienceMs) throw cause;
      await pause(lookAgainMs);
    }
  }
}

async function takePiece(
  deps: ApiDeps,
  app: App,
  context: LineContext,
  piece: readonly CsvLine[],
  report: Report,
): Promise<void> {
  const read: { readonly line: number; readonly call: PostedConversion }[] = [];
  for (const line of piece) {
    try {
      read.push({ line: line.line, call: readLine(line, context) });
    } catch (cause) {
      if (!(cause instanceof Fault)) throw cause;
      refused(report, line.line, cause);
    }
  }
  const results = await takePatiently(
    deps,
    app,
    read.map(({ call }) => call),
  );
  results.forEach((result, at) => {
    if (result.outcome === 'refused') refused(report, read[at]?.line ?? 0, result.fault);
    else if (result.outcome === 'accepted') report.accepted += 1;
    else if (result.outcome === 'moved') report.moved += 1;
    else report.duplicates += 1;
  });
  report.lines += piece.length;
  report.last_line = piece.at(-1)?.line ?? report.last_line;
  report.refusals.sort((a, b) => a.line - b.line);
}

export async function importConversions(deps: ApiDeps, req: Request, res: Response): Promise<void> {
  const app = appOfFile(
    req,
    String(req.params['app']),
    { roles: ['admin', 'app'], scopes: ['conversions:write'] },
    deps,
  );
  const query = readQuery(req, fileQuery);
  const context: LineContext = {
    app: app.id,
    currency: app.currency ?? 'USD',
    timezone: query.timezone ?? app.timezone ?? 'UTC',
  };
  const report: Report = {
    ...{ lines: 0, accepted: 0, moved: 0, duplicates: 0, rejected: 0, last_line: 0 },
    refusals: [],
    refusals_truncated: false,
  };
  try {
    await withLines(req, query.columns, async (lines) => {
      for await (const piece of inPieces(lines, pieceLines))
        await takePiece(deps, app, context, piece, report);
    });
  } catch (cause) {
    // Nothing was taken: it is refused as any other request.
    if (report.lines === 0 || !(cause instanceof Fault)) throw cause;
    deps.observer.refused(cause.kind, 1);
    sendFault(res, cause, { report });
    return;
  }
  deps.observer.log('info', 'import', { app: app.id, ...report, refusals: report.refusals.length });
  sendJson(res, 200, report, { 'cache-control': 'no-store' });
}
