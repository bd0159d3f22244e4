/** Activities and touches as people see them. Enters: what the store holds. Leaves: the wire's form, times RFC 3339; for a partner, its own slice. It never shows a partner what concerns another. */
import type { ConversionState } from '../model/activity';
import type { Attribution, Device, Rejection } from '../model/attribution';
import type { Touch } from '../model/touch';
import type { StoredActivity } from '../ports/store';

export type Shown = Readonly<Record<string, unknown>>;

function without<T extends object, K extends keyof T>(fields: T, ...names: readonly K[]): Omit<T, K> {
  const left = new Set<PropertyKey>(names);
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !left.has(name))) as Omit<T, K>;
}

export function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function showState({ at, ...said }: ConversionState, revision: number): Shown {
  return { revision, at: iso(at), ...said };
}

/** `kind` is what it became; `posted_kind` stands beside it where that differs. */
export function showActivity(stored: StoredActivity): Shown {
  const { activity, attribution, rejected } = stored;
  const { kind: postedKind, event, ...body } = activity.body;
  return {
    id: activity.id,
    app: activity.app,
    kind: stored.kind,
    ...(postedKind === stored.kind ? {} : { posted_kind: postedKind }),
    ...(event === undefined ? {} : { event }),
    time: iso(activity.time),
    received_at: iso(activity.receivedAt),
    environment: activity.environment,
    state: stored.state,
    ...(stored.reason === undefined ? {} : { reason: stored.reason }),
    flags: activity.flags,
    revision: activity.revision,
    ...(activity.history === undefined ? {} : { history: activity.history.map(showState) }),
    ...(activity.causedBy === undefined ? {} : { caused_by: activity.causedBy }),
    ...body,
    attribution,
    rejected,
  };
}

/** Without others' candidates, assists, and the partners before and beside it. */
function sliceAttribution(attribution: Attribution, partner: string): Attribution {
  return {
    ...without(attribution, 'previous_partner'),
    secondary: null,
    assists: [],
    candidates: attribution.candidates.filter((candidate) => candidate.partner === partner),
  };
}

/** A rejection names its touch alone; whose touch it was, the candidates know. */
function sliceRejections(
  rejected: readonly Rejection[],
  attribution: Attribution,
  partner: string,
): readonly Rejection[] {
  const own = new Set(
    attribution.candidates
      .filter((candidate) => candidate.partner === partner)
      .map((candidate) => candidate.touch_id),
  );
  if (attribution.touch_id !== null) own.add(attribution.touch_id);
  return rejected.filter((rejection) => own.has(rejection.touch_id));
}

/** A refusal, to the partner whose touch was refused. Of one that took out several touches, those of others stay out. */
function showRefusal(stored: StoredActivity): Shown {
  const alone = stored.rejected.length === 1;
  return {
    ...without(showActivity(stored), 'user', 'partner_params'),
    attribution: null,
    rejected: alone ? stored.rejected : [],
  };
}

/** What a partner sees of an activity; null where it was not credited to it. The advertiser's own user and the parameters meant for others stay out. */
export function showToPartner(stored: StoredActivity, partner: string): Shown | null {
  const { attribution } = stored;
  if (attribution === null && stored.refusedPartner === partner) return showRefusal(stored);
  if (attribution === null || attribution.partner !== partner) return null;
  return {
    ...without(showActivity(stored), 'user', 'partner_params'),
    attribution: sliceAttribution(attribution, partner),
    rejected: sliceRejections(stored.rejected, attribution, partner),
  };
}

/** The touch's id is Carom's click id; `partner_click_id` is the partner's own. */
export function showTouch(touch: Touch): Shown {
  return {
    click_id: touch.id,
    app: touch.app,
    type: touch.type,
    link: touch.link,
    partner: touch.partner ?? null,
    campaign: touch.campaign ?? null,
    ...(touch.campaignId === undefined ? {} : { campaign_id: touch.campaignId }),
    adgroup: touch.adgroup ?? null,
    ...(touch.adgroupId === undefined ? {} : { adgroup_id: touch.adgroupId }),
    creative: touch.creative ?? null,
    ...(touch.creativeId === undefined ? {} : { creative_id: touch.creativeId }),
    time: iso(touch.time),
    received_at: iso(touch.receivedAt),
    retargeting: touch.retargeting,
    ...(touch.partnerClickId === undefined ? {} : { partner_click_id: touch.partnerClickId }),
    device: touch.device,
    params: touch.params,
    ...(touch.cost === undefined ? {} : { cost: touch.cost }),
    ...(touch.deeplink === undefined ? {} : { deeplink: touch.deeplink }),
    ...(touch.count === undefined ? {} : { count: touch.count }),
    ...(touch.fraud === undefined ? {} : { fraud: touch.fraud }),
    flags: touch.flags,
  };
}

/** What is known of a device: what happened to it and who has the credit. */
export function showDevice(device: Device): Shown {
  return {
    id: device.id,
    app: device.app,
    keys: device.keys,
    sessions: device.sessions,
    last_activity_at: device.lastActivityAt === null ? null : iso(device.lastActivityAt),
    uninstalled_at: device.uninstalledAt === null ? null : iso(device.uninstalledAt),
    partner: device.credit?.partner ?? null,
    secondary_partner: device.secondary?.partner ?? null,
    credit_until: device.creditUntil === null ? null : iso(device.creditUntil),
    conversions: device.conversions.map((conversion) => ({
      activity_id: conversion.activity,
      kind: conversion.kind,
      time: iso(conversion.time),
      partner: conversion.credit?.partner ?? null,
      touch_id: conversion.credit?.touchId ?? null,
    })),
  };
}
