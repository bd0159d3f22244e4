/**
 * The verdict on one activity. Enters: the activity, its candidate touches, what is known of the device, and the policies. Leaves: what it became,
 * who has the credit and why, what is derived from it, and the device as it is now. Pure: never reads a clock, a store or a setting.
 */
import type { Activity, ActivityKind } from '../model/activity';
import {
  conversionsMax,
  type Attribution,
  type Conversion,
  type Credit,
  type Device,
  type Rejection,
} from '../model/attribution';
import type { Policy } from '../model/policy';
import type { Touch } from '../model/touch';
import { choose, type Choice } from './choose';
import { attributedTo, creditOf, follows, nobodys, settleCredit, type VerdictContext } from './credit';
import {
  installWindows,
  judge,
  lastTouchWindows,
  returningWindows,
  type JudgeRules,
  type Judged,
} from './judge';
import { readTraits } from './user-agent';

export interface AttributeInput {
  readonly activity: Activity;
  /** Whatever was found by a click id, a key or an address; the order does not matter. */
  readonly touches: readonly Touch[];
  /** Null: the activity names no device, or its device was never seen and cannot be remembered. */
  readonly device: Device | null;
  /** True where the device was found only by `user.id`: it lends its credit and is not changed. */
  readonly byUser?: boolean;
  readonly policy: Policy;
  /** The policy that judges one touch: its link's and integration's over the app's. */
  readonly policyFor: (touch: Touch) => Policy;
  /** The app's, where the activity does not name its system. */
  readonly platform: string;
}

/** A conversion that a session or event brought about; planned before it. */
export interface Derived {
  readonly kind: Extract<
    ActivityKind,
    'reattribution' | 'reengagement' | 'rejected_install' | 'rejected_reattribution'
  >;
  readonly attribution: Attribution | null;
  readonly rejected: readonly Rejection[];
}

export interface Verdict {
  readonly kind: ActivityKind;
  readonly attribution: Attribution | null;
  readonly rejected: readonly Rejection[];
  readonly derived: readonly Derived[];
  /** As it is after the activity; null where there is none to remember. */
  readonly device: Device | null;
  /** The id of the install that this one repeats: nothing is sent for it. */
  readonly sameAs?: string;
}

const sameInstallMs = 60_000;
const noChoice: Choice = { winner: null, ranked: [], runnersUp: [] };

export function attribute(input: AttributeInput): Verdict {
  const device = input.device === null ? null : settleCredit(input.device, input.activity.time);
  const settled = { ...input, device };
  switch (input.activity.kind) {
    case 'install':
      return attributeInstall(settled);
    case 'session':
    case 'event':
    case 'reengagement':
      return attributeReturn(settled);
    default:
      return attributeLater(settled);
  }
}

function consider(input: AttributeInput, rules: JudgeRules): Choice {
  const { activity } = input;
  const traits = readTraits(activity.body.device);
  const platform = platformOf(traits.os, input.platform);
  const judged = input.touches.map((touch) =>
    judge({ activity, traits, platform, touch, policy: input.policyFor(touch) }, rules),
  );
  return choose(judged, input.policy);
}

function platformOf(os: string | null, fallback: string): string {
  if (os === null) return fallback;
  return os === 'ios' || os === 'android' ? os : 'web';
}

function contextOf(input: AttributeInput, more: Partial<VerdictContext> = {}): VerdictContext {
  return { policyVersion: input.policy.version, assistsMax: input.policy.assists, ...more };
}

// --- installs

function attributeInstall(input: AttributeInput): Verdict {
  const { activity, device, policy } = input;
  const known = device === null ? undefined : device.conversions.findLast(({ kind }) => kind === 'install');
  const repeated = device === null ? undefined : findRepeated(device, activity);
  if (repeated !== undefined && device !== null) return repeatInstall(input, repeated, device);
  const windowMs = policy.reinstall.windowMs;
  if (
    device !== null &&
    known !== undefined &&
    (windowMs === 'always' || activity.time - known.time <= windowMs)
  )
    return attributeReinstall(input, device, known);
  const choice = consider(input, { windows: installWindows });
  const attribution =
    choice.winner === null
      ? nobodys('organic', choice, contextOf(input))
      : attributedTo(choice.winner, choice, contextOf(input));
  const credit = choice.winner === null ? null : creditOf(choice.winner);
  return {
    kind: 'install',
    attribution,
    rejected: [],
    derived: [],
    device:
      device === null
        ? null
        : converted(device, activity, 'install', credit, { credit, spent: choice.winner }),
  };
}

