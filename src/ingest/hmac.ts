/** Whether somebody who has one of these secrets signed this. Enters: secrets, parts of a text, a signature. Leaves: yes or no. It never compares a digit at a time. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** HMAC-SHA256 in hex, of either case. */
export const hexSignature = /^[0-9a-f]{64}$/i;

/** @param signature of the form `hexSignature`. */
export function isSigned(
  parts: readonly (string | Buffer)[],
  secrets: readonly string[],
  signature: string,
): boolean {
  const sent = Buffer.from(signature, 'hex');
  return secrets.some((secret) => {
    const hmac = createHmac('sha256', secret);
    for (const part of parts) hmac.update(part);
    return timingSafeEqual(hmac.digest(), sent);
  });
}
