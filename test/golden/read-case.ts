/** A golden file's case → what planning is given. Enters: the case as it is written. Leaves: a PlanInput with one integration. Nothing is drawn: time and marker are fixed. */
import type { Activity, ActivityBody, ActivityKind, DeviceBody } from '../../src/model/activity';
import type { App, Integration, Platform } from '../../src/model/app';
import type { Attribution, Device } from '../../src/model/attribution';
import type { Touch, TouchType } from '../../src/model/touch';
import type { CompiledTemplate } from '../../src/plan/compile-template';
import type { PlanInput } from '../../src/plan/plan';

export interface GoldenRequest {
  readonly postback: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface GoldenTouch {
  readonly id: string;
  readonly type?: TouchType;
  readonly time: string;
  readonly partner?: string;
  readonly partner_click_id?: string;
  readonly campaign?: string;
  readonly adgroup?: string;
  readonly creative?: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly device?: DeviceBody;
}

interface GoldenActivity extends Partial<ActivityBody> {
  readonly id: string;
  readonly kind: ActivityKind;
  readonly time: string;
  readonly received_at?: string;
  readonly environment?: Activity['environment'];
  readonly revision?: number;
}

export interface GoldenCase {
  readonly name: string;
  readonly integration: Partial<Pick<Integration, 'settings' | 'events' | 'send' | 'payouts'>>;
  readonly input: {
    readonly app: { readonly id: string; readonly name: string; readonly platform: Platform } & {
      readonly store_id?: string;
      readonly currency?: string;
      readonly timezone?: string;
    };
    readonly activity: GoldenActivity;
    readonly touch?: GoldenTouch | null;
    readonly install_time?: string;
    readonly attribution?: Partial<Attribution> | null;
  };
  readonly requests?: readonly GoldenRequest[];
  readonly skipped?: readonly { readonly postback: string; readonly reason: string }[];
}

export interface GoldenFile {
  readonly partner: string;
  readonly cases: readonly GoldenCase[];
}

const createdAt = Date.parse('2026-01-01T00:00:00.000Z');

/** What is there of an object; the types want absent, not undefined. */
function present<T extends object>(object: {
  readonly [K in keyof T]: T[K] | undefined;
}): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}

function readTouch(touch: GoldenTouch, app: string, partner: string): Touch {
  const time = Date.parse(touch.time);
  return present<Touch>({
    id: touch.id,
    app,
    link: 'link1',
    partner: touch.partner ?? partner,
    type: touch.type ?? 'click',
    time,
    receivedAt: time,
    campaign: touch.campaign,
    adgroup: touch.adgroup,
    creative: touch.creative,
    partnerClickId: touch.partner_click_id,
    retargeting: false,
    device: touch.device ?? {},
    params: touch.params ?? {},
    cost: undefined,
    deeplink: undefined,
    keys: [],
    hasIdentifier: false,
    flags: [],
  });
}

/** With a touch: credited to this partner by click id. Without one: organic. */
function defaultAttribution(touch: Touch | null, partner: string): Attribution {
  return {
    status: touch === null ? 'organic' : 'attributed',
    partner: touch === null ? null : partner,
    link: touch?.link ?? null,
    campaign: touch?.campaign ?? null,
    adgroup: touch?.adgroup ?? null,
    creative: touch?.creative ?? null,
    touch_id: touch?.id ?? null,
    touch_type: touch?.type ?? null,
    touched_at: touch === null ? null : new Date(touch.time).toISOString(),
    match_type: touch === null ? null : 'click_id',
    secondary: null,
    assists: [],
    flags: [],
    candidates: [],
    policy_version: 'carom',
  };
}

function readActivity(written: GoldenActivity, app: string): Activity {
  const { id, time, received_at: receivedAt, environment, revision, ...body } = written;
  return {
    app,
    id,
    kind: written.kind,
    time: Date.parse(time),
    receivedAt: Date.parse(receivedAt ?? time),
    environment: environment ?? 'production',
    partition: 0,
    flags: [],
    revision: revision ?? 0,
    body: { device: {}, ...body },
    keys: { device: [], touch: [], address: [] },
  };
}

function readDevice(app: string, installTime: string | undefined): Device | null {
  if (installTime === undefined) return null;
  const install = {
    activity: 'install1',
    kind: 'install' as const,
    time: Date.parse(installTime),
    credit: null,
  };
  return {
    id: 'device1',
    app,
    version: 1,
    keys: [],
    conversions: [install],
    lastActivityAt: install.time,
    sessions: 0,
    uninstalledAt: null,
    credit: null,
    secondary: null,
    creditUntil: null,
    secondaryShown: false,
    spentTouches: [],
  };
}

function readApp(written: GoldenCase['input']['app']): App {
  return present<App>({
    id: written.id,
    name: written.name,
    platform: written.platform,
    storeId: written.store_id,
    currency: written.currency,
    timezone: written.timezone,
    policy: undefined,
    postbackKey: 'required',
    createdAt,
    version: 1,
  });
}

export function readCase(golden: GoldenCase, template: CompiledTemplate): PlanInput {
  const { input, integration } = golden;
  const app = input.app.id;
  const partner = template.id;
  const activity = readActivity(input.activity, app);
  const touch =
    input.touch === undefined || input.touch === null ? null : readTouch(input.touch, app, partner);
  const attribution =
    input.attribution === null ? null : { ...defaultAttribution(touch, partner), ...input.attribution };
  return {
    activity,
    attribution,
    rejected: [],
    touch,
    device: readDevice(app, input.install_time),
    app: readApp(input.app),
    callbacks: [],
    integrations: [
      {
        template,
        integration: present<Integration>({
          id: `${app}/${partner}`,
          app,
          partner,
          active: true,
          settings: integration.settings ?? {},
          events: integration.events,
          send: integration.send ?? {},
          policy: undefined,
          payouts: integration.payouts,
          createdAt,
          version: 1,
        }),
      },
    ],
    marker: (_owner, name) => `__carom_0000000000000000_${name}__`,
    now: activity.receivedAt,
  };
}
