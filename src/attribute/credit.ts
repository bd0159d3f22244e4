/** From a winning touch to credit, and from credit to the verdict that is shown. Enters and leaves: plain data. */
import type { Attribution, Candidate, Credit } from '../model/attribution';
import type { Device } from '../model/attribution';
import type { Choice } from './choose';
import type { Judged } from './judge';

export function creditOf(winner: Judged): Credit {
  const { touch } = winner;
  return {
    partner: touch.partner ?? null,
    link: touch.link,
    campaign: touch.campaign ?? null,
    adgroup: touch.adgroup ?? null,
    creative: touch.creative ?? null,
    touchId: touch.id,
    touchType: touch.type,
    touchedAt: touch.time,
    matchType: winner.match,
  };
}

export interface VerdictContext {
  readonly policyVersion: string;
  readonly assistsMax: number;
  readonly flags?: readonly string[];
  readonly previousPartner?: string | null;
  readonly secondary?: Credit | null;
}

const noOne = {
  partner: null,
  link: null,
  campaign: null,
  adgroup: null,
  creative: null,
  touch_id: null,
  touch_type: null,
  touched_at: null,
  match_type: null,
} as const;

function candidatesOf(choice: Choice): readonly Candidate[] {
  return choice.ranked.map(({ touch, match, verdict }) => ({
    touch_id: touch.id,
    partner: touch.partner ?? null,
    verdict: verdict === 'won' ? 'won' : 'lost',
    reason: verdict,
    ...(match === null ? {} : { match_type: match }),
    touch_type: touch.type,
  }));
}

function common(choice: Choice, context: VerdictContext) {
  const { secondary, previousPartner } = context;
  return {
    ...(typeof previousPartner === 'string' ? { previous_partner: previousPartner } : {}),
    secondary:
      typeof secondary?.partner === 'string' && secondary.link !== null
        ? { partner: secondary.partner, link: secondary.link, campaign: secondary.campaign }
        : null,
    assists: choice.runnersUp.slice(0, context.assistsMax).map(({ touch }) => touch.id),
    flags: context.flags ?? [],
    candidates: candidatesOf(choice),
    policy_version: context.policyVersion,
  };
}

/** Credited to a touch that won now. */
export function attributedTo(winner: Judged, choice: Choice, context: VerdictContext): Attribution {
  const credit = creditOf(winner);
  return {
    status: 'attributed',
    partner: credit.partner,
    link: credit.link,
    campaign: credit.campaign,
    adgroup: credit.adgroup,
    creative: credit.creative,
    touch_id: credit.touchId,
    touch_type: credit.touchType,
    touched_at: new Date(winner.touch.time).toISOString(),
    match_type: winner.match,
    ...common(choice, context),
  };
}

/** Stays with an earlier credit, or organic where that was nobody's. */
export function follows(credit: Credit | null, choice: Choice, context: VerdictContext): Attribution {
  const shown =
    credit === null
      ? noOne
      : {
          ...noOne,
          partner: credit.partner,
          link: credit.link,
          campaign: credit.campaign,
          adgroup: credit.adgroup,
          creative: credit.creative,
        };
  return { status: credit === null ? 'organic' : 'attributed', ...shown, ...common(choice, context) };
}

export function nobodys(
  status: 'organic' | 'unattributed',
  choice: Choice,
  context: VerdictContext,
): Attribution {
  return { status, ...noOne, ...common(choice, context) };
}

/** The device's credit at a time: what has ended has fallen back. */
export function settleCredit(device: Device, time: number): Device {
  if (device.creditUntil === null || time < device.creditUntil) return device;
  return { ...device, credit: device.secondary, secondary: null, secondaryShown: false, creditUntil: null };
}
