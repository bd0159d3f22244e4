/** What every measure is given. Enters: nothing. Leaves: types, folders that are gone when the run ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sink } from './ledger';
import type { Row } from './rows';
import type { Scale } from './scale';

export interface BenchContext {
  readonly scale: Scale;
  readonly sink: Sink;
  /** Where profiles go, when they were asked for. */
  readonly profileDir: string;
  /** Tells what is being done; the table alone goes to standard output. */
  readonly say: (line: string) => void;
}

/** A row, and the figures behind it for the JSON. */
export interface Measured {
  readonly rows: readonly Row[];
  readonly details: Readonly<Record<string, unknown>>;
}

export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'carom-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
