/**
 * `carom copy`: moves an installation from the embedded store to MongoDB. Enters: a source that nobody works on, an empty target. Leaves: lines that say how far
 * it is, and a count of both sides. Where it was stopped it goes on; it never changes the source.
 */
import { Fault } from './errors';
import { archiveKinds, type ArchiveKind, type ArchiveSource, type ArchiveTarget } from './ports/archive';
import { drawProgress } from './replay-command';
import type { Terminal } from './terminal';

export interface CopyAsked {
  /** A file. */
  readonly from: string;
  /** A MongoDB URL. */
  readonly to: string;
}

const pieceSize = 1_000;

const shown: Readonly<Record<ArchiveKind, string>> = {
  records: 'records',
  optOuts: 'opt-outs',
  notes: 'what is to be forgotten',
  touches: 'touches',
  devices: 'devices',
  activities: 'activities',
  deliveries: 'deliveries',
  rates: 'rates of sources',
  refusals: 'counted refusals',
  costs: 'costs',
  answers: 'kept answers',
  counters: 'versions',
};

async function copyKind(
  kind: ArchiveKind,
  source: ArchiveSource,
  target: ArchiveTarget,
  terminal: Terminal,
): Promise<void> {
  const total = source.count(kind);
  for (let from = await target.reached(kind); from !== null;) {
    const piece = source.read(kind, from, pieceSize);
    await target.write(kind, piece);
    from = piece.next;
    if (total > 0) {
      const done = from === null ? total : await target.count(kind);
      terminal.progress(`${shown[kind]}: ${drawProgress(done, total, terminal.isScreen)}`);
    }
  }
}

/** @throws Fault `conflict` where the target holds something else, or the counts differ in the end. */
export async function copyStore(
  source: ArchiveSource,
  target: ArchiveTarget,
  terminal: Terminal,
): Promise<void> {
  if (!(await target.isEmpty()))
    throw new Fault('conflict', {
      message: 'The target is in use, or was copied to completely: name a database that is empty.',
    });
  for (const kind of archiveKinds) await copyKind(kind, source, target, terminal);
  const wrong: string[] = [];
  for (const kind of archiveKinds) {
    const [from, to] = [source.count(kind), await target.count(kind)];
    if (from !== to) wrong.push(`${shown[kind]}: ${to} of ${from}`);
    else terminal.print(`${shown[kind]}: ${to}`);
  }
  if (wrong.length > 0)
    throw new Fault('conflict', { message: `The copy is not complete: ${wrong.join(', ')}.` });
  terminal.print('Copied, and the counts agree. Set STORE_URL to the new store and start.');
}
