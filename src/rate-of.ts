/**
 * The rate that a delivery is sent under. Enters: a delivery. Leaves: the integration's own rate, else the one of the partner's template, which all
 * its apps share; undefined where there is none. On the way of every delivery, so it only looks things up.
 */
import type { Delivery } from './model/delivery';
import type { Directory } from './ports/directory';
import type { Rate } from './ports/rate-limiter';
import type { Registry } from './registry';

/** What versions of one template say differently spaces their own turns; they take them from one line, because it is one partner. */
export function createRateOf(
  directory: Directory,
  registry: Registry,
): (delivery: Delivery) => Rate | undefined {
  return ({ app, partner, templateVersion }) => {
    if (partner === undefined) return undefined;
    const own = directory.integrations(app).find((integration) => integration.partner === partner)
      ?.send.rate_per_second;
    if (own !== undefined) return own === 0 ? undefined : { bucket: `${app}/${partner}`, perSecond: own };
    const shared = templateOf(registry, partner, templateVersion)?.definition.rateLimit;
    return shared === undefined ? undefined : { bucket: partner, perSecond: shared };
  };
}

/** The version that made it, pinned or tried in the sandbox; the live one where that is not known any more. */
function templateOf(registry: Registry, partner: string, version: string | undefined) {
  const live = registry.template(partner);
  if (version === undefined || live?.version === version) return live;
  const number = /^\d+$/.test(version) ? Number(version) : undefined;
  return (number === undefined ? undefined : registry.version(partner, number)) ?? live;
}
