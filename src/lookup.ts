/**
 * What an app asks at its first open: whose user is this, and where did the link lead. Enters: a device, a referrer, a click id. Leaves: the credit, the
 * deep link and the link's parameters. It stores nothing and names no candidate; the install that follows is judged again, by the same code.
 */
import { attribute } from './attribute/attribute';
import { markFloods } from './click-rates';
import { readJudges, touchQuery, type DecideDeps } from './decide';
import { DeviceLedger } from './device-ledger';
import { Fault } from './errors';
import { acceptActivity } from './ingest/accept-activity';
import { withTouchKeys } from './ingest/identity';
import type { IsAnonymousAddress } from './ingest/anonymous-networks';
import type { Activity } from './model/activity';
import type { App } from './model/app';
import type { Attribution } from './model/attribution';
import type { Touch } from './model/touch';

export interface LookupAnswer {
  readonly status: Attribution['status'];
  readonly partner: string | null;
  readonly campaign: string | null;
  readonly adgroup: string | null;
  readonly creative: string | null;
  readonly deeplink: string | null;
  readonly params: Readonly<Record<string, string>>;
  /** No install of this device is known yet. */
  readonly first: boolean;
}

/** An app waits at its first screen: later than this the answer is of no use. */
const answerWithinMs = 2_000;

export interface LookupDeps extends Pick<
  DecideDeps,
  'store' | 'directory' | 'policies' | 'clock' | 'secrets'
> {
  readonly makeId: (nowMs: number) => string;
  readonly isAnonymous: IsAnonymousAddress;
}

/** @throws Fault that names the field; `store_unavailable` where the store takes longer than two seconds. */
export async function lookup(
  app: App,
  asked: Readonly<Record<string, unknown>>,
  deps: LookupDeps,
): Promise<LookupAnswer> {
  const unknown = Object.keys(asked).find((key) => !['device', 'referrer', 'click_id'].includes(key));
  if (unknown !== undefined)
    throw new Fault('unknown_field', {
      field: unknown,
      message: `${unknown} is not known here: device, referrer, click_id.`,
    });
  const accepted = acceptActivity(
    { ...asked, kind: 'install' },
    {
      app: app.id,
      arrivalMs: deps.clock.now(),
      partitions: 1,
      secrets: deps.secrets,
      isAnonymous: deps.isAnonymous,
      makeId: deps.makeId,
    },
  );
  if (!accepted.ok) throw accepted.fault;
  return within(judge(app, withTouchKeys(accepted.activity, deps), deps));
}

async function judge(app: App, activity: Activity, deps: LookupDeps): Promise<LookupAnswer> {
  const ledger = new DeviceLedger();
  const [devices = []] = await deps.store.findDevices([{ app: app.id, keys: activity.keys.device }]);
  ledger.learn(devices);
  const { device } = ledger.resolve(activity);
  const found = await markFloods(await deps.store.findTouches([touchQuery(activity, ledger, deps)]), deps);
  const judges = await readJudges([activity], found, deps);
  const [touches = []] = found;
  const policy = deps.policies.of(app);
  const { attribution } = attribute({
    activity,
    touches,
    device,
    policy,
    policyFor: (touch) => judges.get(touch.id) ?? policy,
    platform: app.platform,
  });
  const first = device === null || device.conversions.length === 0;
  const touchId = attribution?.touch_id ?? device?.credit?.touchId;
  return answer(attribution, touches.find(({ id }) => id === touchId) ?? null, first);
}

function answer(attribution: Attribution | null, touch: Touch | null, first: boolean): LookupAnswer {
  const credited = attribution?.status === 'attributed';
  return {
    status: attribution?.status ?? 'organic',
    partner: attribution?.partner ?? null,
    campaign: attribution?.campaign ?? null,
    adgroup: attribution?.adgroup ?? null,
    creative: attribution?.creative ?? null,
    deeplink: credited ? safeDeeplink(touch?.deeplink) : null,
    params: credited && touch !== null ? touch.params : {},
    first,
  };
}

/** The click's query named it, so anybody could: what a browser or an app would run, or read from the device, is not handed on. */
function safeDeeplink(deeplink: string | undefined): string | null {
  if (deeplink === undefined || !URL.canParse(deeplink)) return null;
  return /^(?:javascript|data|vbscript|file|content|about|blob):/i.test(deeplink.trim()) ? null : deeplink;
}

function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Fault('store_unavailable', { retryAfterSeconds: 1 })),
      answerWithinMs,
    );
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
