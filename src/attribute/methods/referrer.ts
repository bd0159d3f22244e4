/** The store handed the app a referrer that carries Carom's click id. */
import type { Match, MethodInput } from './method';

export function matchReferrer({ activity, touch }: MethodInput): Match {
  return activity.body.referrer?.click_id === touch.id ? { matched: true } : null;
}
