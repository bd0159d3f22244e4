/**
 * Branch's server-to-server clients. Enters: requests under `/compat/branch/`. Leaves: drafts of events, and Branch's own words. It never answers well of an
 * event whose key nobody registered.
 */
import type { Fault } from '../../errors';
import { customEvent, standardEvent } from './branch-events';
import type { Dialect, VendorAnswer } from './dialect';

/** What its API says to a key that it does not know, whatever was wrong with it. */
const unknownKey = 'Invalid or missing app id, Branch key, or secret';

function words(fault: Fault): readonly [status: number, message: string] {
  switch (fault.kind) {
    case 'unauthorized':
    case 'forbidden':
      return [400, unknownKey];
    case 'not_found':
      return fault.field === 'app' ? [400, unknownKey] : [404, 'Not Found'];
    case 'missing_field':
      return [400, `Missing required field: ${fault.field ?? 'name'}`];
    case 'rate_limited':
      return [429, 'Rate Limit Reached'];
    case 'internal':
      return [500, 'Internal Server Error'];
    default:
      return fault.status === 503 ? [503, 'Service Unavailable'] : [fault.status, 'Bad Request'];
  }
}

function refuse(fault: Fault): VendorAnswer {
  const [code, message] = words(fault);
  return { status: code, type: 'json', body: { error: { code, message } } };
}

export const branch: Dialect = {
  vendor: 'branch',
  bodyMaxBytes: 256 * 1024,
  endpoints: [standardEvent, customEvent],
  refuse,
};
