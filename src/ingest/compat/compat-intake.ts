/**
 * The clients of other vendors, under `/compat/<vendor>/`. Enters: requests as those clients send them. Leaves: activities in the activities' own line and
 * touches in the touches', answered in the vendor's words once the store has them. Never answers well for what was not stored.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeError, Fault } from '../../errors';
import { acceptActivity } from '../accept-activity';
import { refuseWhenOverloaded, type ActivityIntake } from '../activities';
import { clientAddress, compileTrust } from '../client-address';
import { asFault, requestIdOf, send } from '../http';
import type { IntakeDeps } from '../intake-deps';
import type { TouchIntake } from '../touches';
import { createClientBook } from './client-book';
import type {
  ActivityDraft,
  Client,
  Dialect,
  Endpoint,
  TouchDraft,
  VendorAnswer,
  VendorRequest,
} from './dialect';
import { dialects } from './dialects';
import { matchPath, readRequest } from './read-request';
import { hasPosted } from './seen-before';

export interface CompatIntake {
  /** False: the path is no vendor's. */
  handle(req: IncomingMessage, res: ServerResponse, path: string): boolean;
}

const byVendor: ReadonlyMap<string, Dialect> = new Map(dialects.map((dialect) => [dialect.vendor, dialect]));
const methods = ['GET', 'POST'];
const prefix = '/compat/';

interface Asked {
  readonly dialect: Dialect;
  readonly endpoint?: Endpoint;
  request?: VendorRequest;
}

export function createCompatIntake(
  deps: IntakeDeps,
  activities: Pick<ActivityIntake, 'append' | 'context'>,
  touches: Pick<TouchIntake, 'append'>,
): CompatIntake {
  const book = createClientBook({ ...deps, compats: () => deps.directory.compats() });
  const trusts = compileTrust(deps.trustProxy);

  const takeActivity = async (draft: ActivityDraft, { app }: Client): Promise<VendorAnswer> => {
    const accepted = acceptActivity(draft.activity, {
      ...activities.context(app, deps.clock.now()),
      dialect: { flags: draft.notes.list() },
    });
    if (!accepted.ok) throw accepted.fault;
    const { activity } = accepted;
    const seen = draft.asksSeen === true && (await hasPosted(activity, deps.store));
    const [result] = await activities.append([activity]);
    return draft.answer({ activity, duplicate: result?.outcome === 'duplicate', seen });
  };

  const takeTouch = async (draft: TouchDraft, req: IncomingMessage): Promise<VendorAnswer> => {
    const { route, query, link, notes } = draft;
    return draft.answer(await touches.append({ req, route, query, link, flags: notes.list() }));
  };

  const take = async (
    req: IncomingMessage,
    res: ServerResponse,
    asked: Asked,
    path: string,
  ): Promise<void> => {
    const startedAt = performance.now();
    const { dialect, endpoint } = asked;
    if (endpoint === undefined)
      throw new Fault('not_found', { message: 'This vendor has no such endpoint.' });
    if (!methods.includes(req.method ?? '')) throw new Fault('method_not_allowed');
    refuseWhenOverloaded(deps);
    const read = await readRequest(req, matchPath(endpoint.path, path) ?? {}, dialect.bodyMaxBytes);
    const request = { ...read, address: clientAddress(req, trusts) };
    asked.request = request;
    const client = await book.find(dialect.vendor, endpoint.claim(request), request.body);
    const draft = endpoint.draft(request, client);
    if (draft.of === 'touch' && draft.visit === true) {
      lead(res, draft);
      return;
    }
    sendAnswer(res, await (draft.of === 'activity' ? takeActivity(draft, client) : takeTouch(draft, req)));
    deps.observer.latency('accept', (performance.now() - startedAt) / 1_000);
  };

  return {
    handle: (req, res, whole) => {
      const [vendor = '', ...rest] = whole.slice(prefix.length).split('/');
      const dialect = byVendor.get(vendor);
      if (!whole.startsWith(prefix) || dialect === undefined) return false;
      const path = rest.join('/');
      const endpoint = dialect.endpoints.find((each) => matchPath(each.path, path) !== null);
      const asked: Asked = endpoint === undefined ? { dialect } : { dialect, endpoint };
      take(req, res, asked, path).catch((cause: unknown) => refuse(req, res, cause, asked, deps));
      return true;
    },
  };
}

/** To the link's own URL, where a visitor is counted, judged and led on as everywhere. */
function lead(res: ServerResponse, { route, link, query }: TouchDraft): void {
  const location = `/${route === 'click' ? 'c' : 'i'}/${encodeURIComponent(link.id)}?${query.toString()}`;
  send(res, 302, '', { location, 'cache-control': 'no-store' });
}

function sendAnswer(
  res: ServerResponse,
  { status, type, body }: VendorAnswer,
  headers: Readonly<Record<string, string>> = {},
): void {
  const [text, contentType] =
    type === 'json'
      ? [JSON.stringify(body), 'application/json; charset=utf-8']
      : [String(body), 'text/plain; charset=utf-8'];
  send(res, status, text, { 'content-type': contentType, ...headers });
}

/** In the vendor's words; the reason in ours beside it, because the vendor's say little. */
function refuse(
  req: IncomingMessage,
  res: ServerResponse,
  cause: unknown,
  { dialect, endpoint, request }: Asked,
  { observer }: Pick<IntakeDeps, 'observer'>,
): void {
  const fault = asFault(cause);
  observer.refused(fault.kind, 1);
  observer.log(fault.status >= 500 ? (fault.kind === 'internal' ? 'error' : 'warn') : 'info', 'accept', {
    request_id: requestIdOf(req),
    compat: dialect.vendor,
    endpoint: endpoint?.name,
    code: fault.kind,
    field: fault.field,
    ...(fault.status >= 500 ? { error: describeError(fault.cause ?? fault) } : {}),
  });
  const headers: Record<string, string> = { 'carom-reason': headerText(fault) };
  if (fault.status === 429 || fault.status === 503)
    headers['retry-after'] = String(Math.max(1, Math.ceil(fault.retryAfterSeconds ?? 1)));
  if (fault.kind === 'method_not_allowed') headers['allow'] = methods.join(', ');
  sendAnswer(res, dialect.refuse(fault, endpoint, request), headers);
}

/** A message may repeat what was sent: of it only what a header may hold. */
function headerText({ kind, message, field }: Fault): string {
  return `${kind}${field === undefined ? '' : ` (${field})`}: ${message}`
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, 400);
}