/** The same install reported again: within a minute, or with the same beginning of the download. */
function findRepeated(device: Device, activity: Activity): Conversion | undefined {
  const beginAt = installBegin(activity);
  return device.conversions.findLast(
    (conversion) =>
      (conversion.kind === 'install' ||
        conversion.kind === 'reinstall' ||
        conversion.kind === 'reattribution') &&
      (Math.abs(activity.time - conversion.time) <= sameInstallMs ||
        (beginAt !== undefined && conversion.installBeginAt === beginAt)),
  );
}

function installBegin(activity: Activity): number | undefined {
  const text = activity.body.referrer?.install_begin_at_server ?? activity.body.referrer?.install_begin_at;
  return text === undefined ? undefined : Date.parse(text);
}

function repeatInstall(input: AttributeInput, repeated: Conversion, device: Device): Verdict {
  return {
    kind: repeated.kind,
    attribution: follows(repeated.credit, noChoice, contextOf(input, { flags: ['same_install'] })),
    rejected: [],
    derived: [],
    device: seen(device, input.activity),
    sameAs: repeated.activity,
  };
}

function attributeReinstall(input: AttributeInput, device: Device, install: Conversion): Verdict {
  const { activity, policy } = input;
  const rule = policy.reinstall;
  const choice =
    rule.reattribution === 'off'
      ? noChoice
      : consider(
          input,
          returningRules(input, device, rule.reattribution, () => rule.inactivityMs),
        );
  if (choice.winner !== null) return reattribute(input, device, choice, choice.winner, 'reattribution');
  const previousPartner = device.credit?.partner ?? null;
  if (rule.credit === 'none')
    return {
      kind: 'reinstall',
      attribution: null,
      rejected: [],
      derived: [],
      device: converted(
        device,
        activity,
        'reinstall',
        null,
        creditAfterReinstall(device, install, install.credit, rule.events),
      ),
    };
  const newest = rule.credit === 'newest' ? consider(input, { windows: installWindows }) : noChoice;
  const credit = newest.winner === null ? install.credit : creditOf(newest.winner);
  const shown = newest.ranked.length > 0 ? newest : choice;
  const context = contextOf(input, { previousPartner });
  return {
    kind: 'reinstall',
    attribution:
      newest.winner === null ? follows(credit, shown, context) : attributedTo(newest.winner, shown, context),
    rejected: [],
    derived: [],
    device: converted(device, activity, 'reinstall', credit, {
      ...creditAfterReinstall(device, install, credit, rule.events),
      spent: newest.winner,
    }),
  };
}

/** Which credit later events follow. A paid user stays paid, unless the policy says organic in so many words. */
function creditAfterReinstall(
  device: Device,
  install: Conversion,
  credit: Credit | null,
  events: Policy['reinstall']['events'],
): { credit: Credit | null } {
  if (events === 'organic') return { credit: null };
  return { credit: events === 'reinstall' ? credit : (device.credit ?? install.credit) };
}

// --- returns

function attributeReturn(input: AttributeInput): Verdict {
  const { activity, device, policy } = input;
  const claim = activity.kind === 'reengagement';
  const settled: ActivityKind = claim ? 'session' : activity.kind;
  const mayReturn = device !== null && input.byUser !== true && device.conversions.length > 0;
  if (!mayReturn || policy.returning.kind === 'off')
    return attributeLater({ ...input, activity: { ...activity, kind: settled } });
  const rules = returningRules(
    input,
    device,
    policy.returning.needs,
    (judging) => judging.returning.inactivityMs,
  );
  const choice = consider(input, rules);
  if (choice.winner === null)
    return attributeLater({ ...input, activity: { ...activity, kind: settled } }, choice);
  const returned = reattribute(input, device, choice, choice.winner, policy.returning.kind);
  if (claim || returned.device === null) return returned;
  const derived: Derived = { kind: policy.returning.kind, attribution: returned.attribution, rejected: [] };
  const after = attributeLater({ ...input, device: returned.device }, choice);
  return { ...after, derived: [derived] };
}

/** What a touch must fulfil to bring a known user back. */
function returningRules(
  input: AttributeInput,
  device: Device,
  needs: 'other_link' | 'retargeting' | 'any',
  inactivityOf: (policy: Policy) => number,
): JudgeRules {
  const { activity } = input;
  const last = device.conversions.at(-1);
  const idleMs =
    device.lastActivityAt === null ? Number.POSITIVE_INFINITY : activity.time - device.lastActivityAt;
  return {
    windows: returningWindows((policy) => policy.returning.probabilistic),
    refuse: (touch, policy) => {
      if (device.spentTouches.includes(touch.id)) return 'already_credited';
      if (last !== undefined && touch.time < last.time) return 'before_last_conversion';
      if (needs === 'retargeting' && !touch.retargeting) return 'not_retargeting';
      if (needs === 'other_link' && touch.link === (device.credit?.link ?? null)) return 'same_link';
      return idleMs < inactivityOf(policy) ? 'not_inactive' : null;
    },
  };
}

