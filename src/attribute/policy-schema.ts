/**
 * What a person may write as a policy. Enters: JSON. Leaves: the same, checked, with durations still as written; or a Fault that names the field.
 * An integration's and a link's policy judge their own touches and may set only part of it.
 */
import { z } from 'zod';
import { Fault } from '../errors';
import { touchTypes } from '../model/touch';
import type { PolicyDocument } from '../model/policy';
import { presetNames } from './presets/presets';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const unitMs: Readonly<Record<string, number>> = { s: second, m: minute, h: hour, d: day };

/** Whole seconds or `15m`, `6h`, `7d`, `30s` → milliseconds; null where it is neither. */
export function readDuration(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? value * second : null;
  if (typeof value !== 'string') return null;
  const match = /^(\d{1,9})([smhd])?$/.exec(value.trim());
  if (match === null) return null;
  return Number(match[1]) * (unitMs[match[2] ?? 's'] ?? second);
}

/** A duration from `min` to `max`, or 0, which is off, where `off` allows it. */
function duration(min: number, max: number, words: string, off = true): z.ZodType<string | number> {
  return z.union([z.string(), z.number()]).refine(
    (value) => {
      const ms = readDuration(value);
      return ms !== null && ((off && ms === 0) || (ms >= min && ms <= max));
    },
    { message: `expected ${words}${off ? ', or 0 for off' : ''}, as whole seconds or "15m", "6h", "7d"` },
  );
}

const deterministicRange = [minute, 180 * day, '1m to 180d'] as const;
const probabilisticRange = [minute, 7 * day, '1m to 7d'] as const;
const viewRange = [minute, 30 * day, '1m to 30d'] as const;

const windowsOf = (range: readonly [number, number, string]) =>
  z.strictObject({
    deterministic: duration(...range).optional(),
    probabilistic: duration(...probabilisticRange).optional(),
  });

const windows = z.strictObject({
  click: windowsOf(deterministicRange).optional(),
  engaged_click: windowsOf(viewRange).optional(),
  engaged_view: windowsOf(viewRange).optional(),
  impression: windowsOf(viewRange).optional(),
  preload: windowsOf(deterministicRange).optional(),
});

const windowsByType = z.strictObject({
  click: duration(...deterministicRange).optional(),
  engaged_click: duration(...viewRange).optional(),
  engaged_view: duration(...viewRange).optional(),
  impression: duration(...viewRange).optional(),
  preload: duration(...deterministicRange).optional(),
});

const action = z.enum(['off', 'flag', 'block']);
const identifierWords = ['*', 'deterministic', 'probabilistic', 'click_id', 'referrer', 'device_id'];
const tierWord = z.string().refine(
  (word) => {
    const [type = '', how = '', ...rest] = word.split('.');
    return (
      rest.length === 0 && (touchTypes as readonly string[]).includes(type) && identifierWords.includes(how)
    );
  },
  {
    message:
      'expected "<touch type>.<deterministic|probabilistic|click_id|referrer|device_id|*>", such as "click.deterministic"',
  },
);

const fraudShape = {
  click_injection: action.optional(),
  ctit_min: z
    .strictObject({ seconds: z.int().min(0).max(86_400), action })
    .partial()
    .optional(),
  click_flooding: action.optional(),
  too_many_engagements: z
    .strictObject({
      count: z.int().min(1).max(1_000),
      within: duration(minute, 7 * day, '1m to 7d', false),
      action,
    })
    .partial()
    .optional(),
  anonymous_ip: action.optional(),
  malformed_advertising_id: action.optional(),
  signature: action.optional(),
};

const validation = z.array(
  z
    .strictObject({
      field: z.string().min(1).max(64),
      allow: z.array(z.string()).min(1).optional(),
      deny: z.array(z.string()).min(1).optional(),
      action: action.default('block'),
      then: z.enum(['reject', 'next']).default('reject'),
    })
    .refine((rule) => (rule.allow === undefined) !== (rule.deny === undefined), {
      message: 'expected allow or deny, one of them',
    }),
);

