/**
 * Requests by the thousand, made of /openapi.json, some at once: none is answered 5xx, none hangs, each answer is as documented, and whatever was said to be
 * accepted is found afterwards. `LONG=1` sends ten times as many, under a seed of its own.
 */
import fc from 'fast-check';
import { adminKey, call, cleanUp, createApp, eventually, startReceiver, startServer } from '../harness';
import type { Answer, Json, Receiver, Server } from '../harness';
import { operationsOf, problemOf } from '../openapi-document';
import { setStage, type Stage } from '../openapi-stage';
import { requestTo, type Aim, type MadeRequest } from './requests';

const long = process.env['LONG'] === '1';
const requests = long ? 10_000 : 1_000;
const atOnce = 8;
const hangMs = 30_000;
/** Pressed on random input the run is the same each time, so that what fails can be looked at; the long one goes elsewhere each time, and prints where. */
const seed =
  process.env['SEED'] === undefined
    ? long
      ? Date.now() % 2 ** 31
      : 20_261_122
    : Number(process.env['SEED']);

let server: Server;
let receiver: Receiver;
let document: Json;
let stage: Stage;
let aim: Aim;

beforeAll(async () => {
  [server, receiver] = await Promise.all([startServer(), startReceiver()]);
  document = (await call(server, '/openapi.json', { key: null })).json;
  stage = await setStage(server, receiver, document);
  aim = { stage, victim: await createApp(server), adminKey };
}, 120_000);
afterAll(async () => {
  await cleanUp();
  receiver.close();
});

async function send(request: MadeRequest): Promise<Answer> {
  const { method, path, headers, body } = request;
  const response = await fetch(server.url + path, {
    method,
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(hangMs),
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
}

/** Different things wrong that one run tells of: one cause shows itself in many requests. */
const toldMax = 20;

/** What was answered otherwise than the document says, an operation and status each with the first request that showed it. */
function judge(request: MadeRequest, answer: Answer, wrong: Map<string, string>): void {
  const problem = answer.status >= 500 ? 'it broke' : problemOf(request.operation, answer);
  const name = `${request.operation.name} ${answer.status}`;
  if (problem === null || wrong.has(name) || wrong.size >= toldMax) return;
  const { method, path, headers, body = '' } = request;
  wrong.set(
    name,
    `${problem}\n${answer.text.slice(0, 500)}\nof ${method} ${path} ${JSON.stringify(headers)} ${body.slice(0, 2_000)}`,
  );
}

interface Accepted {
  readonly activities: Set<string>;
  readonly touches: Set<string>;
}

function remember({ operation }: MadeRequest, { status, json }: Answer, accepted: Accepted): void {
  if (status === 202 && Array.isArray(json?.ids))
    for (const id of json.ids as (string | null)[]) if (id !== null) accepted.activities.add(id);
  if (status === 200 && /^\/[ci]\//.test(operation.path) && typeof json?.click_id === 'string')
    accepted.touches.add(json.click_id);
}

async function storedActivities(): Promise<Set<string>> {
  const found = new Set<string>();
  let cursor: string | null = null;
  do {
    const next: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { json } = await call(server, `/v1/activities?app=${stage.app.id}&limit=1000${next}`);
    for (const { id } of json.items as { id: string }[]) found.add(id);
    cursor = json.next as string | null;
  } while (cursor !== null);
  return found;
}

const takes = /^\/v1\/(?:activities|installs|sessions|events|reengagements)$|^\/[ci]\/|^\/postback$/;

test(
  `${requests} requests, valid, broken and random`,
  async () => {
    const accepted: Accepted = { activities: new Set(), touches: new Set() };
    const statuses = new Map<number, number>();
    const wrong = new Map<string, string>();
    const operations = operationsOf(document).filter(({ path }) => path !== '/metrics');
    // Of a hundred operations few accept anything: they come as often as all the others together.
    const taking = operations.filter(({ path, method }) => takes.test(path) && method === 'POST');
    const drawn = fc.oneof(fc.constantFrom(...operations), fc.constantFrom(...taking));
    const batch = fc.array(
      drawn.chain((operation) => requestTo(operation, aim)),
      { minLength: atOnce, maxLength: atOnce, size: 'max' },
    );
    await fc.assert(
      fc.asyncProperty(batch, async (batched) => {
        const answers = await Promise.all(batched.map(send));
        batched.forEach((request, at) => {
          const answer = answers[at];
          if (answer === undefined) throw new Error('no answer');
          statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
          remember(request, answer, accepted);
          judge(request, answer, wrong);
        });
      }),
      { numRuns: Math.ceil(requests / atOnce), seed, endOnFailure: true },
    );
    expect([...wrong].map(([name, told]) => `${name}: ${told}`)).toEqual([]);
    // The run says something only where much of each kind came through.
    expect(accepted.activities.size).toBeGreaterThan(requests / 100);
    expect(accepted.touches.size).toBeGreaterThan(0);
    for (const status of [200, 202, 400, 401, 404]) expect(statuses.get(status) ?? 0).toBeGreaterThan(0);
    const stored = await storedActivities();
    expect([...accepted.activities].filter((id) => !stored.has(id))).toEqual([]);
    for (const id of accepted.touches) {
      const trace = await call(server, `/v1/apps/${stage.app.id}/trace?click_id=${id}`);
      expect(trace.status).toBe(200);
      expect(trace.json.touches.map((touch: Json) => touch.click_id as string)).toContain(id);
    }
    // What was taken is also worked off: nothing of it kills its worker, nothing stays behind.
    const waiting = () => call(server, `/v1/activities?app=${stage.app.id}&limit=1000`);
    await eventually(
      waiting,
      ({ json }) => json.items.every(({ state }: Json) => state !== 'accepted'),
      120_000,
    );
    const { json } = await call(server, '/v1/activities?state=quarantined');
    expect(json.items).toEqual([]);
  },
  long ? 1_800_000 : 300_000,
);
