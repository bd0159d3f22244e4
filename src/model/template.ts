/**
 * A partner's entry in the registry, as it is written in its file. Enters: nothing. Leaves: types.
 * docs/templates.md says what each key means; src/plan/template-schema.ts refuses what is not here.
 */
import type { ActivityKind } from './activity';
import type { AcceptRule } from './delivery';

export const confidences = ['documented', 'partial'] as const;
export type Confidence = (typeof confidences)[number];

/** What an integration must fill in. */
export interface SettingDefinition {
  readonly key: string;
  readonly label: string;
  readonly help?: string | undefined;
  readonly required?: boolean | undefined;
  /** Sealed at rest; stands in requests as a marker until the moment of sending. */
  readonly secret?: boolean | undefined;
  readonly default?: string | undefined;
  /** A regular expression for the whole value. */
  readonly pattern?: string | undefined;
}

export type ConditionValue = string | number | boolean;

/** A path must equal the value, or one of the values, or be there, or not. */
export type Condition = ConditionValue | readonly ConditionValue[] | { readonly present: boolean };

/** A leaf, or a literal number or boolean; keys that end in `?` are dropped when they render empty. */
export type FlatLeaves = Readonly<Record<string, string | number | boolean>>;

export interface RequestDefinition {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Scheme, host and path. */
  readonly url: string;
  readonly query?: FlatLeaves | undefined;
  readonly headers?: FlatLeaves | undefined;
  /** At most one of json, form and text. */
  readonly json?: Readonly<Record<string, unknown>> | readonly unknown[] | undefined;
  readonly form?: FlatLeaves | undefined;
  readonly text?: string | undefined;
}

export interface PostbackDefinition {
  /** Absent: the kinds joined by `_`. */
  readonly id?: string | undefined;
  readonly on: readonly ActivityKind[];
  /** By the partner's names. */
  readonly events?: readonly string[] | undefined;
  readonly when?: Readonly<Record<string, Condition>> | undefined;
  readonly request: RequestDefinition;
  readonly accepted?: AcceptRule | undefined;
}

export interface TemplateDefinition {
  readonly $schema?: string | undefined;
  readonly id: string;
  readonly name: string;
  /** The partner's own page. */
  readonly docs: string;
  /** A date, `2026-11-22`. */
  readonly checkedOn: string;
  readonly confidence: Confidence;
  readonly notes?: string | undefined;
  /** Requests a second, of all apps together. */
  readonly rateLimit?: number | undefined;
  readonly settings: readonly SettingDefinition[];
  /** Standard event names → the partner's. */
  readonly events?: Readonly<Record<string, string>> | undefined;
  readonly postbacks: readonly PostbackDefinition[];
}