const probabilisticPlatforms = z.array(z.enum(['android', 'ios', 'web']));
const returningRange = duration(0, 90 * day, 'up to 90d');
const inactivity = duration(0, 365 * day, 'up to 365d');

/** `app.policy`: the whole of it. */
export const policySchema = z.strictObject({
  preset: z.enum(presetNames).optional(),
  windows: windows.optional(),
  windows_for: z
    .strictObject({ session: windowsByType.optional(), event: windowsByType.optional() })
    .optional(),
  tiers: z.array(z.array(tierWord).min(1)).min(1).optional(),
  tie_break: z
    .array(z.enum(['referrer', 'click_id', 'device_id', 'probabilistic']))
    .min(1)
    .optional(),
  probabilistic: z
    .strictObject({
      platforms: probabilisticPlatforms,
      touch_with_identifier: z.enum(['unless_it_differs', 'never', 'always']),
      install_with_identifier: z.boolean(),
      shrink: z.array(duration(...probabilisticRange, false)),
      on_ambiguity: z.enum(['reject', 'same_partner', 'newest']),
    })
    .partial()
    .optional(),
  reinstall: z
    .strictObject({
      window: z.union([z.literal('always'), duration(day, 730 * day, '1d to 730d or "always"', false)]),
      credit: z.enum(['none', 'original', 'newest']),
      reattribution: z.enum(['other_link', 'retargeting', 'any', 'off']),
      inactivity,
      events: z.enum(['first_install', 'reinstall', 'organic']),
    })
    .partial()
    .optional(),
  returning: z
    .strictObject({
      kind: z.enum(['reattribution', 'reengagement', 'off']),
      needs: z.enum(['other_link', 'retargeting', 'any']),
      inactivity,
      window: returningRange,
      probabilistic: z.boolean(),
      credit: z.enum(['replace', 'both']),
      credit_for: returningRange,
    })
    .partial()
    .optional(),
  events: z
    .strictObject({
      credit: z.enum(['install', 'last_touch']),
      window: duration(0, 3_650 * day, 'up to 3650d'),
      by_click_id: duration(0, 365 * day, 'up to 365d'),
      park: duration(0, day, 'up to 1d'),
    })
    .partial()
    .optional(),
  assists: z.int().min(0).max(25).optional(),
  duplicate_clicks: duration(0, 30 * day, 'up to 30d').optional(),
  fraud: z.strictObject({ ...fraudShape, on_block: z.enum(['next', 'keep']).optional() }).optional(),
  validation: validation.optional(),
});

/** What an integration or a link may set. */
export const touchPolicySchema = z.strictObject({
  windows: windows.optional(),
  windows_for: policySchema.shape.windows_for,
  probabilistic: z.strictObject({ platforms: probabilisticPlatforms.optional() }).optional(),
  duplicate_clicks: policySchema.shape.duplicate_clicks,
  fraud: z.strictObject(fraudShape).optional(),
  validation: validation.optional(),
  returning: z
    .strictObject({
      inactivity: inactivity.optional(),
      window: returningRange.optional(),
      credit_for: returningRange.optional(),
    })
    .optional(),
});

/**
 * @param scope `app`, or `touch` for an integration's and a link's.
 * @throws Fault `invalid_policy` whose field is `policy.<path>`.
 */
export function validatePolicy(document: unknown, scope: 'app' | 'touch'): PolicyDocument {
  const result = (scope === 'app' ? policySchema : touchPolicySchema).safeParse(document);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const field = ['policy', ...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])].join('.');
  const where =
    scope === 'app'
      ? ''
      : ' Only windows, windows_for, probabilistic.platforms, duplicate_clicks, fraud, validation and returning.inactivity|window|credit_for may be set here.';
  const message =
    unknown === undefined
      ? `${field}: ${issue?.message ?? 'not valid'}.`
      : `${field} is not a key of a policy here.${where}`;
  throw new Fault('invalid_policy', { field, message });
}
