/**
 * Whether a device has posted before, for answers that say so. Enters: an activity that is about to be stored. Leaves: yes or no, as of now. What the activity
 * becomes does not hang on it: that is decided in accepted order.
 */
import type { Activity } from '../../model/activity';
import { isUserKey } from '../../model/opt-out';
import type { Store } from '../../ports/store';

const looked = 20;

export async function hasPosted({ app, keys }: Activity, store: Store): Promise<boolean> {
  const own = keys.device.filter((key) => !isUserKey(key));
  if (own.length === 0) return false;
  const [devices = []] = await store.findDevices([{ app, keys: own }]);
  if (devices.some(({ conversions }) => conversions.some(({ kind }) => kind === 'install'))) return true;
  // What was accepted a moment ago is not judged yet: it stands among the activities, and no device knows it.
  for (const deviceKey of own.slice(0, 2)) {
    const { items } = await store.listActivities({ app, deviceKey, limit: looked });
    if (items.some(({ state, kind }) => state === 'accepted' && (kind === 'session' || kind === 'install')))
      return true;
  }
  return false;
}
