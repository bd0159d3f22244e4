/**
 * Clicks and impressions over HTTP. Enters: `/c/{token}`, `/i/{token}`. Leaves: a redirect, a pixel or a click id, the touch stored before it
 * or in line to be. Never holds a visitor longer than 50 ms for the store, never redirects to what was not registered.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault } from '../errors';
import type { DeviceBody } from '../model/activity';
import type { App, Link } from '../model/app';
import type { Touch } from '../model/touch';
import { refuse } from './activities';
import { judgeSignature, type SignatureVerdict } from './click-signature';
import { clientAddress, compileTrust } from './client-address';
import { readClicker, type Clicker } from './clicker-cookie';
import { asFault, sendJson } from './http';
import type { IntakeDeps } from './intake-deps';
import { lookOf } from './look';
import { readTouch } from './read-touch';
import { sendPage } from './touch-answers';
import { createTouchKeeper, type TouchKeeper } from './touch-keeper';
import { createUlidSource } from './ulid';
import { answerVisitor } from './visit-answer';

export type TouchIntakeDeps = IntakeDeps;
export type TouchRoute = 'click' | 'impression';

export interface TouchIntake extends Pick<TouchKeeper, 'drain' | 'line'> {
  handle(req: IncomingMessage, res: ServerResponse, route: TouchRoute, token: string): void;
  /**
   * A server's touch that came another way (vendor dialects): looked at, signed, counted and stored as one that came to the link's own URL. Its click id; null of
   * a bot's. @rejects Fault `click_signature`, `overloaded`, `shutting_down`, or the store's.
   */
  append(told: ToldTouch): Promise<string | null>;
}

export interface ToldTouch {
  readonly req: IncomingMessage;
  readonly route: TouchRoute;
  /** In the words of a link's own query. */
  readonly query: URLSearchParams;
  readonly link: Link;
  /** What else is to be said of it. */
  readonly flags: readonly string[];
}

/** A redirect waits this long for the store and no longer. */
export const redirectWaitMs = 50;

const tokenForm = /^[A-Za-z0-9_-]{1,64}$/;

/** One request for a link, as far as it is known before anything is made of it. */
interface Asked {
  readonly req: IncomingMessage;
  readonly route: TouchRoute;
  readonly query: URLSearchParams;
  readonly server: boolean;
  readonly link: Link;
  readonly app: App | undefined;
}

export function createTouchIntake(deps: TouchIntakeDeps): TouchIntake {
  const { observer, directory } = deps;
  const keeper = createTouchKeeper(deps);
  const makeTouch = createTouchMaker(deps);

  const ask = async (req: IncomingMessage, route: TouchRoute, token: string): Promise<Asked> => {
    const query = queryOf(req);
    const link = tokenForm.test(token) ? await directory.link(token) : undefined;
    if (link === undefined) throw new Fault('unknown_link');
    return { req, route, query, server: isServerTouch(req, query), link, app: directory.app(link.app) };
  };

  const answer = async (
    req: IncomingMessage,
    res: ServerResponse,
    route: TouchRoute,
    token: string,
  ): Promise<void> => {
    const startedAt = performance.now();
    const asked = await ask(req, route, token);
    const { query, server, link } = asked;
    const look = lookOf(req, server ? (query.get('user_agent') ?? undefined) : req.headers['user-agent']);
    if (look !== null) {
      observer.touchFate(look, 1);
      if (server && look !== 'head') sendJson(res, 200, { click_id: null, ignored: look });
      else answerVisitor(req, res, { route, link, query });
      return;
    }
    const clicker = clickerOf(asked);
    const touch = makeTouch(asked, clicker);
    const kept = keeper.keep(touch, server);
    if (server) {
      await kept.stored;
      sendJson(res, 200, { click_id: kept.id });
      return;
    }
    if (!(await within(kept.stored, redirectWaitMs))) observer.touchFate('late', 1);
    answerVisitor(req, res, {
      route,
      link,
      query,
      touch: { id: kept.id, partner: touch.partner, campaign: touch.campaign },
      setCookie: clicker?.setCookie,
    });
    observer.latency('redirect', (performance.now() - startedAt) / 1_000);
  };

  return {
    handle: (req, res, route, token) => {
      answer(req, res, route, token).catch((cause: unknown) => refuseTouch(req, res, cause, deps));
    },
    async append({ flags, ...told }) {
      const look = lookOf(told.req, told.query.get('user_agent') ?? undefined);
      if (look !== null) {
        observer.touchFate(look, 1);
        return null;
      }
      const touch = makeTouch({ ...told, server: true, app: directory.app(told.link.app) }, undefined);
      const kept = keeper.keep({ ...touch, flags: [...new Set([...touch.flags, ...flags])] }, true);
      await kept.stored;
      return kept.id;
    },
    drain: () => keeper.drain(),
    line: () => keeper.line(),
  };
}

