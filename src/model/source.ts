/** Where clicks come from, as their rates are kept: a partner's sub-publisher. Enters: touches. Leaves: names. */
import type { Touch } from './touch';

export interface Source {
  readonly partner: string;
  /** `sub1` of its links; empty where it names none. */
  readonly sub: string;
}

/** Of clicks alone: what is only seen makes no flood. Null also where the link is no partner's. */
export function clickSource({ type, partner, params }: Touch): Source | null {
  if (partner === undefined || (type !== 'click' && type !== 'engaged_click')) return null;
  return { partner, sub: params.sub1 ?? '' };
}
