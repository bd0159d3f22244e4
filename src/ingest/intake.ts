/**
 * The front door of the hot routes. Enters: every request. Leaves: an answer where the route is one of ingest's, else false and the request
 * untouched. Never reads a body of somebody else's route.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault } from '../errors';
import type { PostedKind } from '../model/activity';
import { createActivityIntake, type ActivityIntake } from './activities';
import { createCompatIntake } from './compat/compat-intake';
import { sendFault } from './http';
import type { IntakeDeps } from './intake-deps';
import { createConversions, type Conversions } from './conversions';
import { createPostbackIntake } from './postback';
import { createRefusalCounter } from './refusal-counter';
import { createTouchIntake } from './touches';

export type { IntakeDeps };

/** What waits for its commit. */
export interface IntakeLine {
  readonly activities: number;
  readonly activitiesOldestMs: number;
  readonly touches: number;
  readonly touchesOldestMs: number;
}

export interface Intake {
  /** False: not one of its routes, nothing was done. */
  handle(req: IncomingMessage, res: ServerResponse): boolean;
  /** Stops taking, commits what waits. */
  drain(): Promise<void>;
  line(): IntakeLine;
  /** For activities that come by another dialect: the same line, the same hand-over. */
  readonly activities: Pick<ActivityIntake, 'append' | 'context'>;
  /** For conversions that come by another way than a tracker's call. */
  readonly conversions: Pick<Conversions, 'take'>;
}

/** Path → the kind it implies; `null`: the body says. */
const activityRoutes: ReadonlyMap<string, PostedKind | null> = new Map([
  ['/v1/activities', null],
  ['/v1/installs', 'install'],
  ['/v1/sessions', 'session'],
  ['/v1/events', 'event'],
  ['/v1/reengagements', 'reengagement'],
]);

export function createIntake(deps: IntakeDeps): Intake {
  const activities = createActivityIntake(deps);
  const touches = createTouchIntake(deps);
  const conversions = createConversions(deps, activities);
  const refusals = createRefusalCounter(deps);
  const postbacks = createPostbackIntake(deps, conversions, refusals);
  const compat = createCompatIntake(deps, activities, touches);

  return {
    handle: (req, res) => {
      const url = req.url ?? '';
      const end = url.indexOf('?');
      const path = end === -1 ? url : url.slice(0, end);
      if (req.method === 'POST') {
        const kind = activityRoutes.get(path);
        if (kind !== undefined) {
          activities.handle(req, res, kind ?? undefined);
          return true;
        }
      }
      if (path === '/postback')
        return only(['GET', 'POST'], req, res, () => postbacks.handle(req, res, null));
      if (path === '/p.gif') return only(['GET'], req, res, () => postbacks.handle(req, res, 'gif'));
      if (path.startsWith('/compat/')) return compat.handle(req, res, path);
      if (!path.startsWith('/c/') && !path.startsWith('/i/')) return false;
      const route = path.startsWith('/c/') ? 'click' : 'impression';
      return only(['GET', 'HEAD', 'POST'], req, res, () => touches.handle(req, res, route, path.slice(3)));
    },
    drain: async () => {
      await Promise.all([activities.drain(), touches.drain()]);
      await Promise.all([conversions.drain(), refusals.drain()]);
    },
    line: () => {
      const waiting = activities.line();
      const touched = touches.line();
      return {
        activities: waiting.size,
        activitiesOldestMs: waiting.oldestMs,
        touches: touched.size,
        touchesOldestMs: touched.oldestMs,
      };
    },
    activities,
    conversions,
  };
}

/** Acts where the method is one of the route's, else says which are. */
function only(methods: readonly string[], req: IncomingMessage, res: ServerResponse, act: () => void): true {
  if (methods.includes(req.method ?? '')) act();
  else {
    res.setHeader('allow', methods.join(', '));
    sendFault(res, new Fault('method_not_allowed'));
  }
  return true;
}
