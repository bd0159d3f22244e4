/**
 * The load. Enters: a target and how much. Leaves: which activities were accepted, and how long it took. Closed loops (so many senders, each waiting for
 * its answer) tell what a server can take; the open loop posts at times that were fixed before, whatever the server does.
 */
import { activityJson, postOf, type Phone, type Target } from './activity';
import { nowMs, pause } from './clock';
import { openConnections, type Answer, type Connection } from './connection';

export interface ClosedLoad {
  readonly senders: number;
  /** Activities a request. */
  readonly batch: number;
  /** First letters of the ids, different for each load. */
  readonly prefix: string;
  /** Number of the first phone. */
  readonly first: number;
  /** Ends after so many activities … */
  readonly total?: number;
  /** … or after so long. */
  readonly forMs?: number;
  /** The phone of a number; default: the one of that very number, at an address of its own. */
  readonly phone?: (number: number) => Phone;
}

export interface Posted {
  readonly accepted: readonly string[];
  readonly startedAt: number;
  readonly tookMs: number;
}

const anyPhone = (number: number): Phone => ({ number });

function bodyOf(ids: readonly string[], first: number, phone: (number: number) => Phone): string {
  const items = ids.map((id, at) => activityJson(id, phone(first + at)));
  return items.length === 1 ? (items[0] ?? '') : `[${items.join(',')}]`;
}

export async function postClosed(target: Target, load: ClosedLoad): Promise<Posted> {
  const { senders, batch, prefix, first, total = Infinity, forMs = Infinity, phone = anyPhone } = load;
  const connections = await openConnections(target.port, senders);
  const accepted: string[] = [];
  const startedAt = nowMs();
  let next = 0;
  const send = async (connection: Connection): Promise<void> => {
    while (next < total && nowMs() - startedAt < forMs) {
      const from = next;
      next = Math.min(total, from + batch);
      const ids = Array.from({ length: next - from }, (_, at) => `${prefix}-${from + at}`);
      const answer = await connection.exchange(postOf(target, bodyOf(ids, first + from, phone)));
      if (answer.status !== 202) throw new Error(`The load was answered ${answer.status}: ${answer.body}`);
      accepted.push(...ids);
    }
  };
  try {
    await Promise.all(connections.map(send));
    return { accepted, startedAt, tookMs: nowMs() - startedAt };
  } finally {
    for (const connection of connections) connection.close();
  }
}

export interface OpenLoad {
  readonly perSecond: number;
  readonly forMs: number;
  readonly prefix: string;
  readonly first: number;
}

export interface Scheduled {
  readonly accepted: readonly string[];
  /** When each was to be posted; latency counts from here, so that a stalled server does not excuse itself. */
  readonly dueAt: ReadonlyMap<string, number>;
}

const openConnectionsMax = 64;

/** Sends request after request at times that stand before the first, whatever the server does. */
export async function sendOpen(
  port: number,
  load: { readonly perSecond: number; readonly forMs: number },
  make: (number: number) => Buffer,
  take: (number: number, answer: Answer, dueAt: number) => void,
): Promise<void> {
  const connections = await openConnections(port, openConnectionsMax);
  const idle = [...connections];
  const waiting: ((connection: Connection) => void)[] = [];
  const total = Math.round((load.perSecond * load.forMs) / 1_000);
  const inFlight: Promise<void>[] = [];
  const send = async (number: number, dueAt: number): Promise<void> => {
    // The one that rested longest: a server closes what it does not hear from.
    const connection = idle.shift() ?? (await new Promise<Connection>((given) => waiting.push(given)));
    take(number, await connection.exchange(make(number)), dueAt);
    const heir = waiting.shift();
    if (heir === undefined) idle.push(connection);
    else heir(connection);
  };
  try {
    const startAt = nowMs() + 20;
    for (let number = 0; number < total; number += 1) {
      const at = startAt + (number * 1_000) / load.perSecond;
      while (nowMs() < at) await pause(Math.max(0, at - nowMs() - 0.5));
      inFlight.push(send(number, at));
    }
    await Promise.all(inFlight);
  } finally {
    for (const connection of connections) connection.close();
  }
}

export async function postOpen(target: Target, load: OpenLoad): Promise<Scheduled> {
  const { prefix, first } = load;
  const accepted: string[] = [];
  const dueAt = new Map<string, number>();
  const idOf = (number: number): string => `${prefix}-${number}`;
  await sendOpen(
    target.port,
    load,
    (number) => postOf(target, bodyOf([idOf(number)], first + number, anyPhone)),
    (number, answer, at) => {
      if (answer.status !== 202) throw new Error(`The load was answered ${answer.status}: ${answer.body}`);
      dueAt.set(idOf(number), at);
      accepted.push(idOf(number));
    },
  );
  return { accepted, dueAt };
}
