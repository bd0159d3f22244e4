/** Questions to the code that attributes. Enters: bodies as they came. Leaves: verdicts. The handlers are the composition root's; here is who may ask. */
import { z } from 'zod';
import { Fault } from '../errors';
import type { ApiDeps } from './deps';
import { defineRoute, type Route } from './route';

const body = z.record(z.string(), z.unknown());
const answer = z.record(z.string(), z.unknown());

export function attributionRoutes(deps: ApiDeps): readonly Route[] {
  const { explain, lookup } = deps;
  const routes: Route[] = [];
  if (explain !== undefined)
    routes.push(
      defineRoute({
        method: 'POST',
        path: '/v1/attribution/explain',
        summary: 'The verdict for what is in the body, by the code that the pipeline runs; nothing is stored',
        roles: ['admin', 'reader'],
        body,
        answer,
        handle: ({ body: asked }) => explain(asked),
      }),
    );
  if (lookup !== undefined)
    routes.push(
      defineRoute({
        method: 'POST',
        path: '/v1/attribution/lookup',
        summary: 'What an app asks at its first open: deferred deep link and install data; nothing is stored',
        roles: ['app'],
        body,
        answer,
        handle({ caller, body: asked }) {
          const app = deps.directory.app(caller.app ?? '');
          if (app === undefined) throw new Fault('not_found');
          return lookup(app, asked, caller);
        },
      }),
    );
  return routes;
}
