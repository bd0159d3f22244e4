/** What a visitor's browser gets. Enters: words of our own. Leaves: a small page or a pixel. Never shows what the request contained. */
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { send } from './http';

/** A transparent GIF of one pixel. */
const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

export function sendPixel(res: ServerResponse, headers: Readonly<Record<string, string>> = {}): void {
  send(res, 200, pixel, { 'content-type': 'image/gif', 'cache-control': 'no-store', ...headers });
}

export function sendPage(
  res: ServerResponse,
  status: number,
  title: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 20vh auto; padding: 0 1rem">
<h1>${title}</h1>
<p>${text}</p>
</body>
</html>
`;
  send(res, status, page, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
    ...headers,
  });
}

/** Phones tell no page whether an app is there: one that did not leave it by then has none. */
const openWithinMs = 1_500;

/** Opens the app, and where it is not there goes on to the store or page. Both are also there to be tapped: some browsers open an app only then. */
export function sendOpenApp(
  res: ServerResponse,
  deeplink: string,
  fallback: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const nonce = randomBytes(16).toString('base64');
  const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Opening the app</title>
<body style="font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 20vh auto; padding: 0 1rem">
<p><a id="app" href="${escapeHtml(deeplink)}">Open the app</a></p>
<p><a id="on" href="${escapeHtml(fallback)}">Go on without it</a></p>
<script nonce="${nonce}">
location.href = document.getElementById('app').href;
setTimeout(function () {
  if (!document.hidden) location.replace(document.getElementById('on').href);
}, ${openWithinMs});
</script>
</body>
</html>
`;
  send(res, 200, page, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'`,
    ...headers,
  });
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${String(letter.charCodeAt(0))};`);
}

export function sendText(res: ServerResponse, status: number, text: string): void {
  send(res, status, text, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
}
