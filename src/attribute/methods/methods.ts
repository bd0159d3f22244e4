/** Every way of matching. The order here is that of the table in docs/attribution.md; which match counts first on one touch is policy (`tie_break`). */
import { matchClickId } from './click-id';
import { matchDeviceId } from './device-id';
import type { Method } from './method';
import { matchProbabilistic } from './probabilistic';
import { matchReferrer } from './referrer';

export const methods: readonly Method[] = [
  { type: 'referrer', match: matchReferrer },
  { type: 'click_id', match: matchClickId },
  { type: 'device_id', match: matchDeviceId },
  { type: 'probabilistic', match: matchProbabilistic },
];
