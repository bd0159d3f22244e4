/**
 * As Adjust decides. Sources: help.adjust.com/en/article/attribution-waterfall (order, tie), …/attribution-windows (windows), …/reattribution (idle time,
 * other link, 7 d; never probabilistic), …/click-injection-filtering and …/rejected-install-reattribution-callbacks-partner (rejection, next source).
 * It documents no refusal under ambiguity, so the newest is taken.
 */
import type { PolicyDocument } from '../../model/policy';

export const adjust = {
  windows: {
    click: { deterministic: '7d', probabilistic: '6h' },
    impression: { deterministic: '24h', probabilistic: '6h' },
  },
  probabilistic: { on_ambiguity: 'newest' },
  reinstall: {
    window: 'always',
    credit: 'original',
    reattribution: 'other_link',
    inactivity: '7d',
    events: 'first_install',
  },
  returning: {
    kind: 'reattribution',
    needs: 'other_link',
    inactivity: '7d',
    window: '7d',
    probabilistic: false,
    credit: 'replace',
    credit_for: 0,
  },
  fraud: {
    click_injection: 'block',
    too_many_engagements: { count: 50, within: '6h', action: 'block' },
    on_block: 'next',
  },
} as const satisfies PolicyDocument;
