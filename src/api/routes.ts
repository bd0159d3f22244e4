/** Every management route, in the order of the contract. Enters: deps. Leaves: the table that is mounted and described. */
import { appRoutes } from './apps';
import type { ApiDeps } from './deps';
import { keyRoutes } from './keys';
import { linkRoutes } from './links';
import type { Route } from './route';

export function listRoutes(deps: ApiDeps): readonly Route[] {
  return [...appRoutes(deps), ...keyRoutes(deps), ...linkRoutes(deps)];
}
