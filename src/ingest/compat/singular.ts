/**
 * Singular's server-to-server clients. Enters: requests under `/compat/singular/`. Leaves: drafts of activities, and Singular's own words. It never says `ok`
 * of what was not stored: Singular's clients read the body, and not every one of them the status.
 */
import type { Fault } from '../../errors';
import type { Dialect, Endpoint, VendorAnswer, VendorRequest } from './dialect';
import { event, launch } from './singular-activities';
import { textOf } from './values';

function reason(fault: Fault, request: VendorRequest | undefined): string {
  switch (fault.kind) {
    case 'missing_field':
      return `missing argument: ${fault.field ?? 'n'}`;
    case 'unauthorized':
      return 'missing argument: a';
    case 'forbidden':
      return 'invalid argument: a';
    case 'not_found':
      return fault.field === 'app' ? 'invalid argument: i' : 'unknown endpoint';
    case 'invalid_field':
      return fault.field === 'p'
        ? `invalid platform: ${textOf(request?.values['p'], 64) ?? ''}`
        : `invalid argument: ${fault.field ?? 'e'}`;
    case 'internal':
      return 'internal error';
    default:
      return fault.status === 503 ? 'service unavailable' : 'invalid request';
  }
}

/** Always 200 where the request is at fault. Where it may come again, another status: its clients are told to repeat what was not 200. */
function refuse(
  fault: Fault,
  endpoint: Endpoint | undefined,
  request: VendorRequest | undefined,
): VendorAnswer {
  const again = fault.status >= 500 || fault.kind === 'rate_limited';
  const status = again || endpoint === undefined || fault.kind === 'method_not_allowed' ? fault.status : 200;
  return { status, type: 'json', body: { status: 'error', reason: reason(fault, request) } };
}

export const singular: Dialect = {
  vendor: 'singular',
  bodyMaxBytes: 256 * 1024,
  endpoints: [launch, event],
  refuse,
};
