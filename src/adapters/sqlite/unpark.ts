/** The end of a wait. Enters: who waits no longer. Leaves: it back among the unprocessed, due at once. */
import { stateAccepted } from './accept-jobs';
import type { Connection } from './connection';

type Found = readonly [partition: number, seq: number];

function returner(connection: Connection) {
  const wait = connection.statement(
    'INSERT OR IGNORE INTO waiting (partition, seq, queued_until) VALUES (?, ?, 0)',
  );
  const accept = connection.statement('UPDATE activities SET state = ? WHERE seq = ?');
  return ([partition, seq]: Found): void => {
    wait.run(partition, seq);
    accept.run(stateAccepted, seq);
  };
}

/** By its app and id; one that does not wait is left alone. */
export function unparkOne(connection: Connection) {
  const release = connection.statement(
    'DELETE FROM parked WHERE seq = (SELECT seq FROM activities WHERE app = ? AND id = ?) RETURNING partition, seq',
  );
  const giveBack = returner(connection);
  return (app: string, id: string): void => {
    const found = release.get(app, id) as Found | undefined;
    if (found !== undefined) giveBack(found);
  };
}

/** Those whose time ran out, so many at most. `due` looks without writing. */
export function unparkDue(connection: Connection) {
  const look = connection.statement('SELECT 1 FROM parked WHERE until <= ? LIMIT 1');
  const release = connection.statement(
    'DELETE FROM parked WHERE seq IN (SELECT seq FROM parked WHERE until <= ? LIMIT ?) RETURNING partition, seq',
  );
  const giveBack = returner(connection);
  return {
    due: (now: number): boolean => look.get(now) !== undefined,
    release: (now: number, limit: number): void => (release.all(now, limit) as Found[]).forEach(giveBack),
  };
}
