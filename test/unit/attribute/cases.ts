/** Small builders for attribution tests: what a case does not say is plain. Times are hours from noon of the install unless said. */
import { attribute, type AttributeInput, type Verdict } from '../../../src/attribute/attribute';
import { resolvePolicy } from '../../../src/attribute/policy';
import type { Activity, ActivityKind, DeviceBody } from '../../../src/model/activity';
import type { Conversion, Credit, Device } from '../../../src/model/attribution';
import type { PolicyDocument } from '../../../src/model/policy';
import type { Touch, TouchType } from '../../../src/model/touch';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const noon = Date.parse('2026-11-22T12:00:00.000Z');

export const galaxy: DeviceBody = {
  os_name: 'android',
  user_agent: 'Dalvik/2.1.0 (Linux; U; Android 14; SM-S918B Build/UP1A.231005.007)',
};
export const galaxyBrowser: DeviceBody = {
  user_agent:
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36',
};

export interface TouchCase {
  readonly id: string;
  /** Milliseconds from noon. */
  readonly at: number;
  readonly type?: TouchType;
  readonly partner?: string;
  readonly link?: string;
  readonly retargeting?: boolean;
  readonly keys?: readonly string[];
  readonly device?: DeviceBody;
}

export function touch(given: TouchCase): Touch {
  const keys = given.keys ?? [];
  return {
    id: given.id,
    app: 'app',
    link: given.link ?? `link-${given.partner ?? given.id}`,
    partner: given.partner ?? given.id,
    type: given.type ?? 'click',
    time: noon + given.at,
    receivedAt: noon + given.at,
    retargeting: given.retargeting ?? false,
    device: given.device ?? galaxyBrowser,
    params: {},
    keys,
    hasIdentifier: keys.some((key) => !key.startsWith('ip:')),
    flags: [],
  };
}

export interface ActivityCase {
  readonly kind?: ActivityKind;
  readonly at?: number;
  readonly clickId?: string;
  readonly referrer?: string;
  readonly keys?: readonly string[];
  readonly address?: string;
  readonly device?: DeviceBody;
  readonly installBeginAt?: number;
}

export function activity(given: ActivityCase = {}): Activity {
  const time = noon + (given.at ?? 0);
  const referrer = {
    ...(given.referrer === undefined ? {} : { click_id: given.referrer }),
    ...(given.installBeginAt === undefined
      ? {}
      : { install_begin_at: new Date(noon + given.installBeginAt).toISOString() }),
  };
  return {
    app: 'app',
    id: `activity-${time}`,
    kind: given.kind ?? 'install',
    time,
    receivedAt: time,
    environment: 'production',
    partition: 0,
    flags: [],
    revision: 0,
    body: {
      kind: given.kind ?? 'install',
      device: given.device ?? galaxy,
      ...(given.clickId === undefined ? {} : { click_id: given.clickId }),
      ...(Object.keys(referrer).length === 0 ? {} : { referrer }),
    },
    keys: {
      device: given.keys ?? [],
      touch: given.keys ?? [],
      address: given.address === undefined ? [] : [given.address],
    },
  };
}

export function credit(partner: string, link = `link-${partner}`): Credit {
  return {
    partner,
    link,
    campaign: null,
    adgroup: null,
    creative: null,
    touchId: `touch-${partner}`,
    touchType: 'click',
    touchedAt: noon,
    matchType: 'device_id',
  };
}

export function conversion(at: number, to: Credit | null, kind: Conversion['kind'] = 'install'): Conversion {
  return { activity: `conversion-${at}`, kind, time: noon + at, credit: to };
}

export function device(given: Partial<Device> = {}): Device {
  return {
    id: 'device',
    app: 'app',
    version: 1,
    keys: [],
    conversions: [],
    lastActivityAt: null,
    sessions: 0,
    uninstalledAt: null,
    credit: null,
    secondary: null,
    secondaryShown: false,
    creditUntil: null,
    spentTouches: [],
    ...given,
  };
}

export interface DecideCase extends Partial<Pick<AttributeInput, 'platform' | 'byUser'>> {
  readonly activity: Activity;
  readonly touches?: readonly Touch[];
  readonly device?: Device | null;
  readonly policy?: PolicyDocument;
  /** By link. */
  readonly linkPolicies?: Readonly<Record<string, PolicyDocument>>;
}

export function decideCase(given: DecideCase): Verdict {
  const policy = resolvePolicy(given.policy);
  return attribute({
    activity: given.activity,
    touches: given.touches ?? [],
    device: given.device === undefined ? device() : given.device,
    policy,
    policyFor: ({ link }) => resolvePolicy(given.policy, given.linkPolicies?.[link]),
    platform: given.platform ?? 'android',
    ...(given.byUser === undefined ? {} : { byUser: given.byUser }),
  });
}

/** Reasons by touch id. */
export function reasons(verdict: Verdict): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (verdict.attribution?.candidates ?? []).map(({ touch_id, reason }) => [touch_id, reason]),
  );
}
