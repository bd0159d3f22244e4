/** The OpenAPI document without a server. Enters: the route table. Leaves: the document that a server gives at /openapi.json. It calls no route. */
import type { ApiDeps } from '../src/api/deps';
import { describeApi } from '../src/api/openapi';
import { listRoutes } from '../src/api/routes';
import { version } from '../src/version';

/** Routes are listed here, never called: what they would be given is not looked at. */
const uncalled: Partial<ApiDeps> = { lookup: () => Promise.reject(new Error('no route is called here')) };

export function describeForClients(): Record<string, unknown> {
  return describeApi(listRoutes(uncalled as ApiDeps), version);
}
