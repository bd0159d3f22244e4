/**
 * Carries what the log holds into the file, beside the writer. Enters: a path. Leaves: a log of which little is left to carry. The writer would do it itself,
 * in the middle of somebody's commit; so it does only what is left when the log has grown long, and begins it anew.
 */
import Database from 'better-sqlite3';

const everyMs = 500;

/** Returns what stops it. A round that fails (a full disk, another process at it) is left to the next one and to the writer. */
export function startCheckpoints(path: string): () => void {
  const db = new Database(path, { timeout: 0 });
  db.pragma('synchronous = NORMAL');
  db.pragma('cache_size = -512');
  const round = (): void => {
    try {
      db.pragma('wal_checkpoint(PASSIVE)');
    } catch {
      // The log stays as it is; nothing is lost, and the writer's own checkpoint tells whoever waits for it.
    }
  };
  const timer = setInterval(round, everyMs);
  return () => {
    clearInterval(timer);
    db.close();
  };
}
