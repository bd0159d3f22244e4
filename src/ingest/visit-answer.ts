/**
 * Where a visitor is led. Enters: a link, what the request asks for, the click id. Leaves: a redirect, a pixel, or a page that opens the app. Never leads to what
 * was not registered, never stamps an id that no touch has.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Link } from '../model/app';
import { send } from './http';
import {
  chooseTarget,
  deepLinkFor,
  platformOfUserAgent,
  stampTarget,
  wishedTarget,
  type Wish,
} from './redirect';
import { sendOpenApp, sendPage, sendPixel } from './touch-answers';

export interface Visit {
  readonly route: 'click' | 'impression';
  readonly link: Link;
  readonly query: URLSearchParams;
  /** Absent: it made no touch. */
  readonly touch?: {
    readonly id: string;
    readonly partner?: string | undefined;
    readonly campaign?: string | undefined;
  };
  readonly setCookie?: string | undefined;
}

const hintsAsked = 'Sec-CH-UA-Model, Sec-CH-UA-Platform-Version';

export function answerVisitor(req: IncomingMessage, res: ServerResponse, visit: Visit): void {
  const { link, query, touch, setCookie } = visit;
  const headers = {
    'cache-control': 'no-store',
    'accept-ch': hintsAsked,
    ...(setCookie === undefined ? {} : { 'set-cookie': setCookie }),
  };
  if (visit.route === 'impression') {
    sendPixel(res, headers);
    return;
  }
  const wish: Wish = {
    redirect: query.get('redirect') ?? undefined,
    deeplink: query.get('deeplink') ?? undefined,
    platform: platformOfUserAgent(req.headers['user-agent']),
  };
  const stamped = (target: string): string =>
    touch === undefined
      ? new URL(target).href
      : stampTarget(target, { clickId: touch.id, source: touch.partner, campaign: touch.campaign });
  const target = chooseTarget(link.destinations, wish);
  const inApp =
    wishedTarget(link.destinations, wish) === undefined ? deepLinkFor(link.deeplink, wish) : undefined;
  if (inApp !== undefined && target !== undefined && !/^https?:/i.test(inApp))
    sendOpenApp(res, stamped(inApp), stamped(target), headers);
  else if (inApp !== undefined || target !== undefined)
    send(res, 302, '', { ...headers, location: stamped(inApp ?? target ?? '') });
  else
    sendPage(
      res,
      404,
      'This link leads nowhere yet',
      'It has no destination. Its owner can give it one.',
      headers,
    );
}
