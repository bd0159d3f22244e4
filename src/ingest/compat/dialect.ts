/**
 * What a dialect is: how the clients of another vendor speak. Enters: nothing. Leaves: types, and the one rule that all dialects share. A dialect is pure: it
 * reads a request and makes a draft of it, and words for whatever became of it; it never looks at a clock, a store or a setting.
 */
import { Fault } from '../../errors';
import type { Activity } from '../../model/activity';
import type { App, Link } from '../../model/app';
import type { CompatDocument } from '../../ports/directory';
import type { Notes, Values } from './values';

export const compatVendors = ['appsflyer', 'adjust', 'branch', 'singular', 'kochava'] as const;
export type CompatVendor = (typeof compatVendors)[number];

/** A request as a dialect sees it. */
export interface VendorRequest {
  readonly method: string;
  /** The named segments of the endpoint's path, decoded. */
  readonly path: Readonly<Record<string, string>>;
  /** Body (form or JSON object) over query; the first of a repeated name. */
  readonly values: Values;
  /** A header's value; undefined where it is absent or empty. */
  readonly header: (name: string) => string | undefined;
  /** The body as it came, for signatures. */
  readonly body: Buffer;
  /** Whoever is at the other end, behind trusted proxies: the device's own where a client says that it is one. */
  readonly address?: string | undefined;
}

export interface VendorAnswer {
  readonly status: number;
  readonly type: 'text' | 'json';
  /** Text, or what is written as JSON. */
  readonly body: unknown;
}

/** What a client says of itself: its app, or one of its trackers, and how it proves it. */
export interface Claim {
  /** The vendor's name of the app. */
  readonly app?: string | undefined;
  /** The vendor's names of a tracking link, the one that says most first. */
  readonly trackers?: readonly string[];
  /** The key as it was shown. */
  readonly key?: string | undefined;
  /** HMAC-SHA256 of the body under the key, hex or base64, in place of the key. */
  readonly signature?: string | undefined;
  /** `key`: the app's key, where one is registered (default). `signature`: an HMAC under it. `none`: touches, which networks send. */
  readonly proof?: 'key' | 'signature' | 'none';
}

/** Who it is, once it was found and let in. */
export interface Client {
  readonly app: App;
  readonly registration: CompatDocument;
  /** The link that one of the claim's trackers stands for. */
  readonly link?: Link;
}

/** What a request asks to be stored. */
export interface ActivityDraft {
  readonly of: 'activity';
  /** As it would be posted to `/v1/activities`. */
  readonly activity: Values;
  readonly notes: Notes;
  /** The answer says whether this device was seen before; asking costs a look into the store. */
  readonly asksSeen?: true;
  readonly answer: (stored: StoredDraft) => VendorAnswer;
}

export interface StoredDraft {
  readonly activity: Activity;
  readonly duplicate: boolean;
  /** With `asksSeen`: this device has posted before. */
  readonly seen: boolean;
}

export interface TouchDraft {
  readonly of: 'touch';
  readonly route: 'click' | 'impression';
  /** In the words of `/c/{link_token}`. */
  readonly query: URLSearchParams;
  /** Where the client has no link: what a link would say. */
  readonly link: Link;
  readonly notes: Notes;
  /** A browser's: it is led to the link's own URL, which counts it and knows where it goes. */
  readonly visit?: true;
  /** Null: a bot's, of which no touch is made. */
  readonly answer: (clickId: string | null) => VendorAnswer;
}

export type Draft = ActivityDraft | TouchDraft;

export interface Endpoint {
  readonly name: string;
  /** Below `/compat/<vendor>/`: `inappevent/{app_id}`. */
  readonly path: string;
  readonly claim: (request: VendorRequest) => Claim;
  /** @throws Fault `missing_field`, `invalid_field` where the vendor refuses it too. */
  readonly draft: (request: VendorRequest, client: Client) => Draft;
}

export interface Dialect {
  readonly vendor: CompatVendor;
  readonly bodyMaxBytes: number;
  readonly endpoints: readonly Endpoint[];
  /** The vendor's words for a fault; `endpoint` is undefined where the path is none of its. */
  readonly refuse: (
    fault: Fault,
    endpoint: Endpoint | undefined,
    request: VendorRequest | undefined,
  ) => VendorAnswer;
}

/**
 * A value that the vendor demands. Where the app is lenient its lack is only noted.
 * @throws Fault `missing_field`.
 */
export function mandatory<T>(
  value: T | undefined,
  field: string,
  client: Client,
  notes: Notes,
): T | undefined {
  if (value !== undefined) return value;
  if (client.registration.lenient !== true)
    throw new Fault('missing_field', { field, message: `${field} is required.` });
  notes.add('missing_field');
  return undefined;
}

/** The app's own name of an event, where the vendor's is registered; else the vendor's, which is noted where the others are. */
export function eventNameOf(sent: string, client: Client, notes: Notes): string {
  const { events } = client.registration;
  if (events === undefined) return sent;
  if (Object.hasOwn(events, sent)) return events[sent] ?? sent;
  notes.add('event_not_registered');
  return sent;
}
