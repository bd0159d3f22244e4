/** The touch carried an identifier of this device, raw or hashed: both sides were written as keys at the door. */
import type { Match, MethodInput } from './method';

export function matchDeviceId({ activity, touch }: MethodInput): Match {
  return touch.keys.some((key) => activity.keys.touch.includes(key)) ? { matched: true } : null;
}
