/** From a winning touch to credit, and from credit to the verdict that is shown. Enters and leaves: plain data. */
import type { Attribution, Candidate, Credit } from '../model/attribution';
import type { Choice } from './choose';
import type { AttributeInput } from './verdict';
import type { Judged } from './judge';
import type { VerdictFlag } from './reasons';

/** A touch without a link (one that is only asked about) has '' there, which is no link's name. */
export function creditOf(winner: Judged): Credit {
  const { touch } = winner;
  return {
    partner: touch.partner ?? null,
    link: touch.link === '' ? null : touch.link,
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
  readonly flags: readonly VerdictFlag[];
  readonly previousPartner: string | null;
  readonly secondary: Credit | null;
  readonly winnerBlocked: boolean;
}

/** What a verdict says beside who won. Further keys of `more` are passed over, so that what was considered can be given as it is. */
export function contextOf(
  input: AttributeInput,
  more: Partial<Pick<VerdictContext, 'flags' | 'previousPartner' | 'secondary' | 'winnerBlocked'>>,
): VerdictContext {
  return {
    policyVersion: input.policy.version,
    assistsMax: input.policy.assists,
    flags: more.flags ?? [],
    previousPartner: more.previousPartner ?? null,
    secondary: more.secondary ?? null,
    winnerBlocked: more.winnerBlocked ?? false,
  };
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
    ...(previousPartner === null ? {} : { previous_partner: previousPartner }),
    secondary:
      secondary !== null && secondary.partner !== null
        ? { partner: secondary.partner, link: secondary.link, campaign: secondary.campaign }
        : null,
    assists: choice.runnersUp.slice(0, context.assistsMax).map(({ touch }) => touch.id),
    flags: context.flags,
    ...(context.winnerBlocked ? { blocked: true as const } : {}),
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
