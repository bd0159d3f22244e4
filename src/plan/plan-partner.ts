/** One integration's deliveries of one activity. Enters: the facts and the integration. Leaves: deliveries, or the rule that stopped them. */
import type { Integration } from '../model/app';
import type { Attribution } from '../model/attribution';
import type { Delivery } from '../model/delivery';
import type { CompiledPostback, CompiledTemplate, Permitted, Values } from './compiled-template';
import { deliveryId } from './delivery-id';
import { noPostback, send, skip, type Draft } from './draft';
import type { PlanInput, PlanIntegration, PlannedActivity } from './plan-input';
import { partnerValues, settingValues, type PartnerView, type SharedValues, type Standing } from './values';

const refusedKinds = new Set(['rejected_install', 'rejected_reattribution']);
/** Kinds whose event decides what is sent; others may carry the event that brought them about. */
const eventKinds = new Set(['event', 'status_changed']);

/** Primary or secondary credit; a refused touch concerns the partner whose it was. */
export function standingOf(input: PlanInput, partner: string): Standing {
  const { activity, attribution, touch } = input;
  const primary = attribution?.partner === partner;
  const refused = refusedKinds.has(activity.kind) && touch?.partner === partner;
  return {
    credited: primary || attribution?.secondary?.partner === partner || refused,
    primary: primary || refused,
  };
}

function whyNotCredited(attribution: Attribution | null): string {
  const status = attribution?.status;
  return status === 'organic' || status === 'unattributed' ? status : 'not_credited';
}

/** A person asked for it, or the integration has what makes a partner take it for a test. */
function isTestable({ testMode }: PlanInput, { integration, template }: PlanIntegration): boolean {
  if (testMode === true) return true;
  const setting = template?.definition.test?.setting;
  return setting !== undefined && (integration.settings[setting] ?? '') !== '';
}

/** The rule that stops every postback of an integration, in the order in which people would ask; null where none does. */
function stoppedBy(input: PlanInput, entry: PlanIntegration, standing: Standing): string | null {
  const { activity, attribution } = input;
  const { integration, template } = entry;
  if (!integration.active) return 'inactive';
  if (activity.environment === 'sandbox' && !isTestable(input, entry)) return 'sandbox';
  if (!standing.credited && integration.send.scope !== 'all') return whyNotCredited(attribution);
  if (attribution?.blocked === true && standing.credited && !refusedKinds.has(activity.kind))
    return 'blocked';
  return template === undefined ? 'template_missing' : null;
}

type MappedEvent = { readonly mapped: true; readonly name: string | undefined } | { readonly mapped: false };

/** The partner's name of the event: the integration's own mapping alone once there is one, else the template's, else the app's name where the template allows it. */
function mapEvent(
  activity: PlannedActivity,
  integration: Integration,
  template: CompiledTemplate,
): MappedEvent {
  const { event } = activity.body;
  if (event === undefined) return { mapped: true, name: undefined };
  const find = (names: Readonly<Record<string, string>> | undefined): string | undefined =>
    names !== undefined && Object.hasOwn(names, event) ? names[event] : undefined;
  if (integration.events === undefined) {
    const named = find(template.definition.events);
    const needed = template.definition.eventsRequired === true && eventKinds.has(activity.kind);
    return named === undefined && needed ? { mapped: false } : { mapped: true, name: named ?? event };
  }
  const name = find(integration.events);
  return name === undefined && eventKinds.has(activity.kind) ? { mapped: false } : { mapped: true, name };
}

type Chosen = { readonly postbacks: readonly CompiledPostback[] } | { readonly reason: string };

function choosePostbacks(
  activity: PlannedActivity,
  template: CompiledTemplate,
  partnerEvent: string | undefined,
  values: Values,
): Chosen {
  const ofKind = template.postbacks.filter((postback) => postback.on.some((kind) => kind === activity.kind));
  if (ofKind.length === 0) return { reason: 'no_postback_for_kind' };
  const wanted = ofKind.filter(
    ({ events }) =>
      events === undefined ||
      !eventKinds.has(activity.kind) ||
      (partnerEvent !== undefined && events.includes(partnerEvent)),
  );
  if (wanted.length === 0) return { reason: 'event_not_wanted' };
  const postbacks = wanted.filter((postback) => postback.applies(values));
  return postbacks.length === 0 ? { reason: 'condition_not_met' } : { postbacks };
}

/** What tells a partner that it is a test is seen by tests alone. */
function hiddenSetting({ activity, testMode }: PlanInput, template: CompiledTemplate): string | undefined {
  const isTest = activity.environment === 'sandbox' || testMode === true;
  return isTest ? undefined : template.definition.test?.setting;
}

/** The values of one partner, or the consent that is missing. `delivery` is filled by who renders. */
function valuesFor(
  input: PlanInput,
  shared: SharedValues,
  { integration, template }: { readonly integration: Integration; readonly template: CompiledTemplate },
  view: PartnerView,
): Permitted {
  const values = partnerValues(shared, input, integration, view);
  return template.withhold === null ? { values } : template.withhold(values, input.activity.body.consent);
}

/** Deliveries of one activity to one partner: at least one, pending or skipped. */
export function planPartner(
  input: PlanInput,
  entry: PlanIntegration,
  shared: () => SharedValues,
): readonly Delivery[] {
  const { activity } = input;
  const { integration, template } = entry;
  const standing = standingOf(input, integration.partner);
  const base: Draft = {
    activity,
    now: input.now,
    destination: {
      partner: integration.partner,
      settingsVersion: String(integration.version),
      ...(template === undefined ? {} : { templateVersion: template.version }),
      visibleToPartner: standing.credited,
    },
  };
  const destination = `partner:${integration.app}/${integration.partner}`;
  const idOf = (postback: string): string => deliveryId(activity, destination, postback);
  const skipAll = (reason: string): readonly Delivery[] => [skip(base, idOf(noPostback), noPostback, reason)];

  const stopped = stoppedBy(input, entry, standing);
  if (stopped !== null || template === undefined) return skipAll(stopped ?? 'template_missing');
  const event = mapEvent(activity, integration, template);
  if (!event.mapped) return skipAll('event_not_mapped');
  const hidden = hiddenSetting(input, template);
  const settings = settingValues(template.settings, integration, input.marker, hidden);
  const delivery = { id: '' };
  const view = { standing, partnerEvent: event.name, settings, delivery };
  const permitted = valuesFor(input, shared(), { integration, template }, view);
  if ('skip' in permitted) return skipAll(permitted.skip);
  const { values } = permitted;
  const chosen = choosePostbacks(activity, template, event.name, values);
  if ('reason' in chosen) return skipAll(chosen.reason);
  const missing = template.settings.find(
    ({ key, required }) => required === true && !Object.hasOwn(settings, key),
  );

  return chosen.postbacks.map((postback): Delivery => {
    const id = idOf(postback.id);
    if (missing !== undefined) return skip(base, id, postback.id, `setting_missing:${missing.key}`);
    delivery.id = id;
    const rendering = postback.render(values);
    if (!rendering.ok) return skip(base, id, postback.id, rendering.reason);
    return send(base, id, postback.id, rendering.request);
  });
}
