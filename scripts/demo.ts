/**
 * The main job before your eyes. Enters: nothing but the machine. Leaves: a table of what came in, who got the credit and why, and what was sent; the server
 * stays up until Ctrl-C. `--once`: exits 0 where the receiver saw exactly the expected requests, field by field, else 1.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMeant, listDifferences } from './demo-check';
import { startReceiver, type Received, type Receiver } from './demo-receiver';
import { call, startServer, type RunningServer } from './demo-server';
import {
  buy,
  buyAgain,
  installByAddress,
  installByReferrer,
  reengage,
  setStage,
  type Expected,
  type Stage,
  type Step,
} from './demo-story';

const arriveWithinMs = 15_000;
/** How long to look for what must not come. */
const quietMs = 300;

interface Told {
  readonly step: Step;
  readonly sent: readonly {
    readonly expected: Expected;
    readonly received: Received | null;
    readonly differences: readonly string[];
  }[];
}

async function tell(stage: Stage, step: Step, receiver: Receiver): Promise<Told> {
  const sent = await Promise.all(
    step.expected.map(async (expected) => {
      try {
        const received = await receiver.find(
          `the ${expected.who} request`,
          (request) => isMeant(expected, request),
          arriveWithinMs,
        );
        return { expected, received, differences: listDifferences(expected, received, stage.callbackSecret) };
      } catch (cause) {
        return {
          expected,
          received: null,
          differences: [cause instanceof Error ? cause.message : String(cause)],
        };
      }
    }),
  );
  return { step, sent };
}

interface Traced {
  readonly kind: string;
  readonly status: string;
  readonly partner: string | null;
  readonly match: string | null;
  readonly deliveries: readonly {
    readonly to: string;
    readonly status: string;
    readonly reason: string | null;
    readonly code: number | null;
    readonly ms: number | null;
  }[];
}

/** What the server itself says of an activity, once everything it sent is recorded. */
async function trace(stage: Stage, adminKey: string, activity: string): Promise<Traced> {
  const url = `${stage.base}/v1/apps/${stage.app}/activities/${activity}`;
  const deliveriesUrl = `${stage.base}/v1/deliveries?activity=${activity}&app=${stage.app}`;
  for (;;) {
    const { json } = await call(url, { key: adminKey });
    const listed = (await call(deliveriesUrl, { key: adminKey })).json['items'] as readonly Record<
      string,
      unknown
    >[];
    if (listed.some(({ status }) => status === 'pending')) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      continue;
    }
    const attribution = json['attribution'] as Record<string, unknown> | null;
    return {
      kind: String(json['kind']),
      status: textOf(attribution?.['status']) ?? 'none',
      partner: textOf(attribution?.['partner']),
      match: textOf(attribution?.['match_type']),
      deliveries: listed.map((delivery) => {
        const attempt = (delivery['attempts'] as readonly Record<string, unknown>[]).at(-1);
        return {
          to: textOf(delivery['partner']) ?? 'callback',
          status: String(delivery['status']),
          reason: textOf(delivery['reason']),
          code: typeof attempt?.['status'] === 'number' ? attempt['status'] : null,
          ms: typeof attempt?.['duration_ms'] === 'number' ? attempt['duration_ms'] : null,
        };
      }),
    };
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

async function show(stage: Stage, adminKey: string, { step, sent }: Told): Promise<void> {
  print(`▸ ${step.name}`);
  if (step.activity === null) {
    print('    accepted as a duplicate of the first; nothing is sent again\n');
    return;
  }
  const traced = await trace(stage, adminKey, step.activity);
  const why = traced.match === null ? 'follows the credit of its install' : `matched by ${traced.match}`;
  print(
    `    ${traced.kind} → ${traced.status}${traced.partner === null ? '' : ` to ${traced.partner}, ${why}`}`,
  );
  for (const delivery of traced.deliveries) {
    const line =
      delivery.status === 'skipped'
        ? `not sent: ${delivery.reason ?? ''}`
        : `${delivery.status}${delivery.code === null ? '' : ` ${delivery.code}`} in ${delivery.ms?.toFixed(1) ?? '?'} ms`;
    print(`      ${delivery.to.padEnd(18)} ${line}`);
  }
  for (const { expected, received, differences } of sent) {
    if (received !== null)
      print(`      ${expected.who.padEnd(18)} received ${received.at - step.sentAt} ms after it was posted`);
    for (const difference of differences) print(`      ✗ ${expected.who}: ${difference}`);
  }
  print();
}

/** True where the receiver saw exactly what it should have seen. */
async function play(stage: Stage, adminKey: string, receiver: Receiver): Promise<boolean> {
  const told: Told[] = [];
  for (const scene of [installByReferrer, installByAddress, buy, reengage, buyAgain]) {
    const each = await tell(stage, await scene(stage), receiver);
    await show(stage, adminKey, each);
    told.push(each);
  }
  await new Promise((resolve) => setTimeout(resolve, quietMs));
  const expectedCount = told.reduce((sum, { step }) => sum + step.expected.length, 0);
  const wrong = told.flatMap(({ sent }) => sent.flatMap(({ differences }) => differences));
  const latencies = told.flatMap(({ step, sent }) =>
    sent.flatMap(({ received }) => (received === null ? [] : [received.at - step.sentAt])),
  );
  print(
    `${receiver.received.length} requests received, ${expectedCount} expected, ${wrong.length} differences.`,
  );
  if (latencies.length > 0)
    print(`From posting to receiving: ${Math.min(...latencies)} to ${Math.max(...latencies)} ms.`);
  return wrong.length === 0 && receiver.received.length === expectedCount;
}

async function main(): Promise<number> {
  const once = process.argv.includes('--once');
  const given = process.env['DATA_DIR'] ?? '';
  const dataDir = given === '' ? mkdtempSync(join(tmpdir(), 'carom-demo-')) : given;
  const adminKey = `demo-${randomBytes(12).toString('hex')}`;
  const receiver = await startReceiver();
  let server: RunningServer | null = null;
  try {
    server = await startServer(
      {
        DATA_DIR: dataDir,
        HOST: '127.0.0.1',
        PORT: process.env['PORT'] ?? '0',
        ADMIN_KEY: adminKey,
        LOG_LEVEL: 'info',
        REDIS_PREFIX: `carom-demo-${randomBytes(4).toString('hex')}`,
        REROUTE_DELIVERIES: receiver.url,
        ALLOW_PRIVATE_DESTINATIONS: '127.0.0.0/8',
        TRUST_PROXY: 'loopback',
      },
      join(dataDir, 'server.log'),
    );
    print(`Carom listens on ${server.url}, its partners are played by ${receiver.url}.\n`);
    const stage = await setStage(server.url, adminKey, `${receiver.url}/callback`);
    const right = await play(stage, adminKey, receiver);
    if (once) return right ? 0 : 1;
    print(`\nThe server stays up. Admin key: ${adminKey}`);
    print(
      `  curl -H 'authorization: Bearer ${adminKey}' ${server.url}/v1/apps/${stage.app}/trace?gps_adid=38400000-8cf0-11bd-b23e-10b96e40000d`,
    );
    print('Ctrl-C stops it.');
    await untilSignal();
    return right ? 0 : 1;
  } finally {
    await server?.stop();
    receiver.close();
    if (given === '') rmSync(dataDir, { recursive: true, force: true });
  }
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

main().then(
  (code) => process.exit(code),
  (cause: unknown) => {
    process.stderr.write(`demo: ${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exit(1);
  },
);
