/**
 * One connection to the file, inside a thread. Enters: a path and a role. Leaves: prepared statements and transactions.
 * It never leaves a transaction open behind it, and never holds the write lock while nothing is written.
 */
import Database from 'better-sqlite3';
import { migrate } from './migrations';

/** `full` survives a power cut; `normal` survives the death of the process, and what a power cut takes is done again. */
export type Durability = 'full' | 'normal';

export interface ConnectionOptions {
  readonly path: string;
  readonly role: 'writer' | 'reader';
  /** The file may not grow beyond this many pages (tests of a full disk). */
  readonly maxPages?: number;
}

export type Value = string | number | null;
export type Statement = Database.Statement<Value[]>;

const patienceMs = 15_000;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

function isBusy(cause: unknown): boolean {
  return cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_BUSY');
}

/**
 * Tries until nobody else holds the file. SQLite's own busy handler sleeps up to 100 ms at a time, which starves the
 * process that waits; short, jittered sleeps share the lock between two writers far more evenly.
 */
export function waitWhileBusy<T>(work: () => T): T {
  const giveUpAt = performance.now() + patienceMs;
  for (let turn = 0; ; turn += 1) {
    try {
      return work();
    } catch (cause) {
      if (!isBusy(cause) || performance.now() > giveUpAt) throw cause;
      Atomics.wait(sleeper, 0, 0, Math.min(0.2 + turn * 0.1, 3) * (0.5 + Math.random()));
    }
  }
}

export class Connection {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Statement>();
  #synchronous: Durability = 'full';

  constructor(options: ConnectionOptions) {
    const reads = options.role === 'reader';
    this.#db = new Database(options.path, { readonly: reads, timeout: reads ? 5_000 : 0 });
    try {
      waitWhileBusy(() => this.#prepareFile(options));
    } catch (cause) {
      this.#db.close();
      throw cause;
    }
  }

  #prepareFile(options: ConnectionOptions): void {
    const db = this.#db;
    db.pragma('temp_store = MEMORY');
    if (options.role === 'reader') {
      db.pragma('query_only = ON');
      db.pragma('cache_size = -8192');
      return;
    }
    db.pragma('cache_size = -16384');
    // Heeded by an empty file alone: space that retention frees can then be given back a little at a time.
    db.pragma('auto_vacuum = INCREMENTAL');
    // Turning WAL on needs the file alone; once it is on, asking again would only cost a lock.
    if (db.pragma('journal_mode', { simple: true }) !== 'wal') db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    // Most of it is carried by the checkpointer beside it; this is where the log begins anew.
    db.pragma('wal_autocheckpoint = 16000');
    // What is deleted or rewritten is overwritten, not only let go: a forgotten identifier is not left in free room of the file.
    db.pragma('secure_delete = ON');
    db.pragma('journal_size_limit = 67108864');
    migrate(db, (work) => this.write('full', work));
    if (options.maxPages !== undefined) db.pragma(`max_page_count = ${options.maxPages}`);
  }

  /** Prepared once for each text; rows come as arrays of columns, which cost half of what objects do, here and between threads. */
  statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const made = this.#db.prepare<Value[]>(sql);
    if (made.reader) made.raw(true);
    this.#statements.set(sql, made);
    return made;
  }

  /** One transaction: committed, or as if it had not been. */
  write<T>(durability: Durability, work: () => T): T {
    this.#setDurability(durability);
    this.statement('BEGIN IMMEDIATE').run();
    try {
      const result = work();
      this.statement('COMMIT').run();
      return result;
    } catch (cause) {
      // A full disk may have rolled it back already.
      if (this.#db.inTransaction) this.statement('ROLLBACK').run();
      throw cause;
    }
  }

  /** Moves the log into the file and cuts it to nothing; false where a reader stands in the way. */
  cutLog(): boolean {
    const [row] = this.#db.pragma('wal_checkpoint(TRUNCATE)') as { readonly busy: number }[];
    return row?.busy === 0;
  }

  /** Only outside transactions does SQLite heed it. */
  #setDurability(durability: Durability): void {
    if (durability === this.#synchronous) return;
    this.#db.pragma(`synchronous = ${durability}`);
    this.#synchronous = durability;
  }

  /** Free pages at the end of the file, so many at most, go back to the disk. Outside any transaction. */
  vacuum(pages: number): void {
    this.#setDurability('normal');
    this.#db.pragma(`incremental_vacuum(${pages})`);
  }

  close(): void {
    this.#db.close();
  }
}
