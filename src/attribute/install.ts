/** What an install becomes: install, reinstall, reattribution, or the same install again. Enters: one install. Leaves: its verdict. */
import type { Activity } from '../model/activity';
import type { Conversion, Credit, Device } from '../model/attribution';
import type { Policy } from '../model/policy';
import { consider, nothingConsidered } from './consider';
import { attributedTo, contextOf, creditOf, follows, nobodys } from './credit';
import { installWindows } from './judge';
import { converted, installBegin, seen } from './next-device';
import { refusalOf, refuseActivity } from './refuse';
import { bringBack, returningRules } from './returning';
import type { AttributeInput, Verdict } from './verdict';

const sameInstallMs = 60_000;

export function attributeInstall(input: AttributeInput): Verdict {
  const { activity, device, policy } = input;
  if (device !== null) {
    const repeated = findRepeated(device, activity);
    if (repeated !== undefined) return repeatInstall(input, repeated, device);
    const known = device.conversions.findLast(({ kind }) => kind === 'install');
    const windowMs = policy.reinstall.windowMs;
    if (known !== undefined && (windowMs === 'always' || activity.time - known.time <= windowMs))
      return attributeReinstall(input, device, known);
  }
  return attributeNewInstall(input);
}

function attributeNewInstall(input: AttributeInput): Verdict {
  const { activity, device } = input;
  const considered = consider(input, { windows: installWindows });
  if (considered.refusesActivity) return refuseActivity(input, considered);
  const { winner } = considered;
  const credit = winner === null ? null : creditOf(winner);
  return {
    kind: 'install',
    attribution:
      winner === null
        ? nobodys('organic', considered, contextOf(input, considered))
        : attributedTo(winner, considered, contextOf(input, considered)),
    rejected: considered.rejected,
    derived: refusalOf(considered, 'rejected_install'),
    device:
      device === null ? null : converted(device, activity, 'install', credit, { credit, spent: winner }),
  };
}

/** The same install reported again: within a minute, or with the same beginning of the download. */
function findRepeated(device: Device, activity: Activity): Conversion | undefined {
  const beginAt = installBegin(activity);
  return device.conversions.findLast(
    ({ kind, time, installBeginAt }) =>
      kind !== 'reengagement' &&
      (Math.abs(activity.time - time) <= sameInstallMs ||
        (beginAt !== undefined && installBeginAt === beginAt)),
  );
}

function repeatInstall(input: AttributeInput, repeated: Conversion, device: Device): Verdict {
  return {
    kind: repeated.kind,
    attribution: follows(repeated.credit, nothingConsidered, contextOf(input, { flags: ['same_install'] })),
    rejected: [],
    derived: [],
    device: seen(device, input.activity),
    sameAs: repeated.activity,
  };
}

function attributeReinstall(input: AttributeInput, device: Device, install: Conversion): Verdict {
  const { activity, policy } = input;
  const rule = policy.reinstall;
  const back =
    rule.reattribution === 'off'
      ? nothingConsidered
      : consider(
          input,
          returningRules(input, device, rule.reattribution, () => rule.inactivityMs),
        );
  if (back.refusesActivity) return refuseActivity(input, back);
  if (back.winner !== null) return bringBack(input, device, back, back.winner, 'reattribution');
  const refused = { rejected: back.rejected, derived: refusalOf(back, 'rejected_reattribution') };
  if (rule.credit === 'none') {
    const after = creditAfter(device, install, install.credit, rule.events);
    return {
      kind: 'reinstall',
      attribution: null,
      ...refused,
      device: converted(device, activity, 'reinstall', null, after),
    };
  }
  const newest = rule.credit === 'newest' ? consider(input, { windows: installWindows }) : nothingConsidered;
  const shown = newest.ranked.length > 0 ? newest : back;
  const context = contextOf(input, { ...shown, previousPartner: device.credit?.partner ?? null });
  const credit = newest.winner === null ? install.credit : creditOf(newest.winner);
  return {
    kind: 'reinstall',
    attribution:
      newest.winner === null ? follows(credit, shown, context) : attributedTo(newest.winner, shown, context),
    rejected: newest === nothingConsidered ? back.rejected : newest.rejected,
    derived: refused.derived,
    device: converted(device, activity, 'reinstall', credit, {
      ...creditAfter(device, install, credit, rule.events),
      spent: newest.winner,
    }),
  };
}

/** Which credit later events follow. A paid user stays paid, unless the policy says organic in so many words. */
export function creditAfter(
  device: Device,
  install: Pick<Conversion, 'credit'>,
  credit: Credit | null,
  events: Policy['reinstall']['events'],
): { credit: Credit | null } {
  if (events === 'organic') return { credit: null };
  return { credit: events === 'reinstall' ? credit : (device.credit ?? install.credit) };
}
