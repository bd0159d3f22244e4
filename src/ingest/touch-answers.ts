/** What a visitor's browser gets. Enters: words of our own. Leaves: a small page or a pixel. Never shows what the request contained. */
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

export function sendText(res: ServerResponse, status: number, text: string): void {
  send(res, status, text, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
}
