/**
 * Requests a second, for each key and each address. Enters: a request, before anything of it is read. Leaves: a refusal, or headers that say what is left.
 * It counts in this process alone: several API processes allow their number of times as much.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault } from '../errors';
import { clientAddress, compileTrust } from '../ingest/client-address';
import type { Clock } from '../ports/clock';

export interface RateLimitOptions {
  /** Requests a second for one key; 0 is off. */
  readonly perKey: number;
  /** Requests a second from one address; 0 is off. */
  readonly perAddress: number;
  readonly trustProxy: readonly string[];
  readonly clock: Clock;
}

const windowMs = 1_000;
/** Counted apart in one second; beyond, newcomers share one count, so that a flood of made-up keys costs no memory. */
const countedMax = 50_000;
const everybodyElse = '';
/** Whoever watches the server is never turned away. */
const free = new Set(['/healthz', '/readyz', '/metrics']);

/** @throws Fault `rate_limited` */
export type RateLimit = (req: IncomingMessage, res: ServerResponse) => void;

export function createRateLimit({ perKey, perAddress, trustProxy, clock }: RateLimitOptions): RateLimit {
  const trusts = compileTrust(trustProxy);
  const keys = new Window(perKey);
  const addresses = new Window(perAddress);
  if (perKey === 0 && perAddress === 0) return () => undefined;
  return (req, res) => {
    const [path = ''] = (req.url ?? '').split('?');
    if (free.has(path)) return;
    const now = clock.now();
    const key = perKey === 0 ? undefined : keyOf(req);
    const left = [
      key === undefined ? undefined : keys.take(key, now),
      perAddress === 0 ? undefined : addresses.take(clientAddress(req, trusts) ?? everybodyElse, now),
    ].filter((each) => each !== undefined);
    const tightest = left.sort((a, b) => a.remaining - b.remaining)[0];
    if (tightest === undefined) return;
    const resetSeconds = Math.ceil((windowMs - (now % windowMs)) / 1_000);
    res.setHeader('RateLimit-Limit', tightest.limit);
    res.setHeader('RateLimit-Remaining', Math.max(0, tightest.remaining));
    res.setHeader('RateLimit-Reset', resetSeconds);
    if (tightest.remaining < 0)
      throw new Fault('rate_limited', {
        message: `More than ${tightest.limit} requests a second. Try again in ${resetSeconds} s.`,
        retryAfterSeconds: resetSeconds,
      });
  };
}

/** As it was sent: whether it is a key at all is not asked here. */
function keyOf(req: IncomingMessage): string | undefined {
  const { authorization } = req.headers;
  if (authorization !== undefined) return authorization;
  const query = (req.url ?? '').split('?')[1];
  return query === undefined ? undefined : (new URLSearchParams(query).get('key') ?? undefined);
}

/** Counts within the running second. */
class Window {
  private second = -1;
  private counts = new Map<string, number>();

  constructor(private readonly limit: number) {}

  take(name: string, now: number): { readonly limit: number; readonly remaining: number } {
    const second = Math.floor(now / windowMs);
    if (second !== this.second) {
      this.second = second;
      this.counts = new Map();
    }
    const counted = this.counts.has(name) || this.counts.size < countedMax ? name : everybodyElse;
    const count = (this.counts.get(counted) ?? 0) + 1;
    this.counts.set(counted, count);
    return { limit: this.limit, remaining: this.limit - count };
  }
}
