/** A verdict for people. Enters: an explanation. Leaves: lines of text: who has the credit, and why every other touch has not. It decides nothing. */
import { describeReason } from './attribute/reasons';
import type { Explanation } from './explain';
import type { Attribution, Candidate } from './model/attribution';

export function reportExplanation({ kind, attribution, rejected }: Explanation): string {
  const lines = [`${kind}: ${attribution === null ? 'no attribution' : creditLine(attribution)}`];
  if (attribution !== null) lines.push(...besides(attribution));
  const candidates = attribution?.candidates ?? [];
  if (candidates.length > 0) lines.push('', ...candidateTable(candidates));
  if (rejected.length > 0) {
    const rows = rejected.map(({ touch_id, reason }) => [touch_id, reason]);
    lines.push('', ...table(['rejected', 'reason'], rows));
  }
  if (attribution !== null) lines.push('', `policy ${attribution.policy_version}`);
  return lines.join('\n');
}

function creditLine(attribution: Attribution): string {
  if (attribution.status !== 'attributed') return attribution.status;
  const { partner, link, campaign, touch_id, touch_type, touched_at, match_type } = attribution;
  const place = [link === null ? '' : `link ${link}`, campaign === null ? '' : `campaign ${campaign}`]
    .filter((part) => part !== '')
    .join(', ');
  const who = `${partner ?? 'no partner'}${place === '' ? '' : ` (${place})`}`;
  if (touch_id === null) return `stays with ${who}`;
  return `credited to ${who} by ${match_type ?? 'nothing'}: ${touch_type ?? 'touch'} ${touch_id} of ${touched_at ?? 'no time'}`;
}

function besides(attribution: Attribution): readonly string[] {
  const { previous_partner: previous, secondary, assists, flags, blocked } = attribution;
  return [
    ...(previous === undefined ? [] : [`previously ${previous}`]),
    ...(secondary === null ? [] : [`secondary ${secondary.partner}`]),
    ...(blocked === true ? ['blocked: the credit stays, and no postback goes out'] : []),
    ...flags.map((flag) => `flag ${flag}: ${describeReason(flag)}`),
    ...(assists.length === 0 ? [] : [`assists ${assists.join(', ')}`]),
  ];
}

function candidateTable(candidates: readonly Candidate[]): readonly string[] {
  return table(
    ['touch', 'type', 'partner', 'match', 'verdict', 'reason', ''],
    candidates.map(({ touch_id, touch_type, partner, match_type, verdict, reason }) => [
      touch_id,
      touch_type ?? '-',
      partner ?? '-',
      match_type ?? '-',
      verdict,
      reason,
      describeReason(reason),
    ]),
  );
}

/** Columns as wide as what stands in them; the last one as it is. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