function reattribute(
  input: AttributeInput,
  device: Device,
  choice: Choice,
  winner: Judged,
  kind: 'reattribution' | 'reengagement',
): Verdict {
  const { activity, policy } = input;
  const credit = creditOf(winner);
  const both = policy.returning.credit === 'both';
  const creditForMs = winner.policy.returning.creditForMs;
  const beneath = device.secondaryShown ? device.secondary : device.credit;
  const attribution = attributedTo(
    winner,
    choice,
    contextOf(input, { previousPartner: device.credit?.partner ?? null, secondary: both ? beneath : null }),
  );
  return {
    kind,
    attribution,
    rejected: [],
    derived: [],
    device: converted(device, activity, kind, credit, {
      credit,
      secondary: creditForMs > 0 || both ? beneath : null,
      secondaryShown: both,
      creditUntil: creditForMs > 0 ? activity.time + creditForMs : null,
      spent: winner,
    }),
  };
}

// --- everything that follows the credit there is

function attributeLater(input: AttributeInput, considered: Choice = noChoice): Verdict {
  const { activity, device } = input;
  const next = device === null || input.byUser === true ? null : seen(device, activity);
  const attribution = creditLater(input, considered);
  return { kind: activity.kind, attribution, rejected: [], derived: [], device: next };
}

function creditLater(input: AttributeInput, considered: Choice): Attribution {
  const { activity, device, policy } = input;
  const named = activity.kind === 'session' ? null : creditByClick(input);
  if (named !== null) return named;
  if (policy.events.credit === 'last_touch' && (activity.kind === 'session' || activity.kind === 'event')) {
    const choice = consider(input, { windows: lastTouchWindows(activity.kind) });
    return choice.winner === null
      ? nobodys('unattributed', choice, contextOf(input))
      : attributedTo(choice.winner, choice, contextOf(input));
  }
  const install = device?.conversions.findLast(({ kind }) => kind === 'install');
  if (device === null || device.conversions.length === 0)
    return nobodys('unattributed', considered, contextOf(input));
  const windowMs = policy.events.windowMs;
  if (windowMs > 0 && install !== undefined && activity.time - install.time > windowMs)
    return nobodys('unattributed', considered, contextOf(input, { flags: ['events_window'] }));
  return follows(
    device.credit,
    considered,
    contextOf(input, { secondary: device.secondaryShown ? device.secondary : null }),
  );
}

/** An event that names a click is credited to it, with or without an install. */
function creditByClick(input: AttributeInput): Attribution | null {
  const { activity, policy } = input;
  if (activity.body.click_id === undefined || policy.events.byClickIdMs === 0) return null;
  const choice = consider(input, {
    windows: (judging, _type, probabilistic) => (probabilistic ? 0 : judging.events.byClickIdMs),
    refuse: (touch) => (touch.id === activity.body.click_id ? null : 'other_click'),
  });
  return choice.winner === null ? null : attributedTo(choice.winner, choice, contextOf(input));
}

// --- the device after it

function seen(device: Device, activity: Activity): Device {
  return {
    ...device,
    keys: [...new Set([...device.keys, ...activity.keys.device])],
    lastActivityAt:
      activity.kind === 'uninstall'
        ? device.lastActivityAt
        : Math.max(device.lastActivityAt ?? 0, activity.time),
    sessions: device.sessions + (activity.kind === 'session' ? 1 : 0),
    uninstalledAt:
      activity.kind === 'uninstall'
        ? activity.time
        : activity.kind === 'install'
          ? null
          : device.uninstalledAt,
  };
}

interface CreditAfter {
  readonly credit: Credit | null;
  readonly secondary?: Credit | null;
  readonly secondaryShown?: boolean;
  readonly creditUntil?: number | null;
  readonly spent?: Judged | null;
}

const spentMax = 50;

function converted(
  device: Device,
  activity: Activity,
  kind: Conversion['kind'],
  credit: Credit | null,
  after: CreditAfter,
): Device {
  const beginAt = installBegin(activity);
  const conversion: Conversion = {
    activity: activity.id,
    kind,
    time: activity.time,
    ...(beginAt === undefined ? {} : { installBeginAt: beginAt }),
    credit,
  };
  const [first, ...rest] = [...device.conversions, conversion];
  return {
    ...seen(device, activity),
    conversions: first === undefined ? [] : [first, ...rest.slice(-(conversionsMax - 1))],
    credit: after.credit,
    secondary: after.secondary ?? null,
    secondaryShown: after.secondaryShown ?? false,
    creditUntil: after.creditUntil ?? null,
    spentTouches:
      after.spent === undefined || after.spent === null
        ? device.spentTouches
        : [...device.spentTouches, after.spent.touch.id].slice(-spentMax),
  };
}
