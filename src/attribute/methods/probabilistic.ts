/**
 * Same address, and nothing known of the two devices differs. Never evidence on its own that two touches are one clicker:
 * counting clickers is `choose.ts`'s.
 */
import { findDifference, readTraits } from '../user-agent';
import type { ReasonCode } from '../reasons';
import type { Match, MethodInput } from './method';

export function matchProbabilistic(input: MethodInput): Match {
  const { activity, touch, policy, traits } = input;
  if (!touch.keys.some((key) => activity.keys.address.includes(key))) return null;
  const reason = ruleOut(input) ?? findDifference(readTraits(touch.device), traits);
  if (reason !== null) return { matched: false, reason };
  return hasEvidence(input) ? { matched: true } : { matched: false, reason: 'no_evidence' };

  function ruleOut({ platform }: MethodInput): ReasonCode | null {
    if (!policy.probabilistic.platforms.includes(platform)) return 'probabilistic_off';
    if (!policy.probabilistic.installWithIdentifier && activity.keys.touch.length > 0)
      return 'install_has_identifier';
    if (!touch.hasIdentifier || policy.probabilistic.touchWithIdentifier === 'always') return null;
    if (policy.probabilistic.touchWithIdentifier === 'never') return 'touch_has_identifier';
    return identifierDiffers(touch.keys, activity.keys.touch) ? 'identifier_mismatch' : null;
  }
}

/** `gps_adid_sha1:…` and `gps_adid:…` are two forms of one kind of identifier. */
function kindOf(key: string): string {
  return key.slice(0, key.indexOf(':')).replace(/_(?:md5|sha1|sha256)$/, '');
}

/** True where both name an identifier of one kind and no form of it agrees. */
function identifierDiffers(touchKeys: readonly string[], activityKeys: readonly string[]): boolean {
  return touchKeys.some((key) => {
    const kind = kindOf(key);
    return !activityKeys.includes(key) && activityKeys.some((other) => kindOf(other) === kind);
  });
}

/** An address alone is none: the system must be known on both sides, or the strings be the same. */
function hasEvidence({ activity, touch, traits }: MethodInput): boolean {
  const userAgent = touch.device.user_agent;
  if (userAgent !== undefined && userAgent === activity.body.device.user_agent) return true;
  return traits.os !== null && readTraits(touch.device).os !== null;
}
