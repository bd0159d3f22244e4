/**
 * Clicks and impressions over HTTP. Enters: `/c/{token}`, `/i/{token}`. Leaves: a redirect, a pixel or a click id, the touch stored before it
 * or in line to be. Never holds a visitor longer than 50 ms for the store, never redirects to what was not registered.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault } from '../errors';
import type { DeviceBody } from '../model/activity';
import type { Link } from '../model/app';
import type { Touch } from '../model/touch';
import { refuse } from './activities';
import { clientAddress, compileTrust } from './client-address';
import { asFault, send, sendJson } from './http';
import type { IntakeDeps } from './intake-deps';
import { readTouch } from './read-touch';
import { chooseTarget, platformOfUserAgent, stampTarget } from './redirect';
import { sendPage, sendPixel } from './touch-answers';
import { TouchLine } from './touch-line';
import { createUlidSource } from './ulid';

export type TouchIntakeDeps = IntakeDeps;
export type TouchRoute = 'click' | 'impression';

export interface TouchIntake {
  handle(req: IncomingMessage, res: ServerResponse, route: TouchRoute, token: string): void;
  /** Stores a server's touch that came another way (vendor dialects). @rejects Fault `overloaded`, `shutting_down`, or the store's. */
  append(touch: Touch): Promise<void>;
  /** The id of such a touch. */
  makeId(nowMs: number): string;
  drain(): Promise<void>;
  /** Touches that wait for the store, and the age of the oldest. */
  line(): { readonly size: number; readonly oldestMs: number };
}

/** A redirect waits this long for the store and no longer. */
export const redirectWaitMs = 50;

const hintsAsked = 'Sec-CH-UA-Model, Sec-CH-UA-Platform-Version';
const tokenForm = /^[A-Za-z0-9_-]{1,64}$/;

export function createTouchIntake(deps: TouchIntakeDeps): TouchIntake {
  const { observer, clock, directory } = deps;
  const makeId = createUlidSource();
  const trusts = compileTrust(deps.trustProxy);
  const line = new TouchLine({
    async store(batch) {
      const began = clock.now();
      await deps.storeTouches(batch);
      observer.log('info', 'touch', { touches: batch.map(({ id }) => id), ms: clock.now() - began });
    },
    itemsMax: deps.commitItems,
    delayMs: deps.commitMs,
    lineMax: deps.lineMax,
    lineMs: deps.lineMs,
    clock,
    onLost: (count, fault) => {
      observer.touchFate('lost', count);
      observer.log('error', 'touch', { lost: count, code: fault.kind });
    },
  });

  const answer = async (
    req: IncomingMessage,
    res: ServerResponse,
    route: TouchRoute,
    token: string,
  ): Promise<void> => {
    const startedAt = performance.now();
    const query = queryOf(req);
    const server = isServerTouch(req, query);
    const link = tokenForm.test(token) ? await directory.link(token) : undefined;
    if (link === undefined) throw new Fault('unknown_link');
    const makeTouch = (): Touch => {
      const arrivalMs = clock.now();
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
        currency: directory.app(link.app)?.currency,
        addresses: deps,
      });
    };
    if (req.method === 'HEAD') {
      // A link checker's look: it is shown the way and counts as nobody.
      answerVisitor(req, res, { route, link, query });
      return;
    }
    const touch = makeTouch();
    observer.touches(touch.type, 1);
    if (server) {
      await line.store(touch);
      sendJson(res, 200, { click_id: touch.id });
      return;
    }
    if (!(await within(line.keep(touch), redirectWaitMs))) observer.touchFate('late', 1);
    answerVisitor(req, res, { route, link, query, touch });
    observer.latency('redirect', (performance.now() - startedAt) / 1_000);
  };

  return {
    handle: (req, res, route, token) => {
      answer(req, res, route, token).catch((cause: unknown) => refuseTouch(req, res, cause, deps));
    },
    append: (touch) => {
      observer.touches(touch.type, 1);
      return line.store(touch);
    },
    makeId,
    drain: () => line.drain(),
    line: () => ({ size: line.size, oldestMs: line.oldestMs }),
  };
}

function queryOf(req: IncomingMessage): URLSearchParams {
  const url = req.url ?? '';
  const at = url.indexOf('?');
  return new URLSearchParams(at === -1 ? '' : url.slice(at + 1));
}

function isServerTouch(req: IncomingMessage, query: URLSearchParams): boolean {
  return req.method === 'POST' || ['1', 'true'].includes(query.get('s2s') ?? '');
}

interface Visit {
  readonly route: TouchRoute;
  readonly link: Link;
  readonly query: URLSearchParams;
  readonly touch?: Touch;
}

function answerVisitor(req: IncomingMessage, res: ServerResponse, visit: Visit): void {
  const { link, query, touch } = visit;
  const headers = { 'cache-control': 'no-store', 'accept-ch': hintsAsked };
  if (visit.route === 'impression') {
    sendPixel(res, headers);
    return;
  }
  const target = chooseTarget(link.destinations, {
    redirect: query.get('redirect') ?? undefined,
    deeplink: query.get('deeplink') ?? undefined,
    platform: platformOfUserAgent(req.headers['user-agent']),
  });
  if (target === undefined) {
    sendPage(
      res,
      404,
      'This link leads nowhere yet',
      'It has no destination. Its owner can give it one.',
      headers,
    );
    return;
  }
  const stamped =
    touch === undefined
      ? new URL(target).href
      : stampTarget(target, { clickId: touch.id, source: touch.partner, campaign: touch.campaign });
  send(res, 302, '', { ...headers, location: stamped });
}

/** True where it came true in time; false where the wait ended first. What was lost was counted where it was lost. */
async function within(kept: Promise<boolean>, waitMs: number): Promise<boolean> {
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
