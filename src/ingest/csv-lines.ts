/**
 * A CSV file, line by line. Enters: bytes as they come. Leaves: records with the line they end on and their cells by name. It holds one record and one chunk,
 * whatever the size of the file, and stops with a Fault at what cannot be CSV.
 */
import { Readable } from 'node:stream';
import { parse, type CsvError } from 'csv-parse';
import { Fault } from '../errors';

export interface CsvLine {
  /** Of the file, from 1; of a record over several lines the last. */
  readonly line: number;
  /** Names of the header, lower case, with `_` for spaces and dashes; in the file's order. */
  readonly cells: readonly (readonly [name: string, value: string])[];
  /** As it stands in the file, its line break included. */
  readonly raw: string;
}

export interface CsvOptions {
  /** The file's column → what it is to be called; the file's in the form of `CsvLine.cells`. */
  readonly columns?: ReadonlyMap<string, string>;
  /** Given the header as it stands in the file. */
  readonly onHeader?: (raw: string) => void;
}

export const recordMaxBytes = 64 * 1024;
export const columnsMax = 200;
const separators = [',', ';', '\t', '|'] as const;
const utf8 = { fatal: true };

/** UTF-8 alone, a byte order mark left out. @throws Fault `invalid_encoding`. */
async function* decode(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', utf8);
  try {
    for await (const chunk of source) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new Fault('invalid_encoding', {
      message: 'The file is not valid UTF-8. Save it as CSV UTF-8.',
      cause,
    });
  }
}

/** The first line and all that follows, in one piece each. */
async function* withFirstLine(source: AsyncIterable<string>): AsyncGenerator<string> {
  let head = '';
  let whole = false;
  for await (const text of source) {
    if (whole) {
      yield text;
      continue;
    }
    head += text;
    whole = /[\r\n]/.test(head.trimStart()) || head.length > recordMaxBytes;
    if (whole) yield head;
  }
  if (!whole) yield head;
}

/** What stands most often in the header between quotes. */
export function separatorOf(head: string): string {
  const line = head.trimStart().split(/[\r\n]/, 1)[0] ?? '';
  const outside = line.replace(/"[^"]*"/g, '');
  const count = (separator: string): number => outside.split(separator).length;
  return [...separators].sort((a, b) => count(b) - count(a))[0] ?? ',';
}

export function columnName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** `Order ID:txid,Total:amount` @throws Fault `invalid_field`. */
export function readColumns(text: string | undefined): ReadonlyMap<string, string> {
  const columns = new Map<string, string>();
  if (text === undefined || text === '') return columns;
  for (const pair of text.split(',')) {
    const at = pair.lastIndexOf(':');
    const [theirs, ours] = [columnName(pair.slice(0, at)), columnName(pair.slice(at + 1))];
    if (at === -1 || theirs === '' || ours === '')
      throw new Fault('invalid_field', {
        field: 'columns',
        message: 'columns is a list of pairs: "Order ID:txid,Total:amount".',
      });
    columns.set(theirs, ours);
  }
  return columns;
}

function readHeader(record: readonly string[], columns: ReadonlyMap<string, string>): readonly string[] {
  if (record.length > columnsMax)
    throw new Fault('invalid_field', { message: `The file has more than ${columnsMax} columns.` });
  const names = record.map(columnName).map((name) => columns.get(name) ?? name);
  const twice = names.find((name, at) => name !== '' && names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new Fault('invalid_field', {
      field: twice,
      message: `The column ${twice} stands twice in the header.`,
    });
  const missing = [...columns.keys()].find((name) => !record.map(columnName).includes(name));
  if (missing !== undefined)
    throw new Fault('invalid_field', { field: 'columns', message: `The file has no column ${missing}.` });
  return names;
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
  readonly raw: string;
}

function brokenAt(cause: CsvError): Fault {
  return new Fault('invalid_csv', { message: `${cause.message.slice(0, 300)}.`, cause });
}

/** @throws Fault `invalid_csv`, `invalid_encoding`, `invalid_field`, `empty_body`; records before it were given. */
export async function* readCsv(
  source: AsyncIterable<Uint8Array>,
  { columns = new Map<string, string>(), onHeader }: CsvOptions = {},
): AsyncGenerator<CsvLine> {
  const texts = withFirstLine(decode(source));
  const first = await texts.next();
  const head = first.done === true ? undefined : first.value;
  if (head === undefined || head.trim() === '')
    throw new Fault('empty_body', { message: 'The file is empty.' });
  async function* all(first: string): AsyncGenerator<string> {
    yield first;
    yield* texts;
  }
  const text = Readable.from(all(head));
  const parser = text.pipe(
    parse({
      delimiter: separatorOf(head),
      info: true,
      raw: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: recordMaxBytes,
    }),
  );
  text.on('error', (cause) => parser.destroy(cause));
  let names: readonly string[] | undefined;
  try {
    for await (const { record, info, raw } of parser as AsyncIterable<Parsed>) {
      if (names !== undefined) {
        yield lineOf(names, record, info.lines, raw);
        continue;
      }
      names = readHeader(record, columns);
      onHeader?.(raw);
    }
  } catch (cause) {
    throw isCsvError(cause) ? brokenAt(cause) : cause;
  } finally {
    // Whoever stops early lets go of the source, too.
    text.destroy();
  }
  if (names === undefined) throw new Fault('empty_body', { message: 'The file has no header.' });
}

function isCsvError(cause: unknown): cause is CsvError {
  return cause instanceof Error && 'code' in cause && String(cause.code).startsWith('CSV_');
}

function lineOf(names: readonly string[], record: readonly string[], line: number, raw: string): CsvLine {
  const cells = names.flatMap((name, at) => {
    const value = record[at] ?? '';
    return name === '' || value.trim() === '' ? [] : [[name, value] as const];
  });
  return { line, cells, raw };
}
