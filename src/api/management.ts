/**
 * Routes as rows, mounted on Express. Enters: the route table, requests. Leaves: JSON answers, never cached, and faults in the contract's form.
 * It never reads a body before the key was found good for the route.
 */
import express, { type Express, type Request, type Response } from 'express';
import { asFault, readJson, requestIdOf, send, sendFault } from '../ingest/http';
import { readIdempotencyKey } from '../ingest/idempotency';
import { allow, authenticate } from '../ingest/authenticate';
import { Fault } from '../errors';
import { importConversions } from './conversion-file';
import type { ApiDeps } from './deps';
import { docsPolicy, renderDocs } from './docs-page';
import { mountHealth } from './health';
import { describeApi } from './openapi';
import { reconcile } from './reconcile';
import { answerOnce, keepsAnswers, type Answered } from './kept-answers';
import { Refusal, type Route } from './route';
import { listRoutes } from './routes';
import { mountScript } from './script';
import { validate } from './validate';
import { mountWellKnown } from './well-known';

const noStore = { 'cache-control': 'no-store' };
const json = { 'content-type': 'application/json; charset=utf-8' };
/** What others call it too. */
const replayed = { 'idempotent-replayed': 'true' };

/** Express gives a name that came twice as a list; every field of a query stands once. */
function queryOf(req: Request): Record<string, string> {
  const at = req.url.indexOf('?');
  const query: Record<string, string> = {};
  if (at === -1) return query;
  for (const [field, value] of new URLSearchParams(req.url.slice(at + 1))) {
    if (Object.hasOwn(query, field))
      throw new Fault('invalid_field', { field, message: `"${field}" stands twice in the query.` });
    query[field] = value;
  }
  return query;
}

function baseUrlOf(req: Request, publicUrl: string): string {
  if (publicUrl !== '') return publicUrl;
  const base = `${req.protocol}://${req.host}`;
  return URL.canParse(base) ? base : 'http://localhost';
}

async function bodyOf(route: Route, req: Request): Promise<unknown> {
  if (route.body === undefined) return undefined;
  try {
    return validate(route.body, await readJson(req));
  } catch (cause) {
    const empty = cause instanceof Fault && cause.kind === 'empty_body';
    if (empty && route.bodyOptional === true) return validate(route.body, {});
    throw empty ? new Fault('empty_body', { message: 'The body is empty. Send a JSON object.' }) : cause;
  }
}

async function answerRoute(deps: ApiDeps, route: Route, req: Request, res: Response): Promise<void> {
  const caller = authenticate(req, deps.directory);
  allow(caller, { roles: route.roles, scopes: route.scopes });
  const idempotencyKey = keepsAnswers(route) ? readIdempotencyKey(req) : undefined;
  const query = route.query === undefined ? undefined : validate(route.query, queryOf(req));
  const body = await bodyOf(route, req);
  const params = req.params as Readonly<Record<string, string>>;
  const act = async (): Promise<Answered | Refusal> => {
    const answer = await route.handle({
      caller,
      params,
      query,
      body,
      baseUrl: baseUrlOf(req, deps.publicUrl),
    });
    if (answer instanceof Refusal) return answer;
    return { status: route.status, text: route.status === 204 ? '' : JSON.stringify(answer) };
  };
  const { method, path } = req;
  const answered =
    idempotencyKey === undefined
      ? await act()
      : await answerOnce(deps, { caller, method, path, idempotencyKey, query, body }, act);
  if (answered instanceof Refusal) {
    sendFault(res, answered.fault, answered.beside);
    return;
  }
  const again = 'again' in answered && answered.again;
  send(res, answered.status, answered.text, {
    ...noStore,
    ...(answered.text === '' ? {} : json),
    ...(again ? replayed : {}),
  });
}

function faultOf(cause: unknown): Fault {
  // Express itself refuses a path whose percent-encoding is broken.
  if (cause instanceof URIError)
    return new Fault('bad_request', { message: 'The path is not valid percent-encoding.' });
  return asFault(cause);
}

function refuse(deps: ApiDeps, cause: unknown, req: Request, res: Response): void {
  const fault = faultOf(cause);
  deps.observer.refused(fault.kind, 1);
  if (fault.status >= 500) {
    const fields = {
      request_id: requestIdOf(req),
      method: req.method,
      path: req.path,
      code: fault.kind,
      error: fault,
    };
    deps.observer.log('error', 'http', fields, fault.message);
  }
  res.setHeader('cache-control', 'no-store');
  sendFault(res, fault);
}

function mount(app: Express, deps: ApiDeps, route: Route): void {
  const path = route.path.replace(/\{(\w+)\}/g, ':$1');
  const method = route.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  app[method](path, (req, res) => answerRoute(deps, route, req, res));
}

/** The table does not change while the process runs: both are written once. */
function mountDocument(app: Express, document: Readonly<Record<string, unknown>>): void {
  const text = JSON.stringify(document);
  const page = renderDocs(document);
  app.get('/openapi.json', (_req, res) =>
    send(res, 200, text, { 'content-type': 'application/json; charset=utf-8', ...noStore }),
  );
  app.get('/docs', (_req, res) =>
    send(res, 200, page, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': docsPolicy,
      'x-content-type-options': 'nosniff',
      ...noStore,
    }),
  );
}

export function createManagement(deps: ApiDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('trust proxy', deps.trustProxy.length === 0 ? false : [...deps.trustProxy]);
  const routes = listRoutes(deps);
  mountHealth(app, deps);
  mountWellKnown(app, deps);
  mountScript(app);
  mountDocument(app, describeApi(routes, deps.version));
  app.post('/v1/apps/:app/conversions.csv', (req, res) => importConversions(deps, req, res));
  app.post('/v1/apps/:app/reconcile', (req, res) => reconcile(deps, req, res));
  for (const route of routes) mount(app, deps, route);
  app.use((req) => {
    throw new Fault('not_found', { message: `There is no ${req.method} ${req.path} here.` });
  });
  app.use((cause: unknown, req: Request, res: Response, next: (cause: unknown) => void) => {
    if (res.headersSent) next(cause);
    else refuse(deps, cause, req, res);
  });
  return app;
}
