/** Who has an open delivery, and where it goes, as numbers in its row. Enters: names. Leaves: numbers. */

export const heldByNobody = 0;
/** Under a ticket. */
export const heldByQueue = 1;
/** The job that claimed it. */
export const heldByJob = 2;
/** Kept back from the queue until nothing else that may kill its sender is under way. */
export const heldApart = 3;

export function destinationName(app: string, partner: string | null, callback: string | null): string {
  return partner === null ? `callback:${callback}` : `partner:${app}/${partner}`;
}

/** FNV-1a over the name: short in the index, and the same in every process. Two names that share one wait for each other, and nothing worse. */
export function destinationNumber(app: string, partner: string | null, callback: string | null): number {
  const name = destinationName(app, partner, callback);
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
