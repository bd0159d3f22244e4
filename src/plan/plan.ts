/**
 * What to send. Enters: an attributed activity, the app's callbacks and integrations, the time. Leaves: at least one delivery a destination,
 * pending or skipped by a named rule. It reads nothing, sends nothing, and of the same input makes the same deliveries.
 */
import type { Delivery } from '../model/delivery';
import { activityDocument } from './activity-document';
import { planCallback } from './plan-callback';
import type { PlanInput } from './plan-input';
import { withPayout } from './payout';
import { planPartner } from './plan-partner';
import { sharedValues, type SharedValues } from './values';

export { activityDocument } from './activity-document';
export { deliveryId } from './delivery-id';
export { planForgotten } from './plan-forgotten';
export { planTouch } from './plan-touch';
export type { CompiledUrl, PlanCallback, PlanFacts, PlanInput, PlanIntegration } from './plan-input';

/** Every rule that stops a delivery, as `Delivery.reason` has it; where a name follows, it stands for what is behind the colon. */
export const skipReasons: Readonly<Record<string, string>> = {
  inactive:
    'The integration or callback is switched off. (What was planned before that is `failed` with this reason.)',
  sandbox:
    'A sandbox activity goes only to callbacks that ask for the sandbox, and to partners whose setting for tests has a value.',
  production: 'The callback asks for the sandbox alone.',
  kind_not_wanted: 'The callback does not ask for this kind.',
  event_not_wanted: 'The callback, or each of the postbacks for the kind, names other events.',
  event_not_mapped: 'The integration maps events, and not this one; or the partner wants a mapping for each.',
  not_credited: 'The activity was not credited to this partner.',
  organic: 'The activity is organic, and the integration gets what was credited to it.',
  unattributed: 'Nobody has the credit, and the integration gets what was credited to it.',
  blocked: 'A fraud rule blocked the credit.',
  sharing_refused: 'Who sent the activity keeps it from this partner, or from all (flag `no_sharing`).',
  view_through: 'The credit goes to a view, and the integration does not want those (`send.view_through`).',
  reengagement: 'The integration wants no re-engagements and reattributions (`send.reengagement`).',
  rejected: 'The integration wants no refused installs and reattributions (`send.rejected`).',
  secondary: 'The partner has the secondary credit, and the integration does not want it (`send.secondary`).',
  not_first: 'The device had an event of this name before (`send.first_only`).',
  first_unknown:
    'Whether it is the first of its name is not known (`send.first_only`): the activity names no device of its own, or the device had too many names of events.',
  below_min_revenue: 'The revenue is below the least that is sent, or there is none (`send.min_revenue`).',
  min_revenue_currency:
    'The revenue is in another currency than the least that is sent (`send.min_revenue`).',
  country: 'The country is not among those to send, or among those not to (`send.countries`).',
  country_unknown: 'Only some countries are sent, and the activity names none (`send.countries`).',
  os: 'The operating system is not among those to send, or among those not to (`send.os`).',
  outside_window: 'Too long after the install, reinstall or reattribution (`send.window_days`).',
  install_unknown: 'Only a time after the install is sent, and no install is known (`send.window_days`).',
  not_sampled: 'Only a share of the activities is sent, and this one is not in it (`send.sample_percent`).',
  same_install:
    'The same install was reported before: within a minute of it, or with the same beginning of the download.',
  forgotten_device: 'The device asked to be forgotten: nothing of it is kept, judged or sent.',
  template_missing: 'The registry has no live template of this partner.',
  no_postback_for_kind: "The partner's template has no postback for this kind.",
  condition_not_met: 'No postback for the kind has its "when" fulfilled.',
  'no_consent:<rule>':
    'The partner gets nothing without this permission, and the activity says that it is missing.',
  'setting_missing:<key>': 'A required setting has no value.',
  'setting_invalid:<key>': 'A setting that stands in the host does not match its pattern.',
  'empty_leaf:<path>': 'A leaf that is not optional rendered empty.',
  'invalid_leaf:<path>':
    'A leaf rendered something that cannot stand there: no number, no boolean, no JSON, `..` in the URL.',
  'unsafe_header:<name>': 'A header rendered a line break.',
};

/** Order: callbacks, then integrations, each as given. */
export function plan(input: PlanInput): readonly Delivery[] {
  const deliveries: Delivery[] = [];
  let body: string | undefined;
  const bodyText = (): string => (body ??= JSON.stringify(activityDocument(input)));
  const facts = input.callbacks.length === 0 ? input : withPayout(input);
  for (const entry of input.callbacks) deliveries.push(planCallback(facts, entry, bodyText));
  if (input.integrations.length === 0) return deliveries;
  let made: SharedValues | undefined;
  // Most integrations stop an activity before they look at it.
  const shared = (): SharedValues => (made ??= sharedValues(input));
  for (const entry of input.integrations) deliveries.push(...planPartner(input, entry, shared));
  return deliveries;
}
