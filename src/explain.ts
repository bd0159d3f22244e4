/**
 * The verdict on an activity that nobody posted. Enters: a question: policy, history, touches and an activity. Leaves: what the pipeline would say,
 * by the same `attribute()`. Now is the activity's time: nothing is clamped, nothing is late, nothing is stored or looked up.
 */
import { attribute } from './attribute/attribute';
import { resolvePolicy } from './attribute/policy';
import { validatePolicy } from './attribute/policy-schema';
import { Fault } from './errors';
import type { AskedTouch, ExplainBody } from './explain-schema';
import { normaliseBody, normaliseDevice } from './ingest/accept-activity';
import type { AddressMeans } from './ingest/address-keys';
import { activityKeys, touchKeys } from './ingest/identity';
import { aheadMaxMs, readTime } from './ingest/time';
import type { Activity, ActivityFlag, ActivityKind } from './model/activity';
import type { Attribution, Rejection } from './model/attribution';
import type { Policy, PolicyDocument } from './model/policy';
import type { Touch } from './model/touch';
import { replayHistory } from './replay-history';

export interface ExplainMeans extends AddressMeans {
  /** The time of an activity that names none. */
  readonly nowMs: number;
}

export interface Explanation {
  readonly kind: ActivityKind;
  readonly attribution: Attribution | null;
  readonly rejected: readonly Rejection[];
}

/** Stands where the app's id would: what is asked about belongs to none. */
const nowhere = '';
/** The last moment that RFC 3339 can write. */
const latestMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * @throws Fault that names the field: `touches.3.time`.
 */
export function explain(asked: ExplainBody, means: ExplainMeans): Explanation {
  const document = asked.policy == null ? undefined : validatePolicy(asked.policy, 'app');
  const policy = resolvePolicy(document);
  const activity = readActivity(asked.activity, means);
  const posted = asked.touches ?? [];
  refuseRepeated(posted);
  const touches = posted.map((touch, at) => under(`touches.${at}`, () => readTouch(touch, means)));
  const judges = readJudges(posted, document);
  const device = replayHistory(asked.history ?? [], activity, policy, (value, at) =>
    exactTime(value, `history.${at}.time`),
  );
  const verdict = attribute({
    activity,
    touches,
    device,
    policy,
    policyFor: ({ id }) => judges.get(id) ?? policy,
    platform: asked.platform ?? 'android',
  });
  const converted = verdict.derived.find(({ kind }) => kind === 'reattribution' || kind === 'reengagement');
  const { kind, attribution, rejected } = converted ?? verdict;
  return { kind, attribution, rejected };
}

function readActivity(posted: ExplainBody['activity'], means: ExplainMeans): Activity {
  const { isAnonymous, nowMs } = means;
  const time = posted.time == null || posted.time === '' ? nowMs : exactTime(posted.time, 'activity.time');
  const flags: ActivityFlag[] = [];
  const body = under('activity', () =>
    normaliseBody(posted, { arrivalMs: latestMs - aheadMaxMs, isAnonymous }, flags),
  );
  const environment = posted.environment ?? 'production';
  return {
    app: nowhere,
    id: posted.id ?? 'asked',
    kind: posted.kind,
    time,
    receivedAt: time,
    environment,
    partition: 0,
    flags,
    revision: 0,
    body,
    keys: activityKeys(body, environment, time, means),
  };
}

function readTouch(asked: AskedTouch, means: ExplainMeans): Touch {
  const { country, ...sent } = asked.device ?? {};
  const device = normaliseDevice({ ...sent, country: asked.country ?? country });
  const fields = new Map<string, unknown>(Object.entries(sent));
  const parameter = (name: string): string | undefined => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const time = exactTime(asked.time, 'time');
  const identity = touchKeys(parameter, device.ip_address, time, means);
  return {
    id: asked.id.trim(),
    app: nowhere,
    // No link's name: a touch without one equals no other.
    link: textOf(asked.link) ?? '',
    ...named('partner', asked.partner),
    type: asked.type,
    time,
    receivedAt: time,
    ...named('campaign', asked.campaign),
    ...named('adgroup', asked.adgroup),
    ...named('creative', asked.creative),
    ...named('partnerClickId', asked.partner_click_id),
    retargeting: asked.retargeting ?? false,
    device,
    params: asked.params ?? {},
    keys: identity.keys,
    hasIdentifier: identity.hasIdentifier,
    flags: [
      ...(identity.malformed ? ['malformed_advertising_id'] : []),
      ...(identity.anonymous ? ['anonymous_ip'] : []),
    ],
    ...(asked.fraud == null
      ? {}
      : { fraud: { verdict: asked.fraud.verdict, ...named('reason', asked.fraud.reason) } }),
  };
}

function textOf(value: string | null | undefined): string | undefined {
  const text = value?.trim() ?? '';
  return text === '' ? undefined : text;
}

function named<K extends string>(
  name: K,
  value: string | null | undefined,
): Partial<Record<K, string>> & Record<never, never> {
  const text = textOf(value);
  return text === undefined ? {} : ({ [name]: text } as Record<K, string>);
}

/** In the contract's forms; whatever its age, as it stands. */
function exactTime(value: string | number, field: string): number {
  if (value === '')
    throw new Fault('invalid_time', { field, message: `${field} is empty. Send RFC 3339, or a number.` });
  const { ms, flags } = readTime(value, latestMs, field);
  if (ms > latestMs || flags.includes('clock_ahead'))
    throw new Fault('invalid_time', { field, message: `${field} is after the year 9999.` });
  return ms;
}

/** Click ids name touches, so that two of one id are a mistake in the question. */
function refuseRepeated(touches: readonly AskedTouch[]): void {
  const seenAt = new Map<string, number>();
  for (const [at, touch] of touches.entries()) {
    const id = touch.id.trim();
    const before = seenAt.get(id);
    if (before !== undefined) {
      const field = `touches.${at}.id`;
      throw new Fault('invalid_field', { field, message: `${field} is the id of touches.${before} too.` });
    }
    seenAt.set(id, at);
  }
}

/** Of touches whose link or integration set something. */
function readJudges(
  touches: readonly AskedTouch[],
  app: PolicyDocument | undefined,
): ReadonlyMap<string, Policy> {
  const judges = new Map<string, Policy>();
  for (const [at, touch] of touches.entries()) {
    if (touch.policy == null) continue;
    const own = under(`touches.${at}`, () => validatePolicy(touch.policy, 'touch'));
    judges.set(touch.id.trim(), resolvePolicy(app ?? {}, own));
  }
  return judges;
}

/** What is wrong inside a part of the question is named from its root. */
function under<T>(prefix: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof Fault) || cause.field === undefined) throw cause;
    const field = `${prefix}.${cause.field}`;
    const message = cause.message.startsWith(cause.field)
      ? `${prefix}.${cause.message}`
      : `${field}: ${cause.message}`;
    throw new Fault(cause.kind, { field, message, cause });
  }
}
