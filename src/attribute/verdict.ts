/** What judging one activity takes and gives. Enters: nothing. Leaves: types that the stage speaks in. */
import type { Activity, ActivityKind } from '../model/activity';
import type { Attribution, Device, Rejection } from '../model/attribution';
import type { Policy } from '../model/policy';
import type { Touch } from '../model/touch';

export interface AttributeInput {
  readonly activity: Activity;
  /** Whatever was found by a click id, a key or an address; the order does not matter. */
  readonly touches: readonly Touch[];
  /** Null: the activity names no device, or its device was never seen and cannot be remembered. */
  readonly device: Device | null;
  /** True where the device was found only by `user.id`: it lends its credit and is not changed. */
  readonly byUser?: boolean;
  readonly policy: Policy;
  /** The policy that judges one touch: its link's and integration's over the app's. */
  readonly policyFor: (touch: Touch) => Policy;
  /** The app's, where the activity does not name its system. */
  readonly platform: string;
}

/** An activity that another one brought about: the conversion before it, or the refusal beside it. */
export interface Derived {
  readonly kind: Extract<
    ActivityKind,
    'reattribution' | 'reengagement' | 'rejected_install' | 'rejected_reattribution'
  >;
  readonly attribution: Attribution | null;
  readonly rejected: readonly Rejection[];
  /** Of a refusal: the touch that would have won, whose partner may be told. */
  readonly touchId?: string;
}

export interface Verdict {
  readonly kind: ActivityKind;
  readonly attribution: Attribution | null;
  readonly rejected: readonly Rejection[];
  readonly derived: readonly Derived[];
  /** As it is after the activity; null where there is none to remember. */
  readonly device: Device | null;
  /** The id of the install that this one repeats: nothing is sent for it. */
  readonly sameAs?: string;
  /** Of an activity that is itself refused: the touch that would have won. */
  readonly refusedTouchId?: string;
}
