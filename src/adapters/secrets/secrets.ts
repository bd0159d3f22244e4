/**
 * The one user of SECRET_KEY. Enters: the key and plain text. Leaves: sealed text, keyed hashes, markers.
 * It never keeps, logs or names in an error what it opens.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes, scryptSync } from 'node:crypto';
import { Fault } from '../../errors';
import type { Secrets } from '../../ports/secrets';

const sealedPrefix = 'sealed:v1:';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** A person may have chosen the key, so it is stretched; the salt is fixed because every process of a store must agree. */
function deriveKeys(secretKey: string): { seal: Buffer; hash: Buffer; marker: Buffer } {
  const bytes = scryptSync(secretKey, 'carom/secrets/v1', keyBytes * 3);
  return {
    seal: bytes.subarray(0, keyBytes),
    hash: bytes.subarray(keyBytes, keyBytes * 2),
    marker: bytes.subarray(keyBytes * 2),
  };
}

function sealWith(key: Buffer, plain: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return sealedPrefix + Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
}

function openWith(key: Buffer, sealed: string): string {
  const bytes = Buffer.from(sealed.slice(sealedPrefix.length), 'base64url');
  if (!sealed.startsWith(sealedPrefix) || bytes.length < nonceBytes + tagBytes)
    throw new Fault('internal', { message: 'A stored secret does not have the form of one.' });
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    const text = decipher.update(bytes.subarray(nonceBytes + tagBytes));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  } catch {
    throw new Fault('internal', {
      message: 'A stored secret cannot be opened: SECRET_KEY is not the one that it was sealed with.',
    });
  }
}

const markersMax = 10_000;

/** Each is asked for with every postback, so they are kept. */
function markersOf(key: Buffer): (owned: string, name: string) => string {
  const markers = new Map<string, string>();
  return (owned, name) => {
    const found = markers.get(owned);
    if (found !== undefined) return found;
    const code = createHmac('sha256', key).update(owned).digest('hex').slice(0, 16);
    // Header names hold dashes, and two underscores end a marker; the code tells apart names that look alike afterwards.
    const made = `__carom_${code}_${name.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_|_$/g, '')}__`;
    if (markers.size >= markersMax) markers.clear();
    markers.set(owned, made);
    return made;
  };
}

/** One key for all of it; stretching it takes some 50 ms, so make one and keep it. */
export function createSecrets(secretKey: string): Secrets {
  const keys = deriveKeys(secretKey);
  const known = markersOf(keys.marker);
  return {
    seal: (plain) => sealWith(keys.seal, plain),
    open: (sealed) => openWith(keys.seal, sealed),
    keyedHash: (text) => createHmac('sha256', keys.hash).update(text).digest('hex'),
    marker: (owner, name) => known(JSON.stringify([owner, name]), name),
  };
}
