/** How credit is given, as data. `PolicyDocument` is what people write; `Policy` is it with every default in place. Durations in milliseconds. */
import type { TouchType } from './touch';

export type Action = 'off' | 'flag' | 'block';

/** What a person wrote: any part of a policy, durations as text or seconds. Validated at the door by the policy schema. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

export interface Windows {
  readonly deterministicMs: number;
  readonly probabilisticMs: number;
}

export interface ValidationRule {
  readonly field: string;
  readonly allow?: readonly string[];
  readonly deny?: readonly string[];
  readonly action: Action;
  readonly then: 'reject' | 'next';
}

export interface Policy {
  /** Names the preset and the content, so that each verdict tells what made it. */
  readonly version: string;
  readonly preset: string;
  readonly windows: Readonly<Record<TouchType, Windows>>;
  readonly windowsFor: Readonly<
    Partial<Record<'session' | 'event', Readonly<Partial<Record<TouchType, number>>>>>
  >;
  /** E.g. `click.deterministic`, `preload.*`, `click.referrer`. */
  readonly tiers: readonly (readonly string[])[];
  readonly tieBreak: readonly string[];
  readonly probabilistic: {
    readonly platforms: readonly string[];
    readonly touchWithIdentifier: 'unless_it_differs' | 'never' | 'always';
    readonly installWithIdentifier: boolean;
    readonly shrinkMs: readonly number[];
    readonly onAmbiguity: 'reject' | 'same_partner' | 'newest';
  };
  readonly reinstall: {
    readonly windowMs: number | 'always';
    readonly credit: 'none' | 'original' | 'newest';
    readonly reattribution: 'other_link' | 'retargeting' | 'any' | 'off';
    readonly inactivityMs: number;
    readonly events: 'first_install' | 'reinstall' | 'organic';
  };
  readonly returning: {
    readonly kind: 'reattribution' | 'reengagement' | 'off';
    readonly needs: 'other_link' | 'retargeting' | 'any';
    readonly inactivityMs: number;
    readonly windowMs: number;
    readonly probabilistic: boolean;
    readonly credit: 'replace' | 'both';
    readonly creditForMs: number;
  };
  readonly events: {
    readonly credit: 'install' | 'last_touch';
    readonly windowMs: number;
    readonly byClickIdMs: number;
    readonly parkMs: number;
  };
  readonly assists: number;
  readonly duplicateClicksMs: number;
  readonly fraud: {
    readonly clickInjection: Action;
    readonly ctitMin: { readonly seconds: number; readonly action: Action };
    readonly clickFlooding: Action;
    readonly tooManyEngagements: {
      readonly count: number;
      readonly withinMs: number;
      readonly action: Action;
    };
    readonly anonymousIp: Action;
    readonly malformedAdvertisingId: Action;
    readonly signature: Action;
    readonly onBlock: 'next' | 'keep';
  };
  readonly validation: readonly ValidationRule[];
}
