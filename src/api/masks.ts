/** What stands where a secret is. Enters: settings and header values, sealed or as sent. Leaves: masked ones to show, sealed ones to store. It never opens a seal. */
import { Fault } from '../errors';
import type { Secrets } from '../ports/secrets';

export const mask = '***';

/** Of what was sent, the sealed form; the mask keeps what is stored. @throws Fault where the mask stands for nothing. */
export function sealOrKeep(
  secrets: Secrets,
  sent: string,
  stored: string | undefined,
  field: string,
): string {
  if (sent !== mask) return secrets.seal(sent);
  if (stored === undefined)
    throw new Fault('invalid_field', {
      field,
      message: `"${field}" is "${mask}", but nothing is stored that it could keep. Send the value.`,
    });
  // A template may have made a plain setting secret since it was stored.
  return stored.startsWith('sealed:') ? stored : secrets.seal(stored);
}

/** Every value masked. */
export function maskAll(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.keys(values).map((name) => [name, mask]));
}

/** The values under the names that are secret are masked; so is whatever is sealed, should a template have changed its mind. */
export function maskSecrets(
  values: Readonly<Record<string, string>>,
  isSecret: (name: string) => boolean,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      isSecret(name) || value.startsWith('sealed:') ? mask : value,
    ]),
  );
}
