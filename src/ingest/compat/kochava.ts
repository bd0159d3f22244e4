/**
 * Kochava's server-to-server clients. Enters: requests under `/compat/kochava/`. Leaves: drafts of activities and touches, and answers in Kochava's form.
 * What it answers in full was never published: the body here is what its clients' own tests take for a good one.
 */
import type { Fault } from '../../errors';
import type { Dialect, Endpoint, VendorAnswer } from './dialect';
import { track } from './kochava-activities';
import { click, impression } from './kochava-touches';

function words(fault: Fault, endpoint: Endpoint | undefined): readonly [status: number, error: string] {
  const names = endpoint === track ? 'kochava_app_id' : 'campaign_id';
  switch (fault.kind) {
    case 'missing_field':
      return [400, `Missing ${fault.field ?? 'data'}`];
    case 'invalid_field':
      return [400, `Invalid ${fault.field ?? 'data'}`];
    case 'unauthorized':
    case 'forbidden':
      return [401, 'Unauthorized'];
    case 'not_found':
      return fault.field === 'app' ? [400, `Unknown ${names}`] : [404, 'Not Found'];
    case 'rate_limited':
      return [429, 'Too Many Requests'];
    case 'internal':
      return [500, 'Internal Server Error'];
    default:
      return fault.status === 503 ? [503, 'Service Unavailable'] : [fault.status, 'Bad Request'];
  }
}

function refuse(fault: Fault, endpoint: Endpoint | undefined): VendorAnswer {
  const [status, error] = words(fault, endpoint);
  return { status, type: 'json', body: { success: '0', error } };
}

export const kochava: Dialect = {
  vendor: 'kochava',
  bodyMaxBytes: 256 * 1024,
  endpoints: [track, click, impression],
  refuse,
};
