/** Deliveries as people see them. Enters: what the store holds. Leaves: the wire's form, times RFC 3339, markers of secrets as `***`. */
import type { Attempt, Delivery, DeliveryRequest, RequestAuth } from '../model/delivery';
import { iso, type Shown } from './show-activity';

const marker = /__carom_[0-9a-f]{16}_[A-Za-z0-9_]*?__/g;

/** An endpoint may answer with what it was sent, so answers are looked through like requests. */
export function maskMarkers(text: string): string {
  return text.replace(marker, '***');
}

/** What the sender works out is shown as it was planned. */
function maskAuth(auth: RequestAuth): Shown {
  return Object.fromEntries(
    Object.entries<string>({ ...auth }).map(([name, text]) => [name, maskMarkers(text)]),
  );
}

function showRequest(request: DeliveryRequest): Shown {
  return {
    method: request.method,
    url: maskMarkers(request.url),
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, maskMarkers(value)]),
    ),
    body: request.body === null ? null : maskMarkers(request.body),
    ...(request.auth === undefined ? {} : { auth: maskAuth(request.auth) }),
  };
}

export function showAttempt(attempt: Attempt): Shown {
  return {
    at: iso(attempt.at),
    ...(attempt.status === undefined ? {} : { status: attempt.status }),
    ...(attempt.error === undefined ? {} : { error: maskMarkers(attempt.error) }),
    duration_ms: attempt.durationMs,
    ...(attempt.response === undefined ? {} : { response: maskMarkers(attempt.response) }),
    ...(attempt.batch === undefined ? {} : { batch: attempt.batch }),
  };
}

/** `request` is null where nothing was to be sent. */
export function showDelivery(delivery: Delivery): Shown {
  return {
    id: delivery.id,
    activity_id: delivery.activity,
    app: delivery.app,
    revision: delivery.revision,
    ...(delivery.partner === undefined ? {} : { partner: delivery.partner }),
    ...(delivery.callback === undefined ? {} : { callback: delivery.callback }),
    postback: delivery.postback,
    status: delivery.status,
    ...(delivery.reason === undefined ? {} : { reason: delivery.reason }),
    request: delivery.request === null ? null : showRequest(delivery.request),
    attempts: delivery.attempts.map(showAttempt),
    next_attempt_at: delivery.nextAttemptAt === null ? null : iso(delivery.nextAttemptAt),
    created_at: iso(delivery.createdAt),
    ...(delivery.templateVersion === undefined ? {} : { template_version: delivery.templateVersion }),
    ...(delivery.settingsVersion === undefined ? {} : { settings_version: delivery.settingsVersion }),
    ...(delivery.test === true ? { test: true } : {}),
  };
}
