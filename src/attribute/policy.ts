/**
 * From what people wrote to what decides. Enters: policy documents, checked. Leaves: a `Policy` with every default in place and durations in
 * milliseconds. Link beats integration beats app beats preset; objects merge by key, lists replace.
 */
import { createHash } from 'node:crypto';
import type { Policy, PolicyDocument, ValidationRule, Windows } from '../model/policy';
import { touchTypes, type TouchType } from '../model/touch';
import { carom } from './presets/carom';
import { presetNames, presets } from './presets/presets';
import { policySchema, readDuration } from './policy-schema';

type Plain = Readonly<Record<string, unknown>>;

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Objects merge by key, lists and values replace. */
export function mergePolicies(base: Plain, over: Plain): Plain {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isPlain(below) && isPlain(value) ? mergePolicies(below, value) : value;
  }
  return merged;
}

/** A whole document, each key present: what `resolve` reads. */
const wholeSchema = policySchema.required();

/**
 * @param documents from the weakest to the strongest: app, integration, link. Checked already.
 */
export function resolvePolicy(...documents: readonly (PolicyDocument | undefined)[]): Policy {
  const given = documents.filter((document) => document !== undefined);
  const named = given[0]?.['preset'];
  const preset = presetNames.find((name) => name === named) ?? 'carom';
  const whole = [presets[preset], ...given].reduce(mergePolicies, carom);
  const hash = createHash('sha256').update(JSON.stringify(whole)).digest('hex').slice(0, 8);
  return toPolicy({ ...whole, preset }, preset, `${preset}-${hash}`);
}

function ms(value: unknown): number {
  return readDuration(value) ?? 0;
}

function toPolicy(whole: Plain, preset: string, version: string): Policy {
  const read = wholeSchema.parse(whole);
  const windowsOf = (type: TouchType): Windows => ({
    deterministicMs: ms(read.windows[type]?.deterministic),
    probabilisticMs: ms(read.windows[type]?.probabilistic),
  });
  return {
    version,
    preset,
    windows: {
      click: windowsOf('click'),
      engaged_click: windowsOf('engaged_click'),
      engaged_view: windowsOf('engaged_view'),
      impression: windowsOf('impression'),
      preload: windowsOf('preload'),
    },
    windowsFor: readWindowsFor(read.windows_for),
    tiers: read.tiers,
    tieBreak: read.tie_break,
    probabilistic: {
      platforms: read.probabilistic.platforms ?? [],
      touchWithIdentifier: read.probabilistic.touch_with_identifier ?? 'unless_it_differs',
      installWithIdentifier: read.probabilistic.install_with_identifier ?? true,
      shrinkMs: (read.probabilistic.shrink ?? []).map(ms),
      onAmbiguity: read.probabilistic.on_ambiguity ?? 'reject',
    },
    reinstall: {
      windowMs: read.reinstall.window === 'always' ? 'always' : ms(read.reinstall.window),
      credit: read.reinstall.credit ?? 'original',
      reattribution: read.reinstall.reattribution ?? 'retargeting',
      inactivityMs: ms(read.reinstall.inactivity),
      events: read.reinstall.events ?? 'first_install',
    },
    returning: {
      kind: read.returning.kind ?? 'reattribution',
      needs: read.returning.needs ?? 'other_link',
      inactivityMs: ms(read.returning.inactivity),
      windowMs: ms(read.returning.window),
      probabilistic: read.returning.probabilistic ?? false,
      credit: read.returning.credit ?? 'replace',
      creditForMs: ms(read.returning.credit_for),
    },
    events: {
      credit: read.events.credit ?? 'install',
      windowMs: ms(read.events.window),
      byClickIdMs: ms(read.events.by_click_id),
      parkMs: ms(read.events.park),
    },
    assists: read.assists,
    duplicateClicksMs: ms(read.duplicate_clicks),
    fraud: readFraud(read.fraud),
    validation: read.validation.map((rule): ValidationRule => ({
      field: rule.field,
      ...(rule.allow === undefined ? {} : { allow: rule.allow }),
      ...(rule.deny === undefined ? {} : { deny: rule.deny }),
      action: rule.action,
      then: rule.then,
    })),
  };
}

type Whole = ReturnType<typeof wholeSchema.parse>;

function readFraud(fraud: Whole['fraud']): Policy['fraud'] {
  return {
    clickInjection: fraud.click_injection ?? 'off',
    ctitMin: { seconds: fraud.ctit_min?.seconds ?? 0, action: fraud.ctit_min?.action ?? 'off' },
    clickFlooding: fraud.click_flooding ?? 'off',
    tooManyEngagements: {
      count: fraud.too_many_engagements?.count ?? 50,
      withinMs: ms(fraud.too_many_engagements?.within),
      action: fraud.too_many_engagements?.action ?? 'off',
    },
    anonymousIp: fraud.anonymous_ip ?? 'off',
    malformedAdvertisingId: fraud.malformed_advertising_id ?? 'off',
    signature: fraud.signature ?? 'off',
    onBlock: fraud.on_block ?? 'next',
  };
}

function readWindowsFor(given: Whole['windows_for']): Policy['windowsFor'] {
  const result: Partial<Record<'session' | 'event', Partial<Record<TouchType, number>>>> = {};
  for (const kind of ['session', 'event'] as const) {
    const byType = given[kind];
    if (byType === undefined) continue;
    const windows: Partial<Record<TouchType, number>> = {};
    for (const type of touchTypes) if (byType[type] !== undefined) windows[type] = ms(byType[type]);
    result[kind] = windows;
  }
  return result;
}
