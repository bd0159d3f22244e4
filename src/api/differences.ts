/**
 * Differences on their way out: a list, or CSV that may be longer than memory is large. Enters: differences as they are found. Leaves: the first of them, or a
 * file that is sent and removed. What a spreadsheet would take for a formula stands behind a quote.
 */
import { createReadStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Difference } from '../record/reconcile/compare-orders';

const columns = [
  'kind',
  'line',
  'transaction_id',
  'event',
  'field',
  'file',
  'here',
  'activity',
  'message',
] as const;
const bufferedMax = 64 * 1024;

/** `-1.5` is a number, `-1+1` a formula. */
function isFormula(text: string): boolean {
  return /^[=@\t\r]/.test(text) || (/^[+-]/.test(text) && !/^[+-]\d+(?:\.\d+)?$/.test(text));
}

function cell(value: string | number | undefined): string {
  const text = String(value ?? '');
  const shown = isFormula(text) ? `'${text}` : text;
  return /[",\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown;
}

/** One row of CSV, its line break included. */
export function csvCells(values: readonly (string | number | undefined)[]): string {
  return `${values.map(cell).join(',')}\n`;
}

export function csvRow(difference: Difference): string {
  return csvCells(columns.map((column) => difference[column]));
}

/** A temporary file; `close` removes it. */
export interface DifferenceFile {
  write(difference: Difference): Promise<void>;
  /** All of it, from the header on. */
  read(): Promise<{ readonly stream: Readable; readonly size: number }>;
  close(): Promise<void>;
}

export async function openDifferenceFile(): Promise<DifferenceFile> {
  const folder = await mkdtemp(join(tmpdir(), 'carom-reconcile-'));
  const path = join(folder, 'differences.csv');
  const file = await open(path, 'wx', 0o600);
  let buffered = `${columns.join(',')}\n`;
  let size = 0;
  const flush = async (): Promise<void> => {
    const bytes = Buffer.from(buffered);
    buffered = '';
    await file.appendFile(bytes);
    size += bytes.length;
  };
  return {
    async write(difference) {
      buffered += csvRow(difference);
      if (buffered.length >= bufferedMax) await flush();
    },
    async read() {
      await flush();
      return { stream: createReadStream(path), size };
    },
    async close() {
      await file.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
