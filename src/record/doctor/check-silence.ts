/** Partners that hear nothing although they should. Enters: tallies. Leaves: findings. It says nothing where the window was not read to its end. */
import { creditedTo, type CheckedIntegration, type DoctorFacts } from './facts';
import type { Found } from './finding';

/** So many should have gone out in the quiet time, at the pace before it. */
const missedMin = 5;
/** Quiet for this share of the window. */
const quietShare = 1 / 4;

/** The template's own choice: that nothing is sent then is no fault. */
const byDesign = /^(no_postback_for_kind|event_not_wanted|same_install|forgotten_device)$/;

function checkSilent(facts: DoctorFacts, partner: string): Found | null {
  const own = facts.deliveries.filter((tally) => tally.partner === partner);
  const delivered = own.filter(({ status }) => status === 'delivered');
  const count = delivered.reduce((sum, tally) => sum + tally.count, 0);
  if (count === 0) return null;
  const newest = delivered.reduce((a, b) => (b.lastAt > a.lastAt ? b : a));
  // What was tried since has a finding of its own.
  if (own.some((tally) => tally.status !== 'skipped' && tally.lastAt > newest.lastAt)) return null;
  const quietMs = facts.now - newest.lastAt;
  const missed = (count * quietMs) / Math.max(1, newest.lastAt - facts.since);
  if (quietMs < (facts.now - facts.since) * quietShare || missed < missedMin) return null;
  const goesOn = facts.activities.some(({ lastAt }) => lastAt > newest.lastAt + quietMs / 2);
  if (!goesOn) return null;
  return {
    code: 'partner_silent',
    partner,
    message: `Nothing was planned for ${partner} since ${new Date(newest.lastAt).toISOString()}; ${count} were delivered before.`,
    count,
    affected: 0,
    example: { delivery: newest.example },
  };
}

function checkUnsent(facts: DoctorFacts, partner: string, explained: boolean): Found | null {
  const { count, example } = creditedTo(facts, partner, { conversionsOnly: true });
  if (count === 0 || explained) return null;
  // A delivery of an event says nothing of its install, but who gets events is not cut off.
  const own = facts.deliveries.filter((tally) => tally.partner === partner && tally.credited > 0);
  if (own.some(({ status }) => status !== 'skipped')) return null;
  const reasons = own.filter(({ reason }) => !byDesign.test(reason ?? '')).sort((a, b) => b.count - a.count);
  if (own.length > 0 && reasons.length === 0) return null;
  const detail = reasons[0]?.reason ?? 'not_planned';
  return {
    code: 'credited_not_sent',
    partner,
    detail,
    message: `${count} conversions were credited to ${partner}, and nothing was sent: ${detail}.`,
    count,
    affected: count,
    example: example === undefined ? null : { activity: example },
  };
}

export function checkSilence(facts: DoctorFacts, known: readonly Found[]): readonly Found[] {
  if (facts.deliveriesTruncated) return [];
  const checked = facts.integrations.filter(({ active, hasTemplate }) => active && hasTemplate);
  return checked.flatMap(({ partner }: CheckedIntegration) => {
    const explained = known.some((each) => each.partner === partner && each.affected > 0);
    return [checkSilent(facts, partner), checkUnsent(facts, partner, explained)].filter(
      (found) => found !== null,
    );
  });
}
