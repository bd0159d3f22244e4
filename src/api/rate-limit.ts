/**
 * Requests a second, for each key and each address. Enters: a request, before anything of it is read. Leaves: a refusal, or headers that say what is left.
 * All API processes count together; it reads nothing of a request but its head.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault } from '../errors';
import { clientAddress, compileTrust } from '../ingest/client-address';
import type { RequestLimits, Taken } from '../ports/request-limits';

export interface RateLimitOptions {
  /** Requests a second for one key; 0 is off. */
  readonly perKey: number;
  /** Requests a second from one address; 0 is off. */
  readonly perAddress: number;
  readonly trustProxy: readonly string[];
  readonly limits: RequestLimits;
}

const everybodyElse = '';
/** Whoever watches the server is never turned away. */
const free = new Set(['/healthz', '/readyz', '/metrics']);

/** @rejects Fault `rate_limited`. */
export type RateLimit = (req: IncomingMessage, res: ServerResponse) => Promise<void>;

/** Null: nothing is limited. */
export function createRateLimit(options: RateLimitOptions): RateLimit | null {
  const { perKey, perAddress, trustProxy, limits } = options;
  const trusts = compileTrust(trustProxy);
  if (perKey === 0 && perAddress === 0) return null;
  return async (req, res) => {
    const [path = ''] = (req.url ?? '').split('?');
    if (free.has(path)) return;
    const key = perKey === 0 ? undefined : keyOf(req);
    const taken = await Promise.all([
      ...(key === undefined ? [] : [limits.take('key', key, perKey)]),
      ...(perAddress === 0
        ? []
        : [limits.take('address', clientAddress(req, trusts) ?? everybodyElse, perAddress)]),
    ]);
    const tightest = taken.sort((a, b) => a.remaining - b.remaining)[0];
    if (tightest !== undefined) tell(tightest, res);
  };
}

/** @throws Fault `rate_limited`. */
function tell({ limit, remaining, resetMs }: Taken, res: ServerResponse): void {
  const resetSeconds = Math.max(1, Math.ceil(resetMs / 1_000));
  res.setHeader('RateLimit-Limit', limit);
  res.setHeader('RateLimit-Remaining', Math.max(0, remaining));
  res.setHeader('RateLimit-Reset', resetSeconds);
  if (remaining >= 0) return;
  throw new Fault('rate_limited', {
    message: `More than ${limit} requests a second. Try again in ${resetSeconds} s.`,
    retryAfterSeconds: resetSeconds,
  });
}

/** As it was sent: whether it is a key at all is not asked here. */
function keyOf(req: IncomingMessage): string | undefined {
  const { authorization } = req.headers;
  if (authorization !== undefined) return authorization;
  const query = (req.url ?? '').split('?')[1];
  return query === undefined ? undefined : (new URLSearchParams(query).get('key') ?? undefined);
}
