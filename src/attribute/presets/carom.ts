/** The default policy, whole. Every other preset is a file of differences from it. */
import type { PolicyDocument } from '../../model/policy';

/** Key by key as the contract prints it. Why each number: docs/attribution.md. */
export const carom = {
  windows: {
    click: { deterministic: '7d', probabilistic: '6h' },
    engaged_click: { deterministic: '2d', probabilistic: 0 },
    engaged_view: { deterministic: '2d', probabilistic: 0 },
    impression: { deterministic: '24h', probabilistic: 0 },
    preload: { deterministic: '90d', probabilistic: 0 },
  },
  windows_for: {},
  tiers: [
    ['preload.*'],
    ['click.deterministic', 'engaged_click.deterministic', 'engaged_view.deterministic'],
    ['click.probabilistic'],
    ['impression.deterministic'],
    ['impression.probabilistic'],
  ],
  tie_break: ['referrer', 'click_id', 'device_id', 'probabilistic'],
  probabilistic: {
    platforms: ['android', 'web'],
    touch_with_identifier: 'unless_it_differs',
    install_with_identifier: true,
    shrink: [],
    on_ambiguity: 'reject',
  },
  reinstall: {
    window: '90d',
    credit: 'original',
    reattribution: 'retargeting',
    inactivity: 0,
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
  events: { credit: 'install', window: 0, by_click_id: '90d', park: '10m' },
  assists: 3,
  duplicate_clicks: '7d',
  fraud: {
    click_injection: 'block',
    ctit_min: { seconds: 10, action: 'flag' },
    click_flooding: 'flag',
    too_many_engagements: { count: 50, within: '6h', action: 'block' },
    anonymous_ip: 'flag',
    malformed_advertising_id: 'flag',
    signature: 'off',
    on_block: 'next',
  },
  validation: [],
} as const satisfies PolicyDocument;
