/** A click or an impression. Enters: nothing. Leaves: types. */
import type { DeviceBody } from './activity';

export const touchTypes = ['click', 'engaged_click', 'engaged_view', 'impression', 'preload'] as const;
export type TouchType = (typeof touchTypes)[number];

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
  readonly adgroup?: string;
  readonly creative?: string;
  /** The partner's own click id, which its postbacks carry back. */
  readonly partnerClickId?: string;
  readonly retargeting: boolean;
  readonly device: DeviceBody;
  /** Every other query parameter: sub1…sub5, gclid, what the link defines. */
  readonly params: Readonly<Record<string, string>>;
  readonly cost?: { readonly amount: string; readonly currency: string };
  readonly deeplink?: string;
  /** Where it can be found: identifiers (raw or hashed as they came) and address keys (`ip:…`). */
  readonly keys: readonly string[];
  /** True where the request named an identifier, raw or hashed. */
  readonly hasIdentifier: boolean;
  readonly flags: readonly string[];
  /** What somebody else judged of it: a partner's own fraud rules, a signature. */
  readonly fraud?: { readonly verdict: 'suspicious' | 'rejected'; readonly reason?: string };
}
