/** Links whose clicks bring no click id of the partner's. Enters: tallies of touches. Leaves: findings, one a link and cause. A link of nobody's is not looked at. */
import type { TouchTally } from '../../ports/survey-store';
import { creditedTo, type DoctorFacts } from './facts';
import type { Found } from './finding';

/** Fewer than this share come from people who copy a link, or from tests. */
const absentShareMin = 0.01;

function findingOf(facts: DoctorFacts, tally: TouchTally, partner: string, total: number): Found {
  const { link, count, clickId, example } = tally;
  const unexpanded = clickId === 'unexpanded';
  const { count: credited } = creditedTo(facts, partner, { link });
  return {
    code: unexpanded ? 'macro_unexpanded' : 'click_id_absent',
    partner,
    link,
    message: unexpanded
      ? `${count} of ${total} clicks carry a macro in place of its value.`
      : `${count} of ${total} clicks have no click id of the partner's.`,
    count,
    affected: Math.ceil((credited * count) / total),
    example: { touch: example },
  };
}

export function checkClicks(facts: DoctorFacts): readonly Found[] {
  const totals = new Map<string, number>();
  for (const { link, count } of facts.touches) totals.set(link, (totals.get(link) ?? 0) + count);
  const needed = new Set(
    facts.integrations.filter(({ needsClickId }) => needsClickId).map(({ partner }) => partner),
  );
  return facts.touches.flatMap((tally) => {
    const { partner, clickId, link, count } = tally;
    const total = totals.get(link) ?? count;
    if (partner === null || clickId === 'given') return [];
    if (clickId === 'absent' && (!needed.has(partner) || count / total < absentShareMin)) return [];
    return [findingOf(facts, tally, partner, total)];
  });
}
