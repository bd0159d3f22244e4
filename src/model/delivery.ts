/** One callback or postback to be sent. Enters: nothing. Leaves: types. Times are epoch milliseconds. */

export const deliveryStatuses = ['pending', 'delivered', 'retrying', 'failed', 'skipped'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** What an answer must be; all that is given must hold. */
export interface AnswerRule {
  readonly status?: readonly number[];
  /** A regular expression over the answer's body (first 16 KiB). */
  readonly body?: string;
  /** Dotted path in a JSON body → the value it must equal (compared as JSON). */
  readonly json?: Readonly<Record<string, unknown>>;
}

/** How a partner's answer is told from a refusal. Absent: any 2xx is a success. */
export interface AcceptRule extends AnswerRule {
  /** An answer as one of these says asks for another attempt, whatever the rest says. */
  readonly retry?: readonly AnswerRule[];
}

interface SignatureAuth {
  readonly algorithm: 'sha256' | 'sha1' | 'md5' | 'sha512';
  /** What is signed; `__carom_request_body__` and the like stand for what is known at the moment of sending. */
  readonly of: string;
  readonly encoding: 'hex' | 'base64' | 'base64url';
  readonly in: 'header' | 'query';
  readonly name: string;
  readonly format: string;
}

/** Asked of an OAuth 2 token endpoint. */
export type TokenGrant = {
  readonly type: 'oauth2';
  readonly tokenUrl: string;
  readonly scope?: string;
} & (
  | {
      readonly grant: 'client_credentials' | 'refresh_token';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly refreshToken?: string;
      readonly client: 'body' | 'basic';
    }
  /** Of a service account's key file, as JSON. */
  | { readonly grant: 'jwt_bearer'; readonly serviceAccount: string }
);

/** What is worked out at the moment of sending, because it needs secrets, the body or the time. Secrets stand as markers. */
export type RequestAuth =
  | { readonly type: 'basic'; readonly username: string; readonly password: string }
  | ({ readonly type: 'hmac'; readonly key: string } & SignatureAuth)
  | ({ readonly type: 'digest' } & SignatureAuth)
  | TokenGrant;

/** The list of a JSON body that may hold the items of several deliveries, and what the answer says of each. */
export interface BatchRule {
  readonly maxItems: number;
  /** `json.data`; absent: the body is the list. */
  readonly list?: string;
  /** Where the answer counts those that were taken: another number than were sent says that some were not. */
  readonly counted?: string;
  /** Where the answer lists those that were not taken, and where each of these names its place, from 0; who is not named was taken. */
  readonly failures?: { readonly list: string; readonly index: string };
}

/**
 * A request as planned. Secrets stand in it as markers (`__carom_<16 hex>_<key>__`), which the sender replaces, encoded for where they stand,
 * at the moment of sending: nothing secret is stored, queued, logged or shown.
 */
export interface DeliveryRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly bodyType?: 'json' | 'form' | 'text';
  readonly accepted?: AcceptRule;
  /** `standard-webhooks`: signed with the callback's secret at each attempt. */
  readonly sign?: 'standard-webhooks';
  readonly auth?: RequestAuth;
  /** It may go out together with others of its kind. */
  readonly batch?: BatchRule;
}

/** The request that an attempt shared with others. */
export interface AttemptBatch {
  /** The id of its first delivery, which was its `carom-delivery-id`. */
  readonly id: string;
  readonly size: number;
  /** From 0. */
  readonly place: number;
  /** Larger batches of this attempt that were refused as a whole just before, and so parted. */
  readonly refused?: readonly { readonly size: number; readonly status: number }[];
}

export interface Attempt {
  readonly at: number;
  readonly status?: number;
  /** A short code and message where no answer came or it was not taken: `timeout`, `refused_address`, … */
  readonly error?: string;
  readonly durationMs: number;
  /** The answer's body, cut at 16 KiB. */
  readonly response?: string;
  /** Absent: the request was this delivery's alone. */
  readonly batch?: AttemptBatch;
}

export interface Delivery {
  /** Derived from app, activity, revision, destination and postback. */
  readonly id: string;
  readonly app: string;
  readonly activity: string;
  readonly revision: number;
  /** Exactly one of partner and callback is set. */
  readonly partner?: string;
  readonly callback?: string;
  /** Which of the template's postbacks; `callback` for callbacks. */
  readonly postback: string;
  readonly status: DeliveryStatus;
  /** Why it was skipped, or why it failed for good. */
  readonly reason?: string;
  readonly request: DeliveryRequest | null;
  readonly attempts: readonly Attempt[];
  /** Attempts made since it was planned or last replayed: the place in the retry schedule. */
  readonly tries: number;
  readonly nextAttemptAt: number | null;
  readonly createdAt: number;
  /** E.g. `3` of a template; absent of a callback. */
  readonly templateVersion?: string;
  /** The version of the integration's or callback's settings that made it. */
  readonly settingsVersion?: string;
  /** A partner may see it: the activity was credited to it. */
  readonly visibleToPartner: boolean;
  /** Of one that a worker has: names its hold. Drawn anew at each claim, so that a hold that was lost is told from the one that followed. */
  readonly claim?: number;
  /** A person asked for it, of a made-up activity: it was sent once, is never sent again, and counts nowhere. */
  readonly test?: true;
}

export type TestDelivery = Delivery & { readonly test: true };

/** What one attempt came to. */
export type Outcome =
  | { readonly kind: 'delivered'; readonly attempt: Attempt }
  | { readonly kind: 'refused'; readonly attempt: Attempt; readonly reason: string }
  | { readonly kind: 'retry'; readonly attempt: Attempt; readonly afterMs: number };

/** Planned for a time after it was made: no part of the batch that its planner sends. */
export function isLater({ nextAttemptAt, createdAt }: Delivery): boolean {
  return nextAttemptAt !== null && nextAttemptAt > createdAt;
}
