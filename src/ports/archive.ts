/**
 * A whole store, read out and read in a piece at a time, so that an installation can move to another engine. Enters: nothing. Leaves: types. Only what is
 * not in anybody's hand is moved: nobody may work on either store meanwhile.
 */
import type { Device } from '../model/attribution';
import type { CostPlace } from '../model/cost';
import type { Delivery } from '../model/delivery';
import type { OptOut } from '../model/opt-out';
import type { CostModel, Touch } from '../model/touch';
import type { KeptAnswer } from './answer-store';
import type { StoredActivity, StoredRecord } from './store';

export interface ArchivedActivity {
  readonly stored: StoredActivity;
  /** Its device keys, as far as it is found by them. */
  readonly keys: readonly string[];
  /** When its last revision came; null: it has one alone. */
  readonly movedAt: number | null;
  readonly parkedUntil: number | null;
}

export interface ArchivedTouch {
  readonly touch: Touch;
  /** Those it is still found by. */
  readonly keys: readonly string[];
}

export interface ArchivedDelivery {
  readonly delivery: Delivery;
  /** Null: it is finished. */
  readonly open: { readonly dueAt: number; readonly delayMs: number; readonly lost: number } | null;
}

export interface ArchivedRate {
  readonly app: string;
  readonly partner: string;
  readonly sub: string;
  readonly hour: number;
  readonly clicks: number;
  readonly conversions: number;
}

export interface ArchivedRefusal {
  readonly app: string;
  readonly hour: number;
  readonly field: string;
  readonly value: string;
  readonly count: number;
}

export interface ArchivedCost extends CostPlace {
  readonly source: 'posted' | 'touches';
  readonly model: CostModel | '';
  readonly currency: string;
  /** Of touches: a whole number as text, and how many; else null. */
  readonly micros: string | null;
  readonly touches: number | null;
  /** Of what was posted; else null. */
  readonly amount: string | null;
  readonly postedCurrency: string | null;
  readonly postedAt: number | null;
}

/** What an opt-out left to do. */
export interface ArchivedNote {
  readonly id: string;
  readonly app: string;
  readonly what: 'activities' | 'touches';
  readonly key: string;
  readonly device: string | null;
}

export interface ArchivedCounter {
  readonly name: 'records' | 'opt_outs';
  readonly value: number;
}

export interface ArchiveItems {
  readonly records: StoredRecord;
  readonly optOuts: OptOut;
  readonly notes: ArchivedNote;
  readonly touches: ArchivedTouch;
  readonly devices: Device;
  readonly activities: ArchivedActivity;
  readonly deliveries: ArchivedDelivery;
  readonly rates: ArchivedRate;
  readonly refusals: ArchivedRefusal;
  readonly costs: ArchivedCost;
  readonly answers: KeptAnswer;
  readonly counters: ArchivedCounter;
}

export type ArchiveKind = keyof ArchiveItems;

/** In this order: who finds the last kind complete finds all of them so. */
export const archiveKinds = [
  'records',
  'optOuts',
  'notes',
  'touches',
  'devices',
  'activities',
  'deliveries',
  'rates',
  'refusals',
  'costs',
  'answers',
  'counters',
] as const satisfies readonly ArchiveKind[];

export interface ArchivePiece<K extends ArchiveKind> {
  /** In commit order. */
  readonly items: readonly ArchiveItems[K][];
  /** Where the next piece begins; null: there is none. */
  readonly next: number | null;
}

export interface ArchiveSource {
  count(kind: ArchiveKind): number;
  /** `from`: 0 at first, then `next` of the piece before. */
  read<K extends ArchiveKind>(kind: K, from: number, limit: number): ArchivePiece<K>;
  close(): void;
}

export interface ArchiveTarget {
  /** Nothing was ever written to it but by a copy that was not finished. */
  isEmpty(): Promise<boolean>;
  count(kind: ArchiveKind): Promise<number>;
  /** Where the copy of this kind goes on; null: it is complete. 0: it did not begin. */
  reached(kind: ArchiveKind): Promise<number | null>;
  /** Writes a piece, what is there stays; then remembers where the next one begins. */
  write<K extends ArchiveKind>(kind: K, piece: ArchivePiece<K>): Promise<void>;
  close(): Promise<void>;
}
