/** Which headers a template may set. Enters: a name. Leaves: a problem where it is none, or one that is not a template's to set. */
import type { CompileContext } from './compile-context';

/** What the connection or Carom itself sets. */
const reservedHeaders = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
  'user-agent',
  'carom-delivery-id',
  'carom-delivery-ids',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
]);

export function checkHeaderName(name: string, path: string, context: CompileContext): void {
  const lower = name.toLowerCase();
  if (!/^[a-z0-9!#$%&'*+.^_`|~-]+$/.test(lower)) context.report(path, 'this is no header name');
  if (reservedHeaders.has(lower)) context.report(path, `header "${lower}" is set by Carom`);
}
