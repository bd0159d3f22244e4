/** The list of networks that are nobody's own line, as the settings name it. Enters: a path. Leaves: a predicate. It reads once and never writes. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError, Fault } from './errors';
import { compileAnonymousNetworks, type IsAnonymousAddress } from './ingest/anonymous-networks';
import { packageDir } from './version';

/**
 * @param path empty: the list shipped with Carom.
 * @throws Fault `invalid_settings` where the file cannot be read, or that names the line which cannot.
 */
export async function readAnonymousNetworks(path: string): Promise<IsAnonymousAddress> {
  const file = path === '' ? join(packageDir, 'data', 'anonymous-networks.txt') : path;
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    const message = `ANONYMOUS_NETWORKS: the file "${file}" cannot be read: ${describeError(cause)}`;
    throw new Fault('invalid_settings', { message, cause });
  });
  return compileAnonymousNetworks(text, file);
}
