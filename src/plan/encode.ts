/** A text made safe for where it stands. Enters: any text. Leaves: the encoded text; never an exception, whatever the text holds. */

/** Half of a surrogate pair has no UTF-8 form: it becomes U+FFFD, as everywhere on the web. */
function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

/** Percent-encoded for a path segment or a query's key or value; a space is `%20`. */
export function encodePart(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return encodeURIComponent(wellFormed(text));
  }
}

/** As `application/x-www-form-urlencoded` wants it; a space is `+`. */
export function encodeFormPart(text: string): string {
  return encodePart(text).replace(/%20|[!'()~]/g, (found) =>
    found === '%20' ? '+' : `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** A header's value without what no header may carry; null where it holds a line break or NUL, with which a second header could be forged. */
export function cleanHeader(text: string): string | null {
  if (/[\r\n\0]/.test(text)) return null;
  // Control characters and what has no single byte: HTTP/1.1 clients refuse both.
  return text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '').trim();
}
