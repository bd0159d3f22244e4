/** What planning is given. Enters: nothing. Leaves: types. */
import type { Activity, ActivityBody, CallbackKind } from '../model/activity';
import type { App, Callback, Integration, Payouts } from '../model/app';
import type { Attribution, Device, Rejection } from '../model/attribution';
import type { Money } from '../model/money';
import type { Touch } from '../model/touch';
import type { CompiledTemplate } from './compiled-template';

export interface PlanIntegration {
  readonly integration: Integration;
  /** Undefined: the registry has no live template of that name. */
  readonly template: CompiledTemplate | undefined;
}

/** An activity, or a touch in the form of one: callbacks may ask for clicks and impressions too. */
export interface PlannedActivity extends Omit<Activity, 'kind' | 'body'> {
  /** What it became. */
  readonly kind: CallbackKind;
  readonly body: Omit<ActivityBody, 'kind'>;
}

/** What was decided of one activity: all that a callback's placeholders can name. */
export interface PlanFacts {
  readonly activity: PlannedActivity;
  readonly attribution: Attribution | null;
  readonly rejected: readonly Rejection[];
  /** The touch that has the credit, where it is still known. */
  readonly touch: Touch | null;
  /** The touch behind the credit beside it, for the partner that has that one. */
  readonly secondaryTouch?: Touch | null;
  /** After this activity. */
  readonly device: Device | null;
  readonly app: App;
  /** Of links that have payouts of their own, by token. */
  readonly linkPayouts?: ReadonlyMap<string, Payouts>;
  /** For callbacks: what the partner that has the credit is paid. */
  readonly payout?: Money;
}

/** A callback's URL, compiled once. */
export interface CompiledUrl {
  readonly source: string;
  /** `deliveryId` fills `{nonce}` and `{random}`. */
  readonly render: (facts: PlanFacts, deliveryId: string) => string;
}

export interface PlanCallback {
  readonly callback: Callback;
  /** `compilePlaceholderUrl(callback.url)`, compiled once. */
  readonly url: CompiledUrl;
}

/** Everything that decides what is sent; nothing else does. Times are epoch milliseconds. */
export interface PlanInput extends PlanFacts {
  readonly callbacks: readonly PlanCallback[];
  readonly integrations: readonly PlanIntegration[];
  /** `Secrets.marker`. */
  readonly marker: (owner: string, name: string) => string;
  /** A person asked for it (preview, test): sandbox activities go to partners too. */
  readonly testMode?: boolean;
  readonly now: number;
}
