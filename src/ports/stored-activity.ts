/** An activity and what became of it, as the store holds it. A part of the store's port. */
import type { Activity, ActivityKind } from '../model/activity';
import type { Attribution, Rejection } from '../model/attribution';

/** An activity as the store holds it. */
export interface StoredActivity {
  readonly activity: Activity;
  /** Commit order. */
  readonly seq: number;
  /** `parked`: judged, and waiting for its install. `quarantined`: it could not be judged; listed, in nobody's way. */
  readonly state: 'accepted' | 'parked' | 'processed' | 'quarantined';
  /** What it became; the posted kind until it was processed. */
  readonly kind: ActivityKind;
  readonly attribution: Attribution | null;
  readonly rejected: readonly Rejection[];
  /** Of a refusal: whose touch was refused. */
  readonly refusedPartner: string | null;
  /** Device it was found to belong to. A later verdict that names none leaves it. */
  readonly device: string | null;
  /** The newest revision whose deliveries were planned; null: it was not judged to the end yet. */
  readonly plannedRevision: number | null;
  /** Of a quarantined one: why. */
  readonly reason?: string;
}
