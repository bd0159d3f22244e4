/** One integration's deliveries of one activity. Enters: the facts and the integration. Leaves: deliveries, or the rule that stopped them. */
import type { Integration } from '../model/app';
import type { Attribution } from '../model/attribution';
import type { Delivery } from '../model/delivery';
import { maySendTo } from '../model/sharing';
import type { CompiledPostback, CompiledTemplate, Permitted, Values } from './compiled-template';
import { deliveryId } from './delivery-id';
import { noPostback, send, skip, type Draft } from './draft';
import type { PlanInput, PlanIntegration, PlannedActivity } from './plan-input';
import { eventKinds, refusedKinds, stoppedByRule } from './sending-rules';
import { partnerValues, settingValues, type PartnerView, type SharedValues, type Standing } from './values';

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
  if (!maySendTo(activity.flags, integration.partner)) return 'sharing_refused';
  if (template === undefined) return 'template_missing';
  // A preview or a test is to show or to arrive, whatever the sample is like.
  return input.testMode === true ? null : stoppedByRule(input, integration.send, standing);
}

/** The partner's names of the event, one postback each; undefined: it has none. Null: it is not mapped. */
type MappedEvents = readonly (string | undefined)[] | null;

/** The integration's own mapping alone once there is one, else the template's, else the app's name where the template allows it. */
function mapEvent(
  activity: PlannedActivity,
  integration: Integration,
  template: CompiledTemplate,
): MappedEvents {
  const { event } = activity.body;
  if (event === undefined) return [undefined];
  const find = <T>(names: Readonly<Record<string, T>> | undefined): T | undefined =>
    names !== undefined && Object.hasOwn(names, event) ? names[event] : undefined;
  const needed = eventKinds.has(activity.kind);
  if (integration.events === undefined) {
    const named = find(template.definition.events);
    return named === undefined && template.definition.eventsRequired === true && needed
      ? null
      : [named ?? event];
  }
  const names = find(integration.events);
  if (names === undefined) return needed ? null : [undefined];
  if (typeof names === 'string') return [names];
  // Of a kind whose event decides nothing the first stands for all: it is sent once.
  return needed ? names : names.slice(0, 1);
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
  if (template.withhold === null || integration.send.consent === 'ignore') return { values };
  return template.withhold(values, input.activity.body.consent);
}

function draftOf(input: PlanInput, { integration, template }: PlanIntegration, standing: Standing): Draft {
  const delayMs = (integration.send.delay_seconds ?? 0) * 1_000;
  return {
    activity: input.activity,
    now: input.now,
    // A person who asks for a test wants it now.
    ...(delayMs === 0 || input.testMode === true ? {} : { dueAt: input.now + delayMs }),
    destination: {
      partner: integration.partner,
      settingsVersion: String(integration.version),
      ...(template === undefined ? {} : { templateVersion: template.version }),
      visibleToPartner: standing.credited,
    },
  };
}

/** Deliveries of one activity to one partner: at least one, pending or skipped. */
export function planPartner(
  input: PlanInput,
  entry: PlanIntegration,
  shared: () => SharedValues,
): readonly Delivery[] {
  const { integration, template } = entry;
  const standing = standingOf(input, integration.partner);
  const base = draftOf(input, entry, standing);
  const skipAll = (reason: string): readonly Delivery[] => [
    skip(base, idOf(input, integration, noPostback), noPostback, reason),
  ];
  const stopped = stoppedBy(input, entry, standing);
  if (stopped !== null || template === undefined) return skipAll(stopped ?? 'template_missing');
  const events = mapEvent(input.activity, integration, template);
  if (events === null) return skipAll('event_not_mapped');
  const planning = { input, integration, template, standing, base, shared };
  // Under several names an activity is several postbacks, each with an id of its own.
  return events.flatMap((event) => planEvent(planning, event, events.length > 1 ? `:${event ?? ''}` : ''));
}

function idOf({ activity }: PlanInput, { app, partner }: Integration, postback: string): string {
  return deliveryId(activity, `partner:${app}/${partner}`, postback);
}

interface Planning {
  readonly input: PlanInput;
  readonly integration: Integration;
  readonly template: CompiledTemplate;
  readonly standing: Standing;
  readonly base: Draft;
  readonly shared: () => SharedValues;
}

/** Under one of the partner's names. `suffix` tells the postbacks of several names apart. */
function planEvent(planning: Planning, event: string | undefined, suffix: string): readonly Delivery[] {
  const { input, integration, template, standing, base, shared } = planning;
  const skipAs = (postback: string, reason: string): Delivery =>
    skip(base, idOf(input, integration, postback + suffix), postback + suffix, reason);
  const hidden = hiddenSetting(input, template);
  const settings = settingValues(template.settings, integration, input.marker, hidden);
  const delivery = { id: '' };
  const view = { standing, partnerEvent: event, settings, delivery };
  const permitted = valuesFor(input, shared(), { integration, template }, view);
  if ('skip' in permitted) return [skipAs(noPostback, permitted.skip)];
  const { values } = permitted;
  const chosen = choosePostbacks(input.activity, template, event, values);
  if ('reason' in chosen) return [skipAs(noPostback, chosen.reason)];
  const missing = template.settings.find(
    ({ key, required }) => required === true && !Object.hasOwn(settings, key),
  );
  return chosen.postbacks.map((postback): Delivery => {
    if (missing !== undefined) return skipAs(postback.id, `setting_missing:${missing.key}`);
    delivery.id = idOf(input, integration, postback.id + suffix);
    const rendering = postback.render(values);
    return rendering.ok
      ? send(base, delivery.id, postback.id + suffix, rendering.request)
      : skipAs(postback.id, rendering.reason);
  });
}
