/**
 * Adjust's server-to-server clients. Enters: requests under `/compat/adjust/`. Leaves: drafts of activities and touches, and Adjust's own words. It never refuses
 * for an order of times or an age: what Adjust would leave out is kept, and flagged.
 */
import type { Fault } from '../../errors';
import { adRevenue, event, session } from './adjust-activities';
import { click, impression } from './adjust-touches';
import type { Dialect, Endpoint, VendorAnswer, VendorRequest } from './dialect';
import { textOf } from './values';

/** The last one takes every path of one part, so it comes last. */
const endpoints: readonly Endpoint[] = [event, session, adRevenue, impression, click];

const requests: Readonly<Record<string, string>> = {
  event: 'Event request',
  session: 'Session request',
  'ad revenue': 'Ad revenue request',
  click: 'Click request',
  impression: 'Impression request',
};

/** Adjust has a word for some fields; the others follow its pattern. */
const fieldWords: Readonly<Record<string, string>> = {
  app_token: 'Invalid app token',
  event_token: 'Invalid event token',
  revenue: 'Invalid revenue',
};

function reason(fault: Fault, endpoint: Endpoint | undefined): { status: number; message: string } {
  const { kind, field } = fault;
  switch (kind) {
    case 'unauthorized':
    case 'forbidden':
      return { status: 401, message: authorization(kind, endpoint) };
    case 'not_found':
      return { status: 404, message: field === 'app' ? 'App token not found' : 'Not found' };
    case 'body_too_large':
      return { status: 413, message: 'Request size too large' };
    case 'missing_field':
    case 'invalid_field':
      return {
        status: 400,
        message: fieldWords[field ?? ''] ?? `Invalid ${(field ?? 'request').replaceAll('_', ' ')}`,
      };
    case 'internal':
      return { status: 500, message: 'Internal error' };
    default:
      return {
        status: fault.status,
        message: fault.status === 503 ? 'Service unavailable' : 'Bad event state',
      };
  }
}

/** Its ad revenue endpoint has words of its own for a token. */
function authorization(kind: 'unauthorized' | 'forbidden', endpoint: Endpoint | undefined): string {
  if (endpoint !== adRevenue) return 'Failed to authorize request';
  return kind === 'forbidden' ? 'wrong authentication token' : 'missing authentication token';
}

function refuse(
  fault: Fault,
  endpoint: Endpoint | undefined,
  request: VendorRequest | undefined,
): VendorAnswer {
  const { status, message } = reason(fault, endpoint);
  const what = requests[endpoint?.name ?? ''] ?? 'Request';
  const token = endpoint === adRevenue ? textOf(request?.values['app_token'], 64) : undefined;
  const named = token === undefined ? '' : ` (app_token:${token})`;
  return { status, type: 'json', body: { error: `${what} failed (${message})${named}` } };
}

export const adjust: Dialect = {
  vendor: 'adjust',
  /** Its own limit. */
  bodyMaxBytes: 1024 * 1024,
  endpoints,
  refuse,
};
