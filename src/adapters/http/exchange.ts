/**
 * One request and its answer on a pool. Enters: what to send and the limits. Leaves: exactly one result.
 * It holds at most the bytes it may show: what comes beyond them, or too late, ends the socket.
 */
import { StringDecoder } from 'node:string_decoder';
import type { Dispatcher, Pool } from 'undici';
import type { OutboundResult } from '../../ports/sender';
import { describeFailure } from './failure';

interface ExchangeOptions {
  /** By `performance.now()`. */
  readonly startedAt: number;
  readonly timeoutMs: number;
  readonly bytesMax: number;
  readonly done: (result: OutboundResult) => void;
}

/** Made once: a stack is worth nothing here, and destinations that flood would have one made for each answer. */
const restUnwanted = new Error('the rest of the answer is not wanted');

/** What undici hands a handler its socket by. */
type Controller = Dispatcher.DispatchController;

export class Exchange implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #bytes = 0;
  #status = 0;
  #retryAfter: string | undefined;
  #controller: Controller | null = null;
  #settled = false;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    this.#timer = setTimeout(() => this.#timeOut(), options.timeoutMs);
  }

  run(pool: Pool, request: Dispatcher.DispatchOptions): void {
    try {
      pool.dispatch(request, this);
    } catch (cause) {
      this.#fail(cause);
    }
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    // Its time ran out while it waited for a connection.
    if (this.#settled) controller.abort(new Error('no longer wanted'));
  }

  onResponseStart(
    _controller: Controller,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    const retryAfter = headers['retry-after'];
    this.#retryAfter = Array.isArray(retryAfter) ? retryAfter[0] : retryAfter;
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#settled) return;
    const room = this.#options.bytesMax - this.#bytes;
    // A copy: a slice would keep the whole network buffer alive.
    this.#chunks.push(chunk.length > room ? Buffer.from(chunk.subarray(0, room)) : chunk);
    this.#bytes += Math.min(chunk.length, room);
    if (chunk.length <= room) return;
    this.#answer();
    controller.abort(restUnwanted);
  }

  onResponseEnd(): void {
    this.#answer();
  }

  onResponseError(_controller: Controller, cause: Error): void {
    this.#fail(cause);
  }

  #timeOut(): void {
    const message = `No full answer within ${this.#options.timeoutMs} ms.`;
    this.#settle({ answered: false, code: 'timeout', message, durationMs: this.#elapsedMs() });
    this.#controller?.abort(new Error('too late'));
  }

  #answer(): void {
    // A decoder, not toString: a character cut in two is left out instead of turned into another.
    const body = new StringDecoder('utf8').write(Buffer.concat(this.#chunks));
    this.#settle({
      answered: true,
      status: this.#status,
      body,
      ...(this.#retryAfter === undefined ? {} : { retryAfter: this.#retryAfter }),
      durationMs: this.#elapsedMs(),
    });
  }

  #fail(cause: unknown): void {
    this.#settle({ answered: false, ...describeFailure(cause), durationMs: this.#elapsedMs() });
  }

  #settle(result: OutboundResult): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#options.done(result);
  }

  #elapsedMs(): number {
    return Math.round((performance.now() - this.#options.startedAt) * 10) / 10;
  }
}
