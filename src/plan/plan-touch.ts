/**
 * Clicks and impressions for callbacks that ask for them by name. Enters: a touch and the app's callbacks. Leaves: one delivery for each that asks; where
 * nobody does, nothing: a decision a click and callback would be most of what is stored.
 */
import type { App } from '../model/app';
import type { Delivery } from '../model/delivery';
import type { Touch } from '../model/touch';
import { activityDocument } from './activity-document';
import { planCallback } from './plan-callback';
import type { PlanCallback, PlanInput, PlannedActivity } from './plan-input';

export interface TouchPlanInput {
  readonly touch: Touch;
  readonly app: App;
  readonly callbacks: readonly PlanCallback[];
  readonly marker: PlanInput['marker'];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** `impression` is an impression; every other type of touch is a click. */
export function planTouch(input: TouchPlanInput): readonly Delivery[] {
  const { touch, app, marker, now } = input;
  const kind = touch.type === 'impression' ? 'impression' : 'click';
  const asking = input.callbacks.filter(({ callback }) => callback.kinds?.includes(kind) === true);
  if (asking.length === 0) return [];
  const facts: PlanInput = {
    activity: asActivity(touch, kind),
    attribution: {
      status: 'attributed',
      partner: touch.partner ?? null,
      link: touch.link,
      campaign: touch.campaign ?? null,
      adgroup: touch.adgroup ?? null,
      creative: touch.creative ?? null,
      touch_id: touch.id,
      touch_type: touch.type,
      touched_at: new Date(touch.time).toISOString(),
      match_type: null,
      secondary: null,
      assists: [],
      flags: touch.flags,
      candidates: [],
      policy_version: '',
    },
    rejected: [],
    touch,
    device: null,
    app,
    callbacks: asking,
    integrations: [],
    marker,
    now,
  };
  let body: string | undefined;
  const bodyText = (): string => (body ??= JSON.stringify(activityDocument(facts)));
  return asking.map((entry) => planCallback(facts, entry, bodyText));
}

function asActivity(touch: Touch, kind: 'click' | 'impression'): PlannedActivity {
  return {
    app: touch.app,
    id: touch.id,
    kind,
    time: touch.time,
    receivedAt: touch.receivedAt,
    environment: 'production',
    partition: 0,
    flags: touch.flags,
    revision: 0,
    body: { device: touch.device, click_id: touch.id, params: touch.params },
    keys: { device: [], touch: [], address: [] },
  };
}
