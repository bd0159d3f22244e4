/**
 * What the two pure stages cost alone. Enters: nothing. Leaves: microseconds of CPU to decide an install with ten candidates, and to plan and render one
 * postback, with sending rules and without. No store, no queue, no network.
 */
import { join } from 'node:path';
import { createSecrets } from '../../src/adapters/secrets/secrets';
import { attribute } from '../../src/attribute/attribute';
import { resolvePolicy } from '../../src/attribute/policy';
import type { Verdict } from '../../src/attribute/verdict';
import { identifierForms } from '../../src/ingest/identity';
import type { Activity, ActivityBody } from '../../src/model/activity';
import type { App, Integration, SendRules } from '../../src/model/app';
import type { Device } from '../../src/model/attribution';
import type { Touch } from '../../src/model/touch';
import { plan } from '../../src/plan/plan';
import { readBuiltinTemplates } from '../../src/registry';
import { packageDir } from '../../src/version';
import { addressOf, advertisingId, userAgent } from './activity';
import type { BenchContext, Measured } from './bench-context';
import { secretKey } from './carom';
import { makeTouch } from './fill-touches';
import { ceilingRow, median } from './rows';

const secrets = createSecrets(secretKey);
const nowMs = Date.now();
const place = { address: addressOf(1), key: 'ip:shared' };
const candidates = 10;
const iterations = 10_000;
const repeats = 5;
/** Of one postback, rules and all. */
const postbackMicrosMax = 15;

function makeActivity(): Activity {
  const body: ActivityBody = {
    kind: 'install',
    device: {
      gps_adid: advertisingId(1),
      ip_address: addressOf(1),
      user_agent: userAgent,
      os_name: 'android',
      os_version: '14',
      device_model: 'Pixel 8',
      country: 'us',
    },
    app_version: '1.4.2',
  };
  return {
    app: 'bench',
    id: 'pure-1',
    kind: 'install',
    time: nowMs,
    receivedAt: nowMs,
    environment: 'production',
    partition: 0,
    flags: [],
    revision: 0,
    body,
    keys: {
      device: [`gps_adid:${advertisingId(1)}`],
      touch: identifierForms('gps_adid', advertisingId(1)),
      address: [place.key],
    },
  };
}

/** One click of the phone itself, nine of strangers behind its address. */
function makeTouches(): readonly Touch[] {
  const stage = { app: 'bench', link: 'link' };
  return Array.from({ length: candidates }, (_, at) =>
    makeTouch(stage, {
      id: `touch-${at}`,
      number: at === 4 ? 1 : 100 + at,
      place,
      time: nowMs - 60_000 * (at + 1),
    }),
  );
}

/** Microseconds of this process's CPU for one call; the median of some runs after one that warms up. */
function costOf(work: () => unknown): number {
  const run = (): number => {
    const before = process.cpuUsage();
    for (let at = 0; at < iterations; at += 1) work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / iterations;
  };
  run();
  return median(Array.from({ length: repeats }, run));
}

function decideOne(activity: Activity, touches: readonly Touch[]): () => Verdict {
  const policy = resolvePolicy(undefined);
  return () =>
    attribute({ activity, touches, device: null, policy, policyFor: () => policy, platform: 'android' });
}

/** Every rule has something to judge and lets it pass: what they cost at most, short of what they save. */
const everyRule: SendRules = {
  view_through: false,
  reengagement: false,
  rejected: false,
  secondary: false,
  first_only: true,
  min_revenue: { amount: '0.01', currency: 'USD', events: ['purchase'] },
  countries: { allow: ['de', 'fr', 'us'] },
  os: { allow: ['android', 'ios'] },
  sample_percent: 100,
  window_days: 30,
  revenue: 'without',
  params: ['sku'],
  partner_params: ['level'],
};

/** A purchase of the device that the install is of: what rules have most to say about. */
function makeEvent(activity: Activity, verdict: Verdict): readonly [Activity, Verdict] {
  const id = 'pure-2';
  const name = 'purchase';
  const device: Device = {
    ...{ id: 'pure', app: activity.app, version: 1, keys: activity.keys.device, sessions: 0 },
    ...{ lastActivityAt: nowMs, uninstalledAt: null, credit: null, creditUntil: null },
    ...{ secondary: null, secondaryShown: false, spentTouches: [], firstEvents: [[name, id]] },
    conversions: [{ activity: activity.id, kind: 'install', time: activity.time, credit: null }],
  };
  const body: ActivityBody = {
    ...activity.body,
    kind: 'event',
    event: name,
    revenue: { amount: '9.99', currency: 'USD' },
    params: { sku: 'gold_100', colour: 'red' },
    partner_params: { level: '7' },
  };
  const event: Activity = { ...activity, id, kind: 'event', body };
  return [event, { ...verdict, device }];
}

async function planOne(
  activity: Activity,
  touch: Touch,
  verdict: Verdict,
  send: SendRules,
): Promise<() => unknown> {
  const template = (await readBuiltinTemplates(join(packageDir, 'partner-templates'))).get('tune');
  const stored = { createdAt: nowMs, version: 1 };
  const app: App = {
    ...stored,
    id: 'bench',
    name: 'Bench',
    platform: 'android',
    storeId: 'com.example.bench',
    postbackKey: 'required',
  };
  const integration: Integration = {
    ...stored,
    id: 'bench/tune',
    app: 'bench',
    partner: 'tune',
    active: true,
    settings: { host: 'bench.go2cloud.org', offer_id: '42' },
    events: { purchase: '7' },
    send,
  };
  const { attribution, rejected, device } = verdict;
  return () =>
    plan({
      activity,
      attribution,
      rejected,
      touch,
      device,
      app,
      callbacks: [],
      integrations: [{ integration, template }],
      marker: (owner, name) => secrets.marker(owner, name),
      now: nowMs,
    });
}

export async function measurePure(context: BenchContext): Promise<Measured> {
  context.say('The pure stages alone');
  const activity = makeActivity();
  const touches = makeTouches();
  const decide = decideOne(activity, touches);
  const verdict = decide();
  const winner = touches.find(({ id }) => id === verdict.attribution?.touch_id);
  if (winner === undefined) throw new Error(`No touch won: ${JSON.stringify(verdict.attribution)}`);
  const install = await planOne(activity, winner, verdict, {});
  const [event, seen] = makeEvent(activity, verdict);
  const bare = await planOne(event, winner, seen, {});
  const ruled = await planOne(event, winner, seen, everyRule);
  for (const planned of [install, bare, ruled]) {
    const [first] = planned() as readonly { status: string; reason?: string }[];
    if (first?.status !== 'pending') throw new Error(`Nothing was planned: ${JSON.stringify(first)}`);
  }
  const decideMicros = costOf(decide);
  const [planMicros, planEventMicros, planRuledMicros] = [costOf(install), costOf(bare), costOf(ruled)];
  const ofPostback = (what: string, micros: number) =>
    ceilingRow(`${what}, CPU`, micros, 'µs', postbackMicrosMax);
  return {
    rows: [
      ceilingRow(`deciding an install with ${candidates} candidates, CPU`, decideMicros, 'µs', null),
      ofPostback('planning and rendering one postback', planMicros),
      ofPostback('the same of a purchase', planEventMicros),
      ofPostback('and with every sending rule set', planRuledMicros),
    ],
    details: { pure: { decideMicros, planMicros, planEventMicros, planRuledMicros } },
  };
}
