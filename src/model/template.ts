/**
 * A partner's entry in the registry, as it is written in its file. Enters: nothing. Leaves: types.
 * docs/templates.md says what each key means; src/plan/template-schema.ts refuses what is not here.
 */
import type { ActivityKind } from './activity';
import type { AnswerRule, BatchRule } from './delivery';

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

/** A path must equal the value, or one of the values, or none of them, or be there, or not. */
export type Condition =
  | ConditionValue
  | readonly ConditionValue[]
  | { readonly present: boolean }
  | { readonly not: ConditionValue | readonly ConditionValue[] };

export type Conditions = Readonly<Record<string, Condition>>;

/** A leaf, or a literal number or boolean; keys that end in `?` are dropped when they render empty. */
export type FlatLeaves = Readonly<Record<string, string | number | boolean>>;

/** As it is written: beside leaves, `$part` may name one part or several. */
export type WrittenLeaves = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Numbered parameters for each item of a list: in a name `#` is its number, from 1. */
export interface NumberedLeaves {
  readonly of: string;
  readonly in: 'query' | 'form';
  readonly max?: number | undefined;
  readonly leaves: FlatLeaves;
}

export interface RequestDefinition {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Scheme, host and path. */
  readonly url: string;
  readonly query?: WrittenLeaves | undefined;
  readonly headers?: WrittenLeaves | undefined;
  /** At most one of json, form and text. */
  readonly json?: Readonly<Record<string, unknown>> | readonly unknown[] | undefined;
  readonly form?: WrittenLeaves | undefined;
  readonly text?: string | undefined;
  readonly numbered?: readonly NumberedLeaves[] | undefined;
}

export const digestAlgorithms = ['sha256', 'sha1', 'md5', 'sha512'] as const;
export type DigestAlgorithm = (typeof digestAlgorithms)[number];
export const digestEncodings = ['hex', 'base64', 'base64url'] as const;
export type DigestEncoding = (typeof digestEncodings)[number];

interface SignatureDefinition {
  readonly algorithm: DigestAlgorithm;
  /** A leaf; absent: the body. */
  readonly of?: string | undefined;
  readonly encoding?: DigestEncoding | undefined;
  readonly in: 'header' | 'query';
  readonly name: string;
  /** A leaf; absent: the signature alone. */
  readonly format?: string | undefined;
}

interface TokenDefinition {
  readonly type: 'oauth2';
  /** As a request's URL. */
  readonly tokenUrl: string;
  readonly scope?: string | undefined;
}

/** How a request shows who sends it. Texts are leaves. */
export type AuthDefinition =
  | { readonly type: 'none' }
  | { readonly type: 'basic'; readonly username: string; readonly password: string }
  | { readonly type: 'bearer'; readonly token: string }
  | { readonly type: 'key'; readonly in: 'header' | 'query'; readonly name: string; readonly value: string }
  | ({ readonly type: 'hmac'; readonly key: string } & SignatureDefinition)
  | ({ readonly type: 'digest' } & SignatureDefinition)
  | (TokenDefinition & {
      readonly grant: 'client_credentials';
      readonly clientId: string;
      readonly clientSecret: string;
      /** Where the client's name and secret stand; absent: the body. */
      readonly client?: 'body' | 'basic' | undefined;
    })
  | (TokenDefinition & {
      readonly grant: 'refresh_token';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly refreshToken: string;
      readonly client?: 'body' | 'basic' | undefined;
    })
  | (TokenDefinition & { readonly grant: 'jwt_bearer'; readonly serviceAccount: string });

export interface PostbackDefinition {
  /** Absent: the kinds joined by `_`. */
  readonly id?: string | undefined;
  readonly on: readonly ActivityKind[];
  /** By the partner's names. */
  readonly events?: readonly string[] | undefined;
  readonly when?: Conditions | undefined;
  readonly request: RequestDefinition;
  /** Absent, as of the next two: the template's. */
  readonly auth?: AuthDefinition | undefined;
  readonly accepted?: AnswerRule | undefined;
  /** Answers after which it is tried again, whatever `accepted` says. */
  readonly retry?: readonly AnswerRule[] | undefined;
  /** The leaf by which the partner tells a repetition: `query.tid`. */
  readonly dedupe?: string | undefined;
  /** The list in the body, written with one item, in which several deliveries may travel together. */
  readonly batch?: BatchRule | undefined;
}

/** Which permission, and what is left out without it: paths or whole namespaces; `*` is the whole postback. */
export const consentRules = ['att', 'ad_user_data', 'ad_personalization', 'limit_ad_tracking'] as const;
export type ConsentRule = (typeof consentRules)[number];

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
  /** Which version of the partner's API this speaks, and where its changes are announced. */
  readonly api?: { readonly version: string; readonly changelog?: string | undefined } | undefined;
  /** The partner's macros by the name of a click URL's parameter: `{"click_id": "{transaction_id}"}`. */
  readonly clickUrl?: Readonly<Record<string, string>> | undefined;
  readonly settings: readonly SettingDefinition[];
  /** Standard event names → the partner's. */
  readonly events?: Readonly<Record<string, string>> | undefined;
  /** An event that nothing maps is not sent under the app's own name. */
  readonly eventsRequired?: boolean | undefined;
  /** Sandbox activities go out where this setting has a value, which is seen by them alone. */
  readonly test?: { readonly setting: string } | undefined;
  readonly consent?: Readonly<Partial<Record<ConsentRule, readonly string[] | undefined>>> | undefined;
  /** Pieces of requests that several postbacks share, by name. */
  readonly parts?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined;
  readonly auth?: AuthDefinition | undefined;
  readonly accepted?: AnswerRule | undefined;
  readonly retry?: readonly AnswerRule[] | undefined;
  readonly postbacks: readonly PostbackDefinition[];
}
