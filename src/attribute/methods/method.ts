/** What a way of matching is. One file a method, one line in the ordered list of `methods.ts`. */
import type { Activity } from '../../model/activity';
import type { MatchType } from '../../model/attribution';
import type { Policy } from '../../model/policy';
import type { Touch } from '../../model/touch';
import type { ReasonCode } from '../reasons';
import type { DeviceTraits } from '../user-agent';

export interface MethodInput {
  readonly activity: Activity;
  /** Of the activity; read once for all its touches. */
  readonly traits: DeviceTraits;
  /** `android`, `ios` or `web`: the activity's own system, else the app's platform. */
  readonly platform: string;
  readonly touch: Touch;
  /** The policy that judges this touch. */
  readonly policy: Policy;
}

/** `null`: this method has nothing to say of the touch. A reason: it was found by this method's key and ruled out. */
export type Match =
  { readonly matched: true } | { readonly matched: false; readonly reason: ReasonCode } | null;

export interface Method {
  readonly type: MatchType;
  readonly match: (input: MethodInput) => Match;
}
