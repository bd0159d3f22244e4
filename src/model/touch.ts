/** A click or an impression. Enters: nothing. Leaves: types. */
import type { DeviceBody } from './activity';

export const touchTypes = ['click', 'engaged_click', 'engaged_view', 'impression', 'preload'] as const;
export type TouchType = (typeof touchTypes)[number];

/** What is paid for: a click, a thousand impressions, an install, an action, an engagement, a view. */
export const costModels = ['cpc', 'cpm', 'cpi', 'cpa', 'cpe', 'cpv'] as const;
export type CostModel = (typeof costModels)[number];

/** What a touch costs: the price that its model names, so of `cpm` that of a thousand. Without a model: what this touch cost. */
export interface TouchCost {
  readonly model?: CostModel;
  readonly amount: string;
  readonly currency: string;
}

/** An engagement with an ad, as stored. Times are epoch milliseconds. */
export interface Touch {
  /** A ULID: Carom's own click id, stamped into referrers and deep links. */
  readonly id: string;
  readonly app: string;
  /** The link's token. */
  readonly link: string;
  readonly partner?: string;
  readonly type: TouchType;
  readonly time: number;
  readonly receivedAt: number;
  readonly campaign?: string;
  readonly campaignId?: string;
  readonly adgroup?: string;
  readonly adgroupId?: string;
  readonly creative?: string;
  readonly creativeId?: string;
  /** The partner's own click id, which its postbacks carry back. */
  readonly partnerClickId?: string;
  readonly retargeting: boolean;
  readonly device: DeviceBody;
  /** Every other query parameter: sub1…sub5, gclid, what the link defines. */
  readonly params: Readonly<Record<string, string>>;
  readonly cost?: TouchCost;
  readonly deeplink?: string;
  /** Where it can be found: identifiers (raw or hashed as they came) and address keys (`ip:…`). */
  readonly keys: readonly string[];
  /** True where the request named an identifier, raw or hashed. */
  readonly hasIdentifier: boolean;
  readonly flags: readonly string[];
  /** How often the same device clicked within the same second; absent: once. */
  readonly count?: number;
  /** What somebody else judged of it: a partner's own fraud rules, a signature. */
  readonly fraud?: { readonly verdict: 'suspicious' | 'rejected'; readonly reason?: string };
}
