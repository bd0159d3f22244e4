/** Where a link or a callback may lead. Enters: text. Leaves: what is wrong with it, or nothing. It never looks a name up: that is the sender's, at each connection. */

/** Schemes that run something in the visitor's browser, or read the visitor's files. */
const dangerous = new Set([
  'javascript:',
  'data:',
  'vbscript:',
  'file:',
  'blob:',
  'about:',
  'filesystem:',
  'view-source:',
]);

/** Browsers leave tabs and line breaks out of a URL, so `java\nscript:` would pass for a custom scheme. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const unprintable = /[\u0000-\u0020\u007f\\]/;

/** Of a link: http(s), `market:`, or an app's own scheme. */
export function linkUrlProblem(text: string): string | null {
  if (unprintable.test(text)) return 'holds spaces, control characters or backslashes';
  if (!URL.canParse(text)) return 'is not an absolute URL';
  const url = new URL(text);
  if (dangerous.has(url.protocol)) return `may not start with ${url.protocol}`;
  if (url.username !== '' || url.password !== '') return 'may not hold a user name or password';
  if (/^https?:$/.test(url.protocol) && url.hostname === '') return 'has no host';
  return null;
}

/** Of a callback: http(s), without credentials. Placeholders stand in braces. */
export function callbackUrlProblem(text: string): string | null {
  if (unprintable.test(text)) return 'holds spaces, control characters or backslashes';
  if (!URL.canParse(text)) return 'is not an absolute URL';
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) return 'must start with http:// or https://';
  if (url.username !== '' || url.password !== '')
    return 'may not hold a user name or password; use "headers"';
  if (/[{}]|%7b|%7d/i.test(url.host)) return 'may not hold a placeholder in its host';
  return null;
}
