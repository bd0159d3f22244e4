/**
 * The rate that a delivery is sent under. Enters: a delivery. Leaves: the integration's own rate, else the one of the partner's template, which all
 * its apps share; undefined where there is none. On the way of every delivery, so it only looks things up.
 */
import type { Delivery } from './model/delivery';
import type { Directory } from './ports/directory';
import type { Rate } from './ports/rate-limiter';
import type { Registry } from './registry';

export function createRateOf(
  directory: Directory,
  registry: Registry,
): (delivery: Delivery) => Rate | undefined {
  return ({ app, partner }) => {
    if (partner === undefined) return undefined;
    const own = directory.integrations(app).find((integration) => integration.partner === partner)
      ?.send.rate_per_second;
    if (own !== undefined) return own === 0 ? undefined : { bucket: `${app}/${partner}`, perSecond: own };
    const shared = registry.template(partner)?.definition.rateLimit;
    return shared === undefined ? undefined : { bucket: partner, perSecond: shared };
  };
}
