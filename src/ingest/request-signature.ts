/**
 * Whether a request was signed by somebody who has a signing key of the app. Enters: its headers and body, what the app asks for, the time. Leaves: what is to be
 * said of its activities, or a Fault that names the header. It never says by which key, never compares a digit at a time.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { Fault } from '../errors';
import type { ActivityFlag } from '../model/activity';
import type { App } from '../model/app';
import type { Secrets } from '../ports/secrets';
import { hexSignature, isSigned } from './hmac';

/** Seconds since 1970: when it was signed. */
export const timestampHeader = 'carom-timestamp';
/** HMAC-SHA256, hex, of the timestamp as it is sent, a dot, and the body as it is before any compression. */
export const signatureHeader = 'carom-signature';
/** How far the timestamp may be from our clock, either way. */
export const toleranceSeconds = 5 * 60;

export type SignedVerdict = 'good' | 'missing' | 'expired' | 'wrong';

export interface Judged {
  readonly verdict: SignedVerdict;
  /** The header at fault. */
  readonly header: string;
}

export function judgeRequest(
  headers: IncomingHttpHeaders,
  body: Buffer,
  secrets: readonly string[],
  nowMs: number,
): Judged {
  const [signature, timestamp] = [textOf(headers[signatureHeader]), textOf(headers[timestampHeader])];
  if (signature === '') return { verdict: 'missing', header: signatureHeader };
  if (timestamp === '') return { verdict: 'missing', header: timestampHeader };
  if (!/^\d{1,12}$/.test(timestamp)) return { verdict: 'wrong', header: timestampHeader };
  if (!hexSignature.test(signature)) return { verdict: 'wrong', header: signatureHeader };
  if (!isSigned([`${timestamp}.`, body], secrets, signature))
    return { verdict: 'wrong', header: signatureHeader };
  // What is over is told only to who has the key.
  const apart = Math.abs(nowMs - Number(timestamp) * 1_000);
  return { verdict: apart <= toleranceSeconds * 1_000 ? 'good' : 'expired', header: timestampHeader };
}

/** A header that came twice is joined by node with a comma, and has no right form then. */
function textOf(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value.trim() : (value?.join(', ') ?? '');
}

const problems: Readonly<Record<Exclude<SignedVerdict, 'good'>, string>> = {
  missing: 'This app takes signed requests alone: send the headers Carom-Timestamp and Carom-Signature.',
  expired: `The signature was good, but Carom-Timestamp is more than ${toleranceSeconds / 60} minutes from now: sign each request when it is sent, and set the clock.`,
  wrong: "Carom-Signature is not what this app's signing keys make of Carom-Timestamp, a dot and the body.",
};

export interface SignatureCheck {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly app: App;
  readonly secrets: Pick<Secrets, 'open'>;
  readonly nowMs: number;
}

/**
 * Under `report` the flags of each activity in it: the policy's rule `fraud.signature` reads the first, the second says how.
 * @throws Fault `request_signature` under `enforce`.
 */
export function checkSignature({
  headers,
  body,
  app,
  secrets,
  nowMs,
}: SignatureCheck): readonly ActivityFlag[] {
  const mode = app.signed_activities ?? 'off';
  if (mode === 'off') return [];
  const keys = (app.signing_keys ?? []).map(({ secret }) => secrets.open(secret));
  const { verdict, header } = judgeRequest(headers, body, keys, nowMs);
  if (verdict === 'good') return [];
  if (mode === 'report') return ['incorrect_signature', `signature_${verdict}`];
  const message = keys.length === 0 ? 'The app has no signing key yet: make one.' : problems[verdict];
  throw new Fault('request_signature', { field: header, message });
}

/** An app that takes signed requests alone: its key in a URL or with a file would be a way around. @throws Fault `request_signature`. */
export function refuseKeyAlone(app: App, field?: string): void {
  if (app.signed_activities !== 'enforce') return;
  throw new Fault('request_signature', {
    ...(field === undefined ? {} : { field }),
    message:
      "This app takes signed requests alone, so its key is not enough here: use a postback key for conversions, an admin's key for files.",
  });
}
