/** Signs a callback by Standard Webhooks (https://www.standardwebhooks.com). Enters: secrets, id, time, body. Leaves: three headers. Pure. */
import { createHmac } from 'node:crypto';

export interface WebhookHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

const secretPrefix = 'whsec_';

/**
 * Each secret is `whsec_` and base64; one signature for each, the newest first, so that a receiver may change over while a secret is rotated.
 * The id is the delivery's, the same at each attempt, so that a receiver can tell a repetition.
 */
export function sign(
  secrets: readonly string[],
  id: string,
  timestampSeconds: number,
  body: string,
): WebhookHeaders {
  const signed = `${id}.${timestampSeconds}.${body}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': secrets.map((secret) => `v1,${signatureOf(secret, signed)}`).join(' '),
  };
}

function signatureOf(secret: string, signed: string): string {
  const base64 = secret.startsWith(secretPrefix) ? secret.slice(secretPrefix.length) : secret;
  return createHmac('sha256', Buffer.from(base64, 'base64')).update(signed).digest('base64');
}
