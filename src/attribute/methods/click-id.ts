/** The activity names the touch: a deep link or a server conversion carried Carom's click id. */
import type { Match, MethodInput } from './method';

export function matchClickId({ activity, touch }: MethodInput): Match {
  return activity.body.click_id === touch.id ? { matched: true } : null;
}
