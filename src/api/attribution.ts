/** Questions to the code that attributes. Enters: bodies as they came. Leaves: verdicts. It decides nothing itself, and stores nothing. */
import { z } from 'zod';
import { Fault } from '../errors';
import { explain } from '../explain';
import { explainAnswerSchema, explainSchema } from '../explain-schema';
import type { ApiDeps } from './deps';
import { defineRoute, type Route } from './route';

const lookupBody = z.record(z.string(), z.unknown());
const lookupAnswer = z.record(z.string(), z.unknown());

export function attributionRoutes(deps: ApiDeps): readonly Route[] {
  const { lookup } = deps;
  const routes: Route[] = [
    defineRoute({
      method: 'POST',
      path: '/v1/attribution/explain',
      summary: 'The verdict for what is in the body, by the code that the pipeline runs; nothing is stored',
      roles: ['admin', 'reader', 'app'],
      scopes: ['read'],
      body: explainSchema,
      answer: explainAnswerSchema,
      handle: ({ body }) => explain(body, { ...deps, nowMs: deps.clock.now() }),
    }),
  ];
  if (lookup !== undefined)
    routes.push(
      defineRoute({
        method: 'POST',
        path: '/v1/attribution/lookup',
        summary: 'What an app asks at its first open: deferred deep link and install data; nothing is stored',
        roles: ['app'],
        scopes: ['read'],
        body: lookupBody,
        answer: lookupAnswer,
        async handle({ caller, body: asked }) {
          const app = deps.directory.app(caller.app ?? '');
          if (app === undefined) throw new Fault('not_found');
          return { ...(await lookup(app, asked)) };
        },
      }),
    );
  return routes;
}
