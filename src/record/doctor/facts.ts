/** What the doctor looks at: an app's set-up as it is now, and what was counted over a window. Enters: nothing. Leaves: types. Times are epoch milliseconds. */
import type { RefusalTally } from '../../ports/conversion-store';
import type { ActivityTally, DeliveryTally, TouchTally } from '../../ports/survey-store';

export interface CheckedIntegration {
  readonly partner: string;
  readonly active: boolean;
  readonly createdAt: number;
  /** The registry has a live template. */
  readonly hasTemplate: boolean;
  /** Its postbacks carry the partner's click id back. */
  readonly needsClickId: boolean;
  readonly missingSettings: readonly string[];
  readonly lint: readonly { readonly code: string; readonly path: string; readonly message: string }[];
  /** Where it sends to, as far as that is known. */
  readonly origins: readonly string[];
}

export interface CheckedCallback {
  readonly id: string;
  /** Switched off because it answered 410. */
  readonly gone: boolean;
  readonly origin: string;
}

export interface DoctorFacts {
  readonly since: number;
  readonly now: number;
  readonly currency?: string;
  readonly integrations: readonly CheckedIntegration[];
  readonly callbacks: readonly CheckedCallback[];
  /** A link of each partner that has one and a template in the registry. */
  readonly linkOf: ReadonlyMap<string, string>;
  /** Partners of the registry. */
  readonly isPartner: (id: string) => boolean;
  readonly openBreakers: readonly { readonly origin: string; readonly waiting: number }[];
  readonly deliveries: readonly DeliveryTally[];
  readonly activities: readonly ActivityTally[];
  readonly touches: readonly TouchTally[];
  /** Conversion calls with parameters that their sender did not fill in. */
  readonly refusals: readonly RefusalTally[];
  /** Not all deliveries of the window were counted: that there was none cannot be said. */
  readonly deliveriesTruncated: boolean;
}

const conversions = new Set<string>(['install', 'reinstall', 'reattribution', 'reengagement']);
const uncounted = new Set<string>(['session', 'uninstall', 'rejected_install', 'rejected_reattribution']);

/** What a partner is paid for: the conversions alone, or events too. */
export function creditedTo(
  facts: DoctorFacts,
  partner: string,
  options: { readonly conversionsOnly?: boolean; readonly link?: string } = {},
): { readonly count: number; readonly example: string | undefined } {
  const own = facts.activities.filter(
    (tally) =>
      tally.partner === partner &&
      (options.link === undefined || tally.link === options.link) &&
      (options.conversionsOnly === true ? conversions.has(tally.kind) : !uncounted.has(tally.kind)),
  );
  return { count: own.reduce((sum, { count }) => sum + count, 0), example: own[0]?.example };
}
