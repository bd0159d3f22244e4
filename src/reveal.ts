/**
 * The secrets of one delivery, opened at the moment of sending. Enters: a delivery, the directory, the key. Leaves: marker → plain value.
 * What it opens goes to the sender and nowhere else.
 */
import type { RevealedSecrets } from './deliver/deliver';
import type { Callback, Integration } from './model/app';
import type { Delivery } from './model/delivery';
import type { Directory } from './ports/directory';
import type { Secrets } from './ports/secrets';

const sealedPrefix = 'sealed:';

/** A removed destination reveals nothing: the delivery then fails with `secret_missing`, and says so. */
export function createReveal(
  directory: Directory,
  secrets: Secrets,
): (delivery: Delivery) => RevealedSecrets {
  const opened = new WeakMap<Integration | Callback, RevealedSecrets>();
  const once = <T extends Integration | Callback>(
    noun: T,
    open: (noun: T) => RevealedSecrets,
  ): RevealedSecrets => {
    const known = opened.get(noun);
    if (known !== undefined) return known;
    const revealed = open(noun);
    opened.set(noun, revealed);
    return revealed;
  };
  return (delivery) => {
    if (delivery.callback !== undefined) {
      const callback = directory.callbacks(delivery.app).find(({ id }) => id === delivery.callback);
      return callback === undefined ? nothing : once(callback, (noun) => revealCallback(noun, secrets));
    }
    const integration = directory
      .integrations(delivery.app)
      .find(({ partner }) => partner === delivery.partner);
    return integration === undefined
      ? nothing
      : once(integration, (noun) => revealIntegration(noun, secrets));
  };
}

const nothing: RevealedSecrets = { secrets: new Map() };

export function revealIntegration(integration: Integration, secrets: Secrets): RevealedSecrets {
  const owner = `${integration.app}/${integration.partner}`;
  const sealed = Object.entries(integration.settings).filter(([, value]) => value.startsWith(sealedPrefix));
  return {
    secrets: new Map(sealed.map(([key, value]) => [secrets.marker(owner, key), secrets.open(value)])),
  };
}

function revealCallback(callback: Callback, secrets: Secrets): RevealedSecrets {
  const headers = Object.entries(callback.headers).map(([name, value]): [string, string] => [
    secrets.marker(callback.id, `header_${name}`),
    secrets.open(value),
  ]);
  const { previousSecret } = callback;
  return {
    secrets: new Map(headers),
    webhookSecret: secrets.open(callback.secret),
    ...(previousSecret === undefined
      ? {}
      : {
          previousWebhookSecret: {
            secret: secrets.open(previousSecret.sealed),
            until: previousSecret.until,
          },
        }),
  };
}
