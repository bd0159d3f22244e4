/** A command's questions to a running server. Enters: where it is, a key, a path, maybe a body. Leaves: its answer in the form that was asked for, or a Fault that says what it said. It touches no store. */
import { z } from 'zod';
import { describeError, Fault } from './errors';

export interface ServerPlace {
  readonly url: string;
  readonly key: string;
}

const requestTimeoutMs = 60_000;

const refused = z.object({ error: z.object({ message: z.string() }) });

/** @throws Fault that says what the server said, or that it did not answer. */
export async function ask<T>(
  { url, key }: ServerPlace,
  path: string,
  form: z.ZodType<T>,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(requestTimeoutMs),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  }).catch((cause: unknown) => {
    throw new Fault('bad_request', { message: `No answer from ${url}: ${describeError(cause)}.`, cause });
  });
  const text = await response.text();
  if (!response.ok) throw new Fault('bad_request', { message: refusalOf(url, response.status, text) });
  try {
    return form.parse(JSON.parse(text));
  } catch (cause) {
    throw new Fault('bad_request', { message: `${url} does not answer as a Carom server would.`, cause });
  }
}

/** What a refusal of the server says, as one sentence. */
export function refusalOf(url: string, status: number, text: string): string {
  try {
    return `${url} answered ${status}: ${refused.parse(JSON.parse(text)).error.message}`;
  } catch {
    return `${url} answered ${status}.`;
  }
}
