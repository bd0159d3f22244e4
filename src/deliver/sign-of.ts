/** What an attempt says of the origin it went to. Enters: an outcome. Leaves: a sign; null where nothing was sent, which says nothing of the origin. Pure. */
import type { Outcome } from '../model/delivery';
import type { Sign } from './origin-lane';

export function signOf({ kind, attempt, ...rest }: Outcome): Sign | null {
  const { status } = attempt;
  if (status === undefined) {
    // A want of ours: nothing was asked of the origin.
    if (attempt.error?.startsWith('too_many_sockets') === true) return null;
    const unanswered = kind === 'retry' || ('reason' in rest && rest.reason === 'retries_exhausted');
    return unanswered ? 'silent' : null;
  }
  if (status === 429 || status === 503) return 'strained';
  return status >= 500 ? 'faulty' : 'answered';
}
