/** Whether an activity may go to a partner, as its sender asked. Enters: flags. Leaves: yes or no. It says nothing of consent, which templates go by. */

/** A flag: the sender keeps the activity from all partners; with `:<name>` after it, from that partner. */
export const noSharing = 'no_sharing';
const named = `${noSharing}:`;

/** A partner is meant by its id, or by what its id begins with: `meta` is `meta-capi` too. */
export function maySendTo(flags: readonly string[], partner: string): boolean {
  return !flags.some((flag) => {
    if (flag === noSharing) return true;
    if (!flag.startsWith(named)) return false;
    const name = flag.slice(named.length);
    return partner === name || partner.startsWith(`${name}-`);
  });
}
