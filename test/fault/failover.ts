/**
 * A load that goes on while a part of Redis fails. Enters: a Redis, and what strikes it. Leaves: a ledger in which everything accepted is delivered once.
 * A third of the deliveries is refused at first, so that the queue carries them and not the worker's hands alone. The lease is longer than the test:
 * what was lost is handed over again because the loss was noticed, or not at all.
 */
import { startServer, type Received, type Receiver, type Server } from '../harness';
import { exactlyOnce, Ledger } from './ledger';
import { runLoad, setStage } from './load';

const total = 3_000;
/** A third of all waits for the failover, and on a busy machine that takes its time. */
const recoveryMs = 90_000;

const env = { QUEUE_PARTITIONS: '3', QUEUE_LEASE_SECONDS: '600', BREAKER_FAILURES: '0', LOG_LEVEL: 'info' };

/** One in three is told to come again, once. */
function refuseSome({ receiver }: Ledger): void {
  const accept = receiver.answer;
  const asked = new Set<string>();
  receiver.answer = (request: Received, response) => {
    const first = !asked.has(request.delivery);
    asked.add(request.delivery);
    if (first && asked.size % 3 === 0) {
      response.statusCode = 500;
      response.end('later');
    } else accept(request, response);
  };
}

/** @returns the server, which goes on. */
export async function deliverThrough(
  receiver: Receiver,
  redisUrl: string,
  strike: () => Promise<void>,
): Promise<Server> {
  const ledger = new Ledger(receiver);
  refuseSome(ledger);
  const server = await startServer({ env: { ...env, REDIS_URL: redisUrl } });
  const app = await setStage(server, ledger);
  const load = runLoad(server, app, ledger, {
    ...{ total, patient: true },
    ...{ aheadMax: 1_000, aheadWithinMs: recoveryMs },
  });
  await ledger.reaches(total / 2, recoveryMs);
  await strike();
  // What comes now is accepted whatever Redis does, and waits for it.
  await runLoad(server, app, ledger, { total, prefix: 'b', patient: true });
  await load;
  await ledger.complete(recoveryMs);
  expect(ledger.accepted.size).toBe(2 * total);
  expect(ledger.verdict()).toEqual(exactlyOnce);
  expect([...ledger.needless]).toEqual([]);
  return server;
}
