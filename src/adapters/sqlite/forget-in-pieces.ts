/** Rows that have had their time. Enters: how to find them, oldest first, and how to remove one. Leaves: a job that removes a piece and says how many it was. */
import type { Connection, Value } from './connection';

/** Rows removed in one transaction; they lie scattered, a page of the file each. */
export const forgottenMax = 2_000;

/** @param find takes the time and how many; its columns are what `removal` takes. */
export function forgetInPieces(
  connection: Connection,
  find: string,
  removal: string,
): (before: number | string) => number {
  const old = connection.statement(find);
  const remove = connection.statement(removal);
  return (before) => {
    // Most calls find nothing; they need no lock.
    if (old.get(before, 1) === undefined) return 0;
    return connection.write('normal', () => {
      const rows = old.all(before, forgottenMax) as Value[][];
      for (const row of rows) remove.run(...row);
      return rows.length;
    });
  };
}
