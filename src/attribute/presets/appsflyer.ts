/**
 * As AppsFlyer decides. Sources: support.appsflyer.com/hc/en-us/articles/207447053 (order), …/208338403 (windows; probabilistic at most 24 h; share of
 * installs by time), …/21837486015889 (engaged and preload touches), …/115002587066 (re-attribution window of 90 d, reinstalls send no postback),
 * …/360009305817 (retargeting: no idle time by default, both sources credited for 30 d; what a reinstall does without retargeting is organic). It documents no refusal under ambiguity.
 */
import type { PolicyDocument } from '../../model/policy';

export const appsflyer = {
  windows: {
    click: { deterministic: '7d', probabilistic: '24h' },
    engaged_click: { deterministic: '2d', probabilistic: 0 },
    engaged_view: { deterministic: '2d', probabilistic: 0 },
    impression: { deterministic: '24h', probabilistic: 0 },
    preload: { deterministic: '90d', probabilistic: 0 },
  },
  probabilistic: { on_ambiguity: 'newest' },
  reinstall: {
    window: '90d',
    credit: 'none',
    reattribution: 'retargeting',
    inactivity: 0,
    events: 'organic',
  },
  returning: {
    kind: 'reengagement',
    needs: 'retargeting',
    inactivity: 0,
    credit: 'both',
    credit_for: '30d',
  },
} as const satisfies PolicyDocument;
