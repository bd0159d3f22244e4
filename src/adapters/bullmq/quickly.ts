/** A question to Redis that somebody waits for. Enters: the question. Leaves: its answer, or within about a second a Fault `queue_unavailable`. */
import { Fault } from '../../errors';
import { quickMs } from './open-client';

/** @param first what comes before it, such as the first connection: it is waited for as part of the second. */
export async function quickly<T>(ask: () => Promise<T>, first: Promise<void>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${quickMs} ms`)), quickMs);
  });
  try {
    return await Promise.race([first.then(ask), late]);
  } catch (cause) {
    throw new Fault('queue_unavailable', { cause });
  } finally {
    clearTimeout(timer);
  }
}
