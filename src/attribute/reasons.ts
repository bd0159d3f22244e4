/**
 * Every word by which a verdict explains itself. Enters: nothing. Leaves: the tables that make the types, so that a word which is not explained here
 * does not compile, and docs/attribution.md is tested against them.
 */

/** Why a candidate won or lost. */
export const candidateReasons = {
  won: 'It has the credit.',
  after_activity: 'It came after the activity.',
  no_match: 'Nothing ties it to this activity: no click id, no identifier, no address that may be used.',
  window_off: 'The window of its type and match is 0, which is off.',
  outside_window: 'It is older than the window of its type and match.',
  no_tier: 'The policy names its type and match in no tier.',
  lower_tier: 'A touch of a higher tier won.',
  older: 'A newer touch of the same tier won.',
  tie_break: 'A touch of the same time won, by its match (`tie_break`) or by its id.',
  duplicate_click: 'The partner sent the same click id on the same link before.',
  probabilistic_off: 'Address and user agent agree, and the policy does not guess on this platform.',
  install_has_identifier: 'The activity carries an identifier, and the policy then does not guess.',
  touch_has_identifier: 'It carried an identifier, and the policy does not guess about such a touch.',
  identifier_mismatch:
    'It carried an identifier of a kind that the activity carries too, with another value.',
  different_os: 'Same address, another operating system.',
  different_os_version: 'Same address and system, another version of it.',
  different_model: 'Same address and system, another model.',
  different_device_type: 'Same address; one is a phone, the other a tablet or a desktop.',
  no_evidence: 'Same address, and nothing else is known of one of the two: that is no evidence.',
  already_credited: 'It was credited before: one touch brings a user back once.',
  before_last_conversion: 'It is older than the last install or return, which was judged with it.',
  not_retargeting: 'The policy lets only retargeting touches bring a user back.',
  same_link: 'It came through the link that has the credit already, and the policy wants another.',
  not_inactive: 'The user was active too short a time ago.',
  other_click: 'The event names another click.',
  activity_refused: 'It would have won, but a validation rule refused the whole activity.',
} as const satisfies Record<string, string>;

/** Rules that judge a touch; in flags by their name, in a candidate as `blocked:<name>`, in `rejected` by Adjust's word. */
export const fraudRules = {
  rejected: { reason: 'rejected', why: 'Someone else judged it and refused it; their own reason, if any.' },
  suspicious: { reason: 'suspicious', why: 'Someone else judged it and doubts it; it is only flagged.' },
  click_injection: {
    reason: 'engagement_injection',
    why: 'The click came more than a second after the download began.',
  },
  too_many_engagements: {
    reason: 'too_many_engagements',
    why: 'One of a run of too many touches of its partner for this device.',
  },
  ctit: {
    reason: 'distribution_outlier',
    why: 'The install followed the click sooner than anyone downloads and opens an app.',
  },
  click_flooding: {
    reason: 'distribution_outlier',
    why: 'Its source sends far more clicks than installs could explain.',
  },
  anonymous_ip: {
    reason: 'anonymous_traffic',
    why: 'The address is one of a datacentre, a relay or an anonymiser.',
  },
  malformed_advertising_id: {
    reason: 'malformed_advertising_id',
    why: 'The advertising id is one that no phone has: no UUID, or zeros alone.',
  },
  signature: { reason: 'incorrect_signature', why: 'The signature is missing or wrong.' },
} as const satisfies Record<string, { readonly reason: string; readonly why: string }>;

/** What an attribution may be flagged with beside the names of the rules above. */
export const verdictFlags = {
  same_install: 'The install was reported before: nothing is sent again.',
  events_window: 'The install is longer ago than events are credited (`events.window`).',
} as const satisfies Record<string, string>;

export type FraudRule = keyof typeof fraudRules;
export type ValidationName = `validation_rule:${string}`;
export type RuleName = FraudRule | ValidationName;
export type ReasonCode = keyof typeof candidateReasons | `ambiguous_${number}` | `blocked:${RuleName}`;
export type VerdictFlag = keyof typeof verdictFlags | RuleName;

/** One sentence of a code, for people. */
export function describeReason(code: string): string {
  const plain = Object.entries(candidateReasons).find(([name]) => name === code)?.[1];
  if (plain !== undefined) return plain;
  const clickers = /^ambiguous_(\d+)$/.exec(code)?.[1];
  if (clickers !== undefined)
    return `${clickers} different clickers may be meant, so nobody is credited by guessing.`;
  const rule = code.startsWith('blocked:') ? code.slice('blocked:'.length) : code;
  const field = /^validation_rule:(.+)$/.exec(rule)?.[1];
  if (field !== undefined) return `A validation rule does not allow this ${field}.`;
  const known = Object.entries(fraudRules).find(([name]) => name === rule)?.[1];
  return known?.why ?? Object.entries(verdictFlags).find(([name]) => name === code)?.[1] ?? '';
}
