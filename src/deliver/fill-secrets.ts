/**
 * Puts secrets where their markers stand. Enters: a planned request and the secrets by marker. Leaves: the request as it goes out, or the name that is missing.
 * Each secret is encoded for its place, so that none can end a string, a header or a parameter early. Pure; what it returns is never stored.
 */
import type { DeliveryRequest } from '../model/delivery';

export type FilledRequest =
  | {
      readonly filled: true;
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string | null;
    }
  | { readonly filled: false; readonly missing: string };

const marker = /__carom_[0-9a-f]{16}_[A-Za-z0-9_]*?__/g;
/** Cheap, for the many requests without a secret. */
const markerStart = '__carom_';

/** The text with its secrets; what is not known is added to `missing`. */
export function fillText(
  text: string,
  secrets: ReadonlyMap<string, string>,
  missing: string[],
  encode: (plain: string) => string = (plain) => plain,
): string {
  if (!text.includes(markerStart)) return text;
  return text.replace(marker, (found) => {
    const plain = secrets.get(found);
    if (plain === undefined) missing.push(found);
    return encode(plain ?? '');
  });
}

export function fillSecrets(request: DeliveryRequest, secrets: ReadonlyMap<string, string>): FilledRequest {
  const missing: string[] = [];
  const url = fillText(request.url, secrets, missing, encodeURIComponent);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers))
    headers[name] = fillText(value, secrets, missing, asHeader);
  const encode = bodyEncoding(request.bodyType);
  const body = request.body === null ? null : fillText(request.body, secrets, missing, encode);
  const [first] = missing;
  return first === undefined ? { filled: true, url, headers, body } : { filled: false, missing: first };
}

/** Control characters cannot stand in a header; a line break would begin another. */
function asHeader(plain: string): string {
  // eslint-disable-next-line no-control-regex -- they are what is taken out
  return plain.replace(/[\u0000-\u001f\u007f]/g, '');
}

function bodyEncoding(bodyType: DeliveryRequest['bodyType']): (plain: string) => string {
  switch (bodyType) {
    case 'json':
      return (plain) => JSON.stringify(plain).slice(1, -1);
    case 'form':
      return (plain) => new URLSearchParams({ v: plain }).toString().slice(2);
    case 'text':
    case undefined:
      return (plain) => plain;
  }
}
