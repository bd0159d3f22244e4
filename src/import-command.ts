/**
 * `carom import`: posts a file of conversions to a running server. Enters: a CSV file, an app, the server's URL and a key. Leaves: what became of its lines, and
 * beside the file a list of those that were refused. Where it got to stands beside the file too, so that what broke off goes on there; it holds a piece of the file
 * at a time.
 */
import { createReadStream } from 'node:fs';
import { appendFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { csvCells } from './api/differences';
import { refusalOf, type ServerPlace } from './ask-server';
import { describeError, Fault } from './errors';
import { readColumns, readCsv, type CsvLine } from './ingest/csv-lines';
import type { Terminal } from './terminal';

export interface ImportAsked extends ServerPlace {
  readonly file: string;
  readonly app: string;
  readonly columns?: string;
  readonly timezone?: string;
}

/** As many as an answer lists refusals. */
const pieceLines = 1_000;
/** Seconds between tries where the server says nothing. */
const waitsSeconds = [1, 2, 4, 8, 16] as const;
const requestTimeoutMs = 120_000;

const countNames = ['accepted', 'moved', 'duplicates', 'rejected'] as const;
type Counts = Record<(typeof countNames)[number], number>;

const answerForm = z.looseObject({
  accepted: z.number(),
  moved: z.number(),
  duplicates: z.number(),
  rejected: z.number(),
  refusals: z.array(
    z.looseObject({ line: z.number(), code: z.string(), message: z.string(), field: z.string().optional() }),
  ),
});
type Answer = z.output<typeof answerForm>;

/** Where it got to. */
const placeForm = z.object({
  app: z.string(),
  size: z.number(),
  modified: z.number(),
  done: z.number(),
  counts: z.object({
    accepted: z.number(),
    moved: z.number(),
    duplicates: z.number(),
    rejected: z.number(),
  }),
});
type Place = z.output<typeof placeForm>;

const placeOf = (file: string): string => `${file}.carom-import.json`;
const refusedOf = (file: string): string => `${file}.refused.csv`;

/** Of the same file, as it is now; else from its beginning. */
async function findPlace({ file, app }: ImportAsked): Promise<Place> {
  const { size, mtimeMs: modified } = await stat(file).catch((cause: unknown) => {
    throw new Fault('invalid_settings', { message: `Cannot read ${file}: ${describeError(cause)}.`, cause });
  });
  const fresh = {
    app,
    size,
    modified,
    done: 0,
    counts: { accepted: 0, moved: 0, duplicates: 0, rejected: 0 },
  };
  const text = await readFile(placeOf(file), 'utf8').catch(() => '');
  const known = text === '' ? undefined : placeForm.safeParse(parseOrNull(text)).data;
  const same = known?.app === app && known.size === size && known.modified === modified;
  if (same) return known;
  await rm(refusedOf(file), { force: true });
  return fresh;
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

interface Piece {
  readonly text: string;
  /** The line of what is sent → the line of the file. */
  readonly lines: ReadonlyMap<number, number>;
}

const linesIn = (text: string): number => (text.match(/\r\n|\n|\r/g) ?? []).length + 1;
const bare = (raw: string): string => raw.replace(/^[\r\n]+|[\r\n]+$/g, '');

function pieceOf(header: string, records: readonly CsvLine[]): Piece {
  const lines = new Map<number, number>();
  const texts = [bare(header)];
  let at = linesIn(bare(header));
  for (const { raw, line } of records) {
    const text = bare(raw);
    at += linesIn(text);
    lines.set(at, line);
    texts.push(text);
  }
  return { text: `${texts.join('\n')}\n`, lines };
}

/** @throws Fault that says what the server said, where trying again does not help or has not helped. */
async function send(asked: ImportAsked, body: string): Promise<Answer> {
  const query = new URLSearchParams();
  if (asked.columns !== undefined) query.set('columns', asked.columns);
  if (asked.timezone !== undefined) query.set('timezone', asked.timezone);
  const url = `${asked.url}/v1/apps/${encodeURIComponent(asked.app)}/conversions.csv?${String(query)}`;
  const headers = { authorization: `Bearer ${asked.key}`, 'content-type': 'text/csv' };
  for (let tries = 0; ; tries += 1) {
    const waitSeconds = waitsSeconds[tries];
    let said: string;
    let after: string | null = null;
    try {
      const signal = AbortSignal.timeout(requestTimeoutMs);
      const response = await fetch(url, { method: 'POST', headers, body, signal });
      const text = await response.text();
      if (response.ok) return answerForm.parse(JSON.parse(text));
      said = refusalOf(asked.url, response.status, text);
      after = response.headers.get('retry-after');
      if (response.status !== 429 && response.status < 500) throw new Fault('bad_request', { message: said });
    } catch (cause) {
      if (cause instanceof Fault) throw cause;
      said = `No answer from ${asked.url}: ${describeError(cause)}.`;
    }
    if (waitSeconds === undefined)
      throw new Fault('bad_request', { message: `${said} Run the same command again to go on.` });
    await pause(Math.max(waitSeconds, Number(after ?? 0)) * 1_000);
  }
}

async function writeRefusals(file: string, { refusals }: Answer, { lines }: Piece): Promise<void> {
  if (refusals.length === 0) return;
  const path = refusedOf(file);
  const isNew = await stat(path).then(
    () => false,
    () => true,
  );
  const rows = refusals.map(({ line, code, field, message }) =>
    csvCells([lines.get(line) ?? line, code, field, message]),
  );
  await appendFile(path, `${isNew ? 'line,code,field,message\n' : ''}${rows.join('')}`);
}

function add(counts: Counts, answer: Answer): Counts {
  const sums = countNames.map((name) => [name, counts[name] + answer[name]] as const);
  return Object.fromEntries(sums) as Counts;
}

/** Reads on from where the last run got to. */
async function* pieces(asked: ImportAsked, done: number): AsyncGenerator<{ piece: Piece; count: number }> {
  let header = '';
  let records: CsvLine[] = [];
  let passed = 0;
  const source = readCsv(createReadStream(asked.file), {
    columns: readColumns(asked.columns),
    onHeader: (raw) => (header = raw),
  });
  for await (const record of source) {
    passed += 1;
    if (passed <= done) continue;
    records.push(record);
    if (records.length < pieceLines) continue;
    yield { piece: pieceOf(header, records), count: records.length };
    records = [];
  }
  if (records.length > 0) yield { piece: pieceOf(header, records), count: records.length };
}

export async function importFile(asked: ImportAsked, terminal: Terminal): Promise<void> {
  let place = await findPlace(asked);
  if (place.done > 0) terminal.progress(`Going on after ${place.done} lines.`);
  for await (const { piece, count } of pieces(asked, place.done)) {
    const answer = await send(asked, piece.text);
    await writeRefusals(asked.file, answer, piece);
    place = { ...place, done: place.done + count, counts: add(place.counts, answer) };
    await writeFile(placeOf(asked.file), JSON.stringify(place));
    terminal.progress(`${place.done} lines`);
  }
  await rm(placeOf(asked.file), { force: true });
  const { accepted, moved, duplicates, rejected } = place.counts;
  const where = rejected === 0 ? '' : `; ${refusedOf(asked.file)} says which and why`;
  terminal.print(
    `${place.done} lines: ${accepted} new, ${moved} moved, ${duplicates} known already, ${rejected} refused${where}.`,
  );
}
