/**
 * AppsFlyer's server-to-server clients. Enters: requests under `/compat/appsflyer/`. Leaves: drafts of activities and touches, and AppsFlyer's own words. It
 * never says OK of what AppsFlyer would throw away in silence: that is refused, or kept with a flag.
 */
import type { Fault } from '../../errors';
import { engagementClick, engagementImpression } from './appsflyer-engagements';
import { inAppEvent } from './appsflyer-events';
import { ctvEvent, ctvSandbox, phoneEvent } from './appsflyer-sdkless';
import type { Dialect, Endpoint, VendorAnswer } from './dialect';

const endpoints: readonly Endpoint[] = [
  inAppEvent,
  ctvEvent,
  ctvSandbox,
  phoneEvent,
  engagementClick,
  engagementImpression,
];

type Said = readonly [status: number, words: string];

/** As its events API has them. */
function words(fault: Fault): Said {
  switch (fault.kind) {
    case 'missing_field':
      return [400, `${fault.field ?? 'a field'} is a mandatory field`];
    case 'empty_body':
    case 'invalid_json':
    case 'invalid_encoding':
      return [400, 'Payload is missing or failed to parse'];
    case 'unauthorized':
      return [400, 'Failed to Authenticate'];
    case 'forbidden':
      return [401, 'Unauthorized'];
    case 'not_found':
      return fault.field === 'app' ? [400, 'Failed to Authenticate'] : [404, 'Not Found'];
    case 'method_not_allowed':
      return [405, 'Method Not Allowed'];
    case 'rate_limited':
      return [429, 'Too Many Requests'];
    case 'internal':
      return [500, 'Internal Server Error'];
    default:
      return fault.status === 503 ? [503, 'Service Unavailable'] : [400, 'Bad request'];
  }
}

/** Its engagements answer in JSON, and 404 for an app that they do not know; what is signed answers 401 where the signature is missing too. */
function refuse(fault: Fault, endpoint: Endpoint | undefined): VendorAnswer {
  const [status, said] = words(fault);
  if (endpoint === engagementClick || endpoint === engagementImpression)
    return {
      status: fault.kind === 'not_found' ? 404 : status,
      type: 'json',
      body: { message: fault.kind === 'not_found' ? 'Not Found' : said },
    };
  if (endpoint !== undefined && endpoint !== inAppEvent && fault.kind === 'unauthorized')
    return { status: 401, type: 'text', body: 'Unauthorized' };
  return { status, type: 'text', body: said };
}

export const appsflyer: Dialect = {
  vendor: 'appsflyer',
  /** It takes 1 KB itself; what its clients send beyond that is no reason to lose it. */
  bodyMaxBytes: 256 * 1024,
  endpoints,
  refuse,
};
