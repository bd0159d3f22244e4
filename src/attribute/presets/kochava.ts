/**
 * As Kochava decides. Sources: kochava.com/product/measurement/configurable-attribution (click 30 d by device, 7 d modelled, view 24 h),
 * kochava.com/blog/configurable-attribution-2-probabilistic (a device match beats a later modelled click). A repeated install is a duplicate of the first.
 */
import type { PolicyDocument } from '../../model/policy';

export const kochava = {
  windows: {
    click: { deterministic: '30d', probabilistic: '7d' },
    impression: { deterministic: '24h', probabilistic: 0 },
  },
  probabilistic: { on_ambiguity: 'newest' },
  reinstall: { window: 'always', credit: 'original', reattribution: 'retargeting', events: 'first_install' },
} as const satisfies PolicyDocument;
