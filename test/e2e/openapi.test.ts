/** /openapi.json and /docs: every documented operation, called as its example says, answers as the document says. */
import { listFaults } from '../../src/errors';
import { call, cleanUp, startReceiver, startServer, type Json, type Receiver, type Server } from '../harness';
import { operationsOf, problemOf, urlOf, type Operation } from '../openapi-document';
import { setStage, type Stage } from '../openapi-stage';

let server: Server;
let receiver: Receiver;
let document: Json;
let stage: Stage;

beforeAll(async () => {
  [server, receiver] = await Promise.all([startServer(), startReceiver()]);
  document = (await call(server, '/openapi.json', { key: null })).json;
  stage = await setStage(server, receiver, document);
});
afterAll(async () => {
  await cleanUp();
  receiver.close();
});

/** What an example cannot bring about: nothing is quarantined here, and the host of the test is nobody's link domain. */
const others: Readonly<Record<string, number>> = {
  'POST /v1/apps/{app}/activities/{id}/replay': 409,
  'GET /.well-known/apple-app-site-association': 404,
  'GET /.well-known/assetlinks.json': 404,
};

/** Things go last, and the app after what is in it. */
function inOrder(operations: readonly Operation[]): readonly Operation[] {
  const rank = ({ method, path }: Operation): number =>
    method !== 'DELETE' ? 0 : path === '/v1/apps/{app}' ? 2 : 1;
  return [...operations].sort((a, b) => rank(a) - rank(b));
}

function keyFor({ path }: Operation): string | null | undefined {
  if (path === '/v1/attribution/lookup') return stage.app.key;
  if (!path.startsWith('/v1/')) return null;
  return /^\/v1\/(activities|installs|sessions|events|reengagements)$/.test(path) ? stage.app.key : undefined;
}

async function callExample(operation: Operation): Promise<string | null> {
  const [type = '', media] =
    Object.entries(operation.bodies).find(([, { example }]) => example !== undefined) ?? [];
  const key = operation.name === 'GET /v1/activities' ? undefined : keyFor(operation);
  const answer = await call(server, stage.adapt(urlOf(operation, stage.valuesOf(operation))), {
    method: operation.method,
    ...(key === undefined ? {} : { key }),
    ...(media === undefined ? {} : { body: stage.adapt(media.example), headers: { 'content-type': type } }),
  });
  const expected = others[operation.name];
  const asExpected = expected === undefined ? answer.status < 400 : answer.status === expected;
  if (!asExpected) return `${operation.name}: ${answer.status} ${answer.text.slice(0, 300)}`;
  const problem = problemOf(operation, answer);
  return problem === null ? null : `${operation.name}: ${problem}`;
}

/** What other vendors sign cannot stand in an example. */
function isCallable({ path, method, bodies }: Operation): boolean {
  if (!path.startsWith('/compat/')) return true;
  return method === 'GET' ? path.includes('{token}') : bodies['application/json']?.example !== undefined;
}

test('every documented operation answers its example as the document says', async () => {
  const problems: string[] = [];
  for (const operation of inOrder(operationsOf(document)).filter(isCallable)) {
    const problem = await callExample(operation);
    if (problem !== null) problems.push(problem);
  }
  expect(problems).toEqual([]);
});

test('every operation with a body has an example, every answer with a body a form, every fault its code', () => {
  const codes = new Set<string>(listFaults().map(({ kind }) => kind));
  const lacking = operationsOf(document).flatMap(({ name, path, bodies, responses }) => [
    ...(bodies['application/json'] !== undefined &&
    bodies['application/json'].example === undefined &&
    !path.startsWith('/compat/') &&
    path !== '/postback'
      ? [`${name}: no example`]
      : []),
    ...Object.entries(responses).flatMap(([status, { content, description }]: [string, Json]) => [
      ...(Object.values(content ?? {}).some((media: Json) => media.schema === undefined)
        ? [`${name}: ${status} has no schema`]
        : []),
      ...(/^[45]\d\d$/.test(status) && !/Not signed|no such link|cannot/.test(description)
        ? [...String(description).matchAll(/^`(\w+)`:/gm)]
            .map(([, code = '']) => code)
            .filter((code) => !codes.has(code))
            .map((code) => `${name}: ${status} names ${code}`)
        : []),
    ]),
  ]);
  expect(lacking).toEqual([]);
});

test('every name in a path is a parameter of it, and every parameter of a path a name in it', () => {
  const wrong = operationsOf(document).flatMap(({ name, path, parameters }) => {
    const inPath = [...path.matchAll(/\{([^}]*)\}/g)].map(([, found = '']) => found);
    const described = parameters.filter((each) => each.in === 'path').map((each) => String(each.name));
    return inPath.sort().join() === described.sort().join() ? [] : [`${name}: ${described.join()}`];
  });
  expect(wrong).toEqual([]);
});

test('no pattern uses what only JavaScript’s own reader knows', () => {
  expect(JSON.stringify(document)).not.toMatch(/"pattern":"[^"]*\\\\p\{/i);
});

test('/docs shows every operation, and a browser runs nothing of it', async () => {
  const { status, text, headers } = await call(server, '/docs', { key: null });
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
  for (const { method, path } of operationsOf(document))
    expect(text).toContain(`<code>${method} ${path}</code>`);
  expect(text).not.toMatch(/<script|<link|src=|https?:\/\/[^<]*\.js/i);
  // What stands in an example is text.
  expect(text).toContain('&lt;');
  expect(
    text.match(
      /<(?!\/?(?:!doctype|html|meta|title|style|h[124]|p|a|code|pre|details|summary|section|table|tr|t[hd])\b)/g,
    ),
  ).toBeNull();
});