function createTouchMaker(deps: TouchIntakeDeps): (asked: Asked, clicker: Clicker | undefined) => Touch {
  const makeId = createUlidSource();
  const trusts = compileTrust(deps.trustProxy);
  return (asked, clicker) => {
    const { req, route, query, server, link, app } = asked;
    const arrivalMs = deps.clock.now();
    return readTouch({
      link,
      query,
      route,
      server,
      id: makeId(arrivalMs),
      arrivalMs,
      connection: {
        address: clientAddress(req, trusts),
        userAgent: req.headers['user-agent'],
        hints: readHints(req),
      },
      currency: app?.currency,
      addresses: deps,
      clicker: clicker?.key,
      signature: signatureOf(asked, arrivalMs, deps),
    });
  };
}

/** Only of a click: an impression's cookie would be a stranger's on somebody else's page. */
function clickerOf({ req, route, server, app }: Asked): Clicker | undefined {
  return app?.clicker_cookie === true && !server && route === 'click' ? readClicker(req, app.id) : undefined;
}

const signatureProblems: Readonly<Record<Exclude<SignatureVerdict, 'good'>, string>> = {
  missing: 'This link takes signed clicks alone: send expires and signature.',
  expired: 'The signature was good, but its time (expires) is over.',
  wrong: "The signature is not one that this app's click keys make of this path and query.",
};

/** @throws Fault `click_signature` where a server must sign and did not; a visitor goes on, and the touch says it. */
function signatureOf(
  { req, server, link, app }: Asked,
  nowMs: number,
  { secrets }: TouchIntakeDeps,
): { readonly verdict: SignatureVerdict; readonly enforced: boolean } | undefined {
  const mode = link.signed_clicks ?? app?.signed_clicks ?? 'off';
  if (mode === 'off') return undefined;
  const keys = (app?.click_keys ?? []).filter(
    ({ partner }) => partner === undefined || partner === link.partner,
  );
  const verdict = judgeSignature(
    req.url ?? '',
    keys.map(({ secret }) => secrets.open(secret)),
    nowMs,
  );
  const enforced = mode === 'enforce';
  if (server && enforced && verdict !== 'good')
    throw new Fault('click_signature', {
      field: verdict === 'expired' ? 'expires' : 'signature',
      message: signatureProblems[verdict],
    });
  return { verdict, enforced };
}

function queryOf(req: IncomingMessage): URLSearchParams {
  const url = req.url ?? '';
  const at = url.indexOf('?');
  return new URLSearchParams(at === -1 ? '' : url.slice(at + 1));
}

function isServerTouch(req: IncomingMessage, query: URLSearchParams): boolean {
  return req.method === 'POST' || ['1', 'true'].includes(query.get('s2s') ?? '');
}

/** True where it came true in time; false where the wait ended first. What was lost was counted where it was lost. */
async function within(kept: Promise<unknown>, waitMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), waitMs);
  });
  const settled = kept.then(() => true);
  try {
    return await Promise.race([settled, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A browser's client hints; absent where the browser hides them or is none. */
function readHints(req: IncomingMessage): Pick<DeviceBody, 'os_name' | 'os_version' | 'device_model'> {
  const hint = (name: string): string | undefined => {
    const value = req.headers[name];
    const text = typeof value === 'string' ? value.trim().replace(/^"|"$/g, '').slice(0, 64) : '';
    return text === '' ? undefined : text;
  };
  const model = hint('sec-ch-ua-model');
  const version = hint('sec-ch-ua-platform-version');
  const platform = hint('sec-ch-ua-platform')?.toLowerCase();
  return {
    ...(model === undefined ? {} : { device_model: model }),
    ...(version === undefined ? {} : { os_version: version }),
    ...(platform === undefined ? {} : { os_name: platform }),
  };
}

/** A server reads JSON, a visitor reads words. */
function refuseTouch(req: IncomingMessage, res: ServerResponse, cause: unknown, deps: TouchIntakeDeps): void {
  const fault = asFault(cause);
  if (isServerTouch(req, queryOf(req))) {
    refuse(req, res, fault, deps);
    return;
  }
  deps.observer.refused(fault.kind, 1);
  if (fault.kind === 'unknown_link') {
    sendPage(
      res,
      404,
      'There is no such link',
      'It was mistyped, or its owner removed it. Nothing was recorded.',
      { 'cache-control': 'no-store' },
    );
    return;
  }
  deps.observer.log('error', 'touch', { code: fault.kind, error: fault.message });
  sendPage(res, fault.status, 'This link does not work right now', 'Please try again in a moment.', {
    'cache-control': 'no-store',
    'retry-after': '1',
  });
}
