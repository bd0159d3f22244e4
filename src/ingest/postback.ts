/**
 * Server conversions by click id. Enters: `GET|POST /postback` and `GET /p.gif`. Leaves: an event in the activities' own line, `OK` once it is
 * committed. Never takes a conversion without a key, unless the click's app says so.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault } from '../errors';
import type { App } from '../model/app';
import { acceptActivity } from './accept-activity';
import { refuse, refuseWhenOverloaded, type ActivityIntake } from './activities';
import { allow, authenticate, findKey } from './authenticate';
import { contentTypeOf, decodeText, parseJson, readBody, sendJson } from './http';
import type { IntakeDeps } from './intake-deps';
import { readConversion } from './read-conversion';
import { sendPixel, sendText } from './touch-answers';

export interface PostbackIntake {
  handle(req: IncomingMessage, res: ServerResponse, answer: 'text' | 'pixel'): void;
}

const bodyMaxBytes = 64 * 1024;

export function createPostbackIntake(deps: IntakeDeps, activities: ActivityIntake): PostbackIntake {
  const take = async (req: IncomingMessage, res: ServerResponse, answer: 'text' | 'pixel'): Promise<void> => {
    refuseWhenOverloaded(deps);
    const query = await readParameters(req);
    // The key's app is known before its currency is, and the click's app only after the click id: read once for it, once for good.
    const app = keyedApp(req, query, deps) ?? (await appOfClick(readConversion(query, 'USD').clickId, deps));
    const { activity, conversion } = readConversion(query, app.currency ?? 'USD');
    const accepted = acceptActivity(activity, {
      ...activities.context(app, deps.clock.now()),
      kind: 'event',
      conversion,
    });
    if (!accepted.ok) throw accepted.fault;
    const [result] = await activities.append([accepted.activity]);
    const duplicate = result?.outcome === 'duplicate';
    if (answer === 'pixel') sendPixel(res);
    else if (wantsJson(req, query))
      sendJson(res, 200, {
        status: duplicate ? 'duplicate' : 'accepted',
        id: duplicate ? result.id : accepted.activity.id,
      });
    else sendText(res, 200, 'OK');
  };

  return {
    handle: (req, res, answer) => {
      take(req, res, answer).catch((cause: unknown) => refuse(req, res, cause, deps));
    },
  };
}

/** The query's parameters, then those of a form or of a flat JSON body. */
async function readParameters(req: IncomingMessage): Promise<URLSearchParams> {
  const url = req.url ?? '';
  const at = url.indexOf('?');
  const parameters = new URLSearchParams(at === -1 ? '' : url.slice(at + 1));
  if (req.method !== 'POST') return parameters;
  const type = contentTypeOf(req);
  const body = await readBody(req, { maxBytes: bodyMaxBytes });
  if (body.length === 0) return parameters;
  const text = decodeText(body);
  if (type === 'application/json') {
    appendJson(parameters, parseJson(text));
    return parameters;
  }
  if (type !== '' && type !== 'application/x-www-form-urlencoded')
    throw new Fault('unsupported_media_type', {
      message: 'Send the parameters in the query, as a form, or as a flat JSON object.',
    });
  for (const [name, value] of new URLSearchParams(text)) parameters.append(name, value);
  return parameters;
}

function appendJson(parameters: URLSearchParams, value: unknown): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Fault('invalid_field', { message: 'The body is not a flat JSON object.' });
  for (const [name, item] of Object.entries(value)) {
    if (item === null) continue;
    if (typeof item !== 'string' && typeof item !== 'number' && typeof item !== 'boolean')
      throw new Fault('invalid_field', { field: name, message: `${name} is neither text nor a number.` });
    parameters.append(name, String(item));
  }
}

/** The app of the key in the query or header; undefined where there is no key at all. */
function keyedApp(req: IncomingMessage, query: URLSearchParams, { directory }: IntakeDeps): App | undefined {
  const named = query.get('key')?.trim();
  const inQuery = named !== undefined && named !== '';
  if (!inQuery && req.headers.authorization === undefined) return undefined;
  const key = inQuery ? findKey(named, directory) : authenticate(req, directory);
  const id = query.get('app') ?? key.app;
  allow(key, { roles: ['admin', 'app'], ...(id === undefined ? {} : { app: id }), otherApp: 'forbidden' });
  if (id === undefined)
    throw new Fault('missing_field', { field: 'app', message: 'With an admin key, name the app: app=<id>.' });
  const app = directory.app(id);
  if (app === undefined) throw new Fault('not_found', { message: 'There is no such app.', field: 'app' });
  return app;
}

/** The click id names the app where the app allows it. What is not allowed and what does not exist are answered alike. */
async function appOfClick(clickId: string, { store, directory }: IntakeDeps): Promise<App> {
  const touch = await store.readTouch(clickId);
  const app = touch === null ? undefined : directory.app(touch.app);
  if (app?.postbackKey === 'optional') return app;
  throw new Fault('unauthorized', {
    message:
      'Send key=<app key>. Without one only a known click id of an app with postback_key "optional" is taken.',
  });
}

function wantsJson(req: IncomingMessage, query: URLSearchParams): boolean {
  return query.get('format') === 'json' || (req.headers.accept ?? '').includes('application/json');
}
