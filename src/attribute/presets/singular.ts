/**
 * As Singular decides. Sources: support.singular.net/hc/en-us/articles/115000526963 and …/360002290752 (order; probabilistic only where neither referrer
 * nor identifier is there, at most 24 h, not on iOS), …/115000518003 (7 d). The first attribution of a device stays through reinstalls.
 */
import type { PolicyDocument } from '../../model/policy';

export const singular = {
  windows: { click: { deterministic: '7d', probabilistic: '24h' } },
  probabilistic: { install_with_identifier: false, on_ambiguity: 'newest' },
  reinstall: { window: 'always', credit: 'original', reattribution: 'retargeting', events: 'first_install' },
  returning: { needs: 'retargeting' },
} as const satisfies PolicyDocument;
