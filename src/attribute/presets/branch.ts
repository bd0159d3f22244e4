/**
 * As Branch decides. Sources: help.branch.io/using-branch/docs/branch-attribution-logic-settings (order; a click with an identifier is never guessed),
 * help.branch.io attribution-windows (click to install 7 d, view 1 d, click to session 1 d, click to event 30 d, view to event 7 d, deep-linking duration 2 h; re-engagement
 * after 7 d without a session), matching accuracy in Branch's documentation repository (two alike: nobody matches). What it flags it still credits.
 */
import type { PolicyDocument } from '../../model/policy';

export const branch = {
  windows: {
    click: { deterministic: '7d', probabilistic: '2h' },
    impression: { deterministic: '24h', probabilistic: 0 },
  },
  windows_for: {
    session: { click: '1d', impression: '1d' },
    event: { click: '30d', impression: '7d' },
  },
  tiers: [
    ['preload.*'],
    ['click.deterministic', 'engaged_click.deterministic', 'engaged_view.deterministic'],
    ['click.probabilistic'],
    ['impression.deterministic'],
  ],
  probabilistic: { touch_with_identifier: 'never', shrink: [], on_ambiguity: 'reject' },
  returning: { kind: 'reengagement', needs: 'any', inactivity: '7d' },
  events: { credit: 'last_touch' },
  fraud: { on_block: 'keep' },
} as const satisfies PolicyDocument;
