/** The script for web pages. Enters: nothing. Leaves: the file that the build made small, the same for everybody. It never waits: it is read once, at the start. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Express } from 'express';
import { send } from '../ingest/http';

export function mountScript(app: Express): void {
  const script = readFileSync(join(__dirname, '..', 'web', 'carom.js'));
  const etag = `"${createHash('sha256').update(script).digest('base64url').slice(0, 22)}"`;
  const headers = {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=3600',
    'access-control-allow-origin': '*',
    'cross-origin-resource-policy': 'cross-origin',
    etag,
  };
  app.get('/carom.js', (req, res) => {
    if (req.headers['if-none-match'] === etag) res.writeHead(304, headers).end();
    else send(res, 200, script, headers);
  });
}
