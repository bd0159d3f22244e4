/**
 * Looks names up within their time. Enters: a name. Leaves: every address it has, or an error. The system's resolver has few threads, and a look-up
 * cannot be called off: so one name has one look-up in hand, and who comes meanwhile shares its answer. Nothing is kept beyond that.
 */
import { lookup, type LookupAddress } from 'node:dns';

type Done = (error: NodeJS.ErrnoException | null, addresses: readonly LookupAddress[]) => void;

/** Resolves a name to every address it has. */
export type ResolveName = (name: string, done: Done) => void;

export const resolveByDns: ResolveName = (name, done) =>
  lookup(name, { all: true }, (error, addresses) => done(error, error === null ? addresses : []));

export function createResolver(resolve: ResolveName, timeoutMs: number): ResolveName {
  const inHand = new Map<string, Set<Done>>();
  const start = (name: string, waiting: Set<Done>): void => {
    inHand.set(name, waiting);
    resolve(name, (error, addresses) => {
      inHand.delete(name);
      for (const done of waiting) done(error, addresses);
    });
  };
  return (name, done) => {
    const known = inHand.get(name);
    const waiting = known ?? new Set<Done>();
    const timer = setTimeout(() => {
      waiting.delete(answered);
      done(late(name), []);
    }, timeoutMs).unref();
    const answered: Done = (error, addresses) => {
      clearTimeout(timer);
      done(error, addresses);
    };
    waiting.add(answered);
    if (known === undefined) start(name, waiting);
  };
}

function late(name: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${name} was not resolved in time`), { code: 'DNS_TIMEOUT' });
}
