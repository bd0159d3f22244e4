/**
 * Which policy judges what. Enters: the directory. Leaves: resolved policies, made once for each version of what they come from.
 * It never decides anything.
 */
import { resolvePolicy } from './attribute/policy';
import type { App, Integration, Link } from './model/app';
import type { Policy } from './model/policy';

export interface PolicyBook {
  /** The app's own. */
  of(app: App): Policy;
  /** The one that judges a touch of this link: link beats integration beats app. */
  forLink(app: App, integration: Integration | undefined, link: Link | undefined): Policy;
}

const entriesMax = 10_000;

export function createPolicyBook(): PolicyBook {
  const resolved = new Map<string, Policy>();
  const look = (key: string, make: () => Policy): Policy => {
    const known = resolved.get(key);
    if (known !== undefined) return known;
    if (resolved.size >= entriesMax) resolved.clear();
    const made = make();
    resolved.set(key, made);
    return made;
  };
  const of = (app: App): Policy => look(`${app.id}@${app.version}`, () => resolvePolicy(app.policy));
  return {
    of,
    forLink(app, integration, link) {
      if (integration?.policy === undefined && link?.policy === undefined) return of(app);
      const versions = `${integration?.partner ?? ''}@${integration?.version ?? 0}/${link?.id ?? ''}@${link?.version ?? 0}`;
      return look(`${app.id}@${app.version}/${versions}`, () =>
        resolvePolicy(app.policy, integration?.policy, link?.policy),
      );
    },
  };
}
