/**
 * What to do with a body that nobody reads. Enters: an answer whose request may still be arriving. Leaves: the answer, readable by a client
 * that is still sending. Never reads without an end.
 */
import type { ServerResponse } from 'node:http';

const lingerMaxBytes = 16 * 1024 * 1024;
const lingerMs = 3_000;

/**
 * Where the body still arrives, lets it pass. A small one passes beside the answer and the connection lives on (false: the caller answers).
 * Of a large or endless one a bounded part is read after the answer was written, because closing at once would reset the connection and
 * take the answer away with it; then the connection closes (true: `write` was called with the headers to add).
 */
export function drainRequest(
  res: ServerResponse,
  smallMaxBytes: number,
  write: (headers: Readonly<Record<string, string>>) => void,
): boolean {
  const req = res.req;
  const declared = req.headers['content-length'];
  const arriving = !req.complete && !req.destroyed;
  if (!arriving || (declared === undefined && req.headers['transfer-encoding'] === undefined)) return false;
  if (declared !== undefined && Number(declared) <= smallMaxBytes) {
    req.resume();
    return false;
  }
  let read = 0;
  const finish = (): void => {
    clearTimeout(timer);
    req.off('data', onData).off('end', finish).off('close', finish).off('error', finish);
    res.end();
  };
  const onData = (chunk: Buffer): void => {
    read += chunk.length;
    if (read > lingerMaxBytes) finish();
  };
  const timer = setTimeout(finish, lingerMs).unref();
  write({ connection: 'close' });
  req.on('data', onData).on('end', finish).on('close', finish).on('error', finish);
  req.resume();
  return true;
}
