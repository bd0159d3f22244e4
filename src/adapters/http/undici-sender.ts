/**
 * Sends one request over a kept-alive pool of its origin. Enters: a request. Leaves: the answer, its body cut, or a code that says why there is none.
 * It follows no redirect, decompresses nothing, and never rejects; an answer that is too long or too slow costs its socket.
 */
import { Pool, type Dispatcher } from 'undici';
import type { OutboundRequest, OutboundResult, Sender } from '../../ports/sender';
import { createAddressRule, type AddressRule } from './address-rule';
import { createCheckedConnect } from './checked-connect';
import { Exchange } from './exchange';
import { createResolver, resolveByDns, type ResolveName } from './resolve-name';
import { SocketBudget } from './socket-budget';

export interface SenderOptions {
  /** For name look-up, connection and TLS. */
  readonly connectTimeoutMs: number;
  /** Of these, for the look-up of the name. Default 2,000. */
  readonly dnsTimeoutMs?: number;
  /** For the whole attempt, the answer's body included. */
  readonly timeoutMs: number;
  /** CIDR ranges that may be reached although they are private; on any port. */
  readonly allowPrivate: readonly string[];
  /** Ports beside 80 and 443. */
  readonly allowPorts: readonly number[];
  readonly connectionsPerOrigin: number;
  /** Of an answer's body; the rest is not read. Default 16 KiB. */
  readonly responseBytesMax?: number;
  /** Origins whose connections are kept; beyond, the one idle for longest is closed. Default 512. */
  readonly originsMax?: number;
  /** Sockets of all origins together. Default 1,024. */
  readonly socketsMax?: number;
  /** Sent where the request names none. */
  readonly userAgent?: string;
  /** Default: the system's resolver. */
  readonly resolveName?: ResolveName;
}

interface OriginPool {
  readonly pool: Pool;
  inFlight: number;
  idleSince: number;
}

const idlePoolMs = 60_000;
const sweepMs = 15_000;

export function createSender(options: SenderOptions): Sender {
  return new UndiciSender(options);
}

class UndiciSender implements Sender {
  readonly #options: SenderOptions;
  readonly #rule: AddressRule;
  readonly #resolveName: ResolveName;
  readonly #sockets: SocketBudget;
  /** By origin, least recently used first. */
  readonly #pools = new Map<string, OriginPool>();
  readonly #sweep: NodeJS.Timeout;

  constructor(options: SenderOptions) {
    this.#options = options;
    this.#rule = createAddressRule(options);
    this.#resolveName = createResolver(options.resolveName ?? resolveByDns, options.dnsTimeoutMs ?? 2_000);
    this.#sockets = new SocketBudget(options.socketsMax ?? 1_024, () => this.#dropIdle());
    this.#sweep = setInterval(() => this.#closeIdle(), sweepMs).unref();
  }

  send(request: OutboundRequest): Promise<OutboundResult> {
    const startedAt = performance.now();
    const url = readUrl(request.url);
    if (typeof url === 'string') {
      return Promise.resolve({ answered: false, code: 'invalid_url', message: url, durationMs: 0 });
    }
    const origin = this.#poolOf(url);
    origin.inFlight += 1;
    return new Promise((resolve) => {
      const exchange = new Exchange({
        startedAt,
        timeoutMs: this.#options.timeoutMs,
        bytesMax: this.#options.responseBytesMax ?? 16_384,
        done: (result) => {
          origin.inFlight -= 1;
          origin.idleSince = Date.now();
          resolve(result);
        },
      });
      exchange.run(origin.pool, dispatchOptions(request, url, this.#options.userAgent));
    });
  }

  async close(): Promise<void> {
    clearInterval(this.#sweep);
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map(({ pool }) => pool.destroy()));
  }

  #poolOf(url: URL): OriginPool {
    const known = this.#pools.get(url.origin);
    if (known !== undefined) {
      this.#pools.delete(url.origin);
      this.#pools.set(url.origin, known);
      return known;
    }
    this.#makeRoom();
    const made = { pool: this.#openPool(url), inFlight: 0, idleSince: Date.now() };
    this.#pools.set(url.origin, made);
    return made;
  }

  #openPool(url: URL): Pool {
    return new Pool(url.origin, {
      connections: this.#options.connectionsPerOrigin,
      pipelining: 1,
      // One clock for the whole attempt is kept by the exchange.
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: 10_000,
      keepAliveMaxTimeout: 30_000,
      maxHeaderSize: 16_384,
      allowH2: false,
      connect: this.#sockets.counted(
        createCheckedConnect({
          rule: this.#rule,
          port: Number(url.port) || (url.protocol === 'https:' ? 443 : 80),
          connectTimeoutMs: this.#options.connectTimeoutMs,
          resolveName: this.#resolveName,
        }),
      ),
    });
  }

  #makeRoom(): void {
    if (this.#pools.size < (this.#options.originsMax ?? 512)) return;
    for (const [origin, { inFlight }] of this.#pools) {
      if (inFlight > 0) continue;
      this.#drop(origin);
      return;
    }
  }

  /** Half of the origins that nobody talks to, those least recently used first. */
  #dropIdle(): void {
    const idle = [...this.#pools].filter(([, { inFlight }]) => inFlight === 0);
    for (const [origin] of idle.slice(0, Math.ceil(idle.length / 2))) this.#drop(origin);
  }

  #closeIdle(): void {
    const before = Date.now() - idlePoolMs;
    for (const [origin, { inFlight, idleSince }] of this.#pools) {
      if (inFlight === 0 && idleSince < before) this.#drop(origin);
    }
  }

  #drop(origin: string): void {
    const dropped = this.#pools.get(origin);
    this.#pools.delete(origin);
    void dropped?.pool.destroy();
  }
}

/** The URL, or what is wrong with it, without repeating it: it may hold a secret. */
function readUrl(text: string): URL | string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) return 'The URL cannot be parsed.';
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return 'The URL is neither http nor https.';
  if (url.username !== '' || url.password !== '') return 'The URL holds credentials; use a header.';
  return url;
}

function dispatchOptions(
  request: OutboundRequest,
  url: URL,
  userAgent: string | undefined,
): Dispatcher.DispatchOptions {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
  if (userAgent !== undefined) headers['user-agent'] ??= userAgent;
  // Nothing is ever unpacked, so nothing packed is asked for.
  headers['accept-encoding'] = 'identity';
  return { method: request.method, path: url.pathname + url.search, headers, body: request.body };
}
