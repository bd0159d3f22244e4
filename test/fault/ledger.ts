/**
 * What was accepted against what was delivered, id by id. Enters: answers of the server, requests at the receiver. Leaves: what is missing, what came
 * under two ids, what nobody posted. The receiver drops repeated delivery ids, as a receiver should.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Received, Receiver } from '../harness';

/** Where the callback and the partner's postbacks go. */
export const destinations = ['/callback', '/partner'] as const;
type Destination = (typeof destinations)[number];

const turnsToRead = 4;

export class Ledger {
  /** Sent to the server, whatever it answered. */
  readonly posted = new Set<string>();
  /** Answered 202. */
  readonly accepted = new Set<string>();
  /** Answered otherwise: nothing of them may be delivered. */
  readonly refused = new Set<string>();
  /** Of each delivery id that came again: how many times more. */
  readonly repeats = new Map<string, number>();
  /** Delivery ids that came again though no worker had died or stood still since they came last. */
  readonly needless = new Set<string>();
  /** The worker's lives so far: `bury` ends one. */
  private life = 0;
  /** Each delivery id with the worker's life in which it came last. */
  private readonly seen = new Map<string, number>();
  private readonly delivered = new Map<Destination, Map<string, number>>(
    destinations.map((destination) => [destination, new Map<string, number>()]),
  );

  constructor(readonly receiver: Receiver) {
    receiver.answer = (request, response) => {
      this.note(request);
      response.end('ok');
    };
  }

  note(request: Received): void {
    const url = new URL(request.url, this.receiver.url);
    const of = this.delivered.get(url.pathname as Destination);
    if (of === undefined) throw new Error(`Nobody sends to ${request.url}`);
    const before = this.seen.get(request.delivery);
    this.seen.set(request.delivery, this.life);
    if (before !== undefined) {
      this.repeats.set(request.delivery, (this.repeats.get(request.delivery) ?? 0) + 1);
      if (before === this.life) this.needless.add(request.delivery);
      return;
    }
    const activity = url.searchParams.get('id') ?? String(request.json?.id);
    of.set(activity, (of.get(activity) ?? 0) + 1);
  }

  /** A worker died: once what it had sent was taken off the wire the next one sends. What was in flight may come once more. */
  async bury(): Promise<void> {
    // On one host what was sent has arrived; one turn takes its connections, the next reads them.
    for (let turn = 0; turn < turnsToRead; turn += 1) await nextTurn();
    this.life += 1;
  }

  /** Requests that repeated a delivery id. */
  get repeated(): number {
    return [...this.repeats.values()].reduce((sum, times) => sum + times, 0);
  }

  /** Deliveries with an id of their own. */
  get size(): number {
    return this.seen.size;
  }

  /** Resolves as soon as this many were delivered; rejects after `withinMs`. */
  reaches(size: number, withinMs?: number): Promise<void> {
    return this.receiver.until(() => this.seen.size >= size, withinMs);
  }

  /** Resolves when everything accepted is delivered to every destination. What could neither be recorded nor given back comes again after its claim, half a minute. */
  async complete(withinMs = 60_000): Promise<void> {
    const done = (): boolean =>
      destinations.every((destination) => {
        const of = this.delivered.get(destination);
        return of !== undefined && of.size >= this.accepted.size && this.missing(of).length === 0;
      });
    await this.receiver.until(done, withinMs).catch((cause: unknown) => {
      throw new Error(`${String(cause)}; ${this.tell()}`);
    });
  }

  /** Each list is empty where every accepted activity was delivered exactly once, and nothing else. */
  verdict(): Record<Destination, { missing: string[]; twice: string[]; unknown: string[] }> {
    const of = (destination: Destination) => {
      const delivered = this.delivered.get(destination) ?? new Map<string, number>();
      return {
        missing: this.missing(delivered),
        twice: [...delivered].filter(([, times]) => times > 1).map(([id]) => id),
        unknown: [...delivered.keys()].filter((id) => !this.posted.has(id) || this.refused.has(id)),
      };
    };
    return { '/callback': of('/callback'), '/partner': of('/partner') };
  }

  private tell(): string {
    const lists = Object.entries(this.verdict()).flatMap(([destination, verdict]) =>
      Object.entries(verdict).map(
        ([name, ids]) => `${destination} ${name}: ${ids.length} (${ids.slice(0, 3).join(', ')})`,
      ),
    );
    return lists.join('; ');
  }

  private missing(delivered: ReadonlyMap<string, number>): string[] {
    return [...this.accepted].filter((id) => !delivered.has(id));
  }
}

const nothing = { missing: [], twice: [], unknown: [] };
/** What `verdict` gives where all is well. */
export const exactlyOnce = { '/callback': nothing, '/partner': nothing };
