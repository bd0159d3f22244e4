/**
 * A process: the wire alone. Enters: origins, one body with its headers, how many. Leaves: the same bytes posted so often through undici pools as wide
 * as the server's own, each answer read; then the milliseconds it took. It renders, stores and signs nothing.
 */
import { Pool } from 'undici';
import { answerParent } from './child';
import { nowMs } from './clock';

export interface WireQuestion {
  readonly origins: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly total: number;
  /** In flight to one origin. */
  readonly concurrency: number;
}

async function post(question: unknown): Promise<number> {
  const { origins, headers, body, total, concurrency } = question as WireQuestion;
  const pools = origins.map((origin) => new Pool(origin, { connections: concurrency, pipelining: 1 }));
  let next = 0;
  const send = async (pool: Pool): Promise<void> => {
    while (next < total) {
      next += 1;
      const id = `wire-${next}`;
      const answer = await pool.request({
        path: '/callback',
        method: 'POST',
        headers: { ...headers, 'carom-delivery-id': id },
        body,
      });
      await answer.body.text();
    }
  };
  const startedAt = nowMs();
  await Promise.all(pools.flatMap((pool) => Array.from({ length: concurrency }, () => send(pool))));
  const tookMs = nowMs() - startedAt;
  await Promise.all(pools.map((pool) => pool.close()));
  return tookMs;
}

answerParent(null, post);
