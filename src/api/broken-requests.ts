/** Requests that end before any route sees them. Enters: nothing. Leaves: what Node says of each, and what it is answered. They are faults of no route, so of every one. */

export const headerMaxBytes = 16 * 1024;

export interface BrokenRequest {
  readonly status: number;
  readonly message: string;
}

/** By the code of Node's error. */
export const brokenRequests = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    message: `The headers, the URL among them, are larger than ${headerMaxBytes} bytes.`,
  },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'The request took too long to arrive.' },
} as const satisfies Readonly<Record<string, BrokenRequest>>;

const notHttp: BrokenRequest = { status: 400, message: 'The request is not valid HTTP.' };

export function brokenRequest(code: string | undefined): BrokenRequest {
  const known: Readonly<Record<string, BrokenRequest>> = brokenRequests;
  return code !== undefined && Object.hasOwn(known, code) ? (known[code] ?? notHttp) : notHttp;
}
