/** Every fault in one table. Throw only a `Fault`; its row gives the HTTP status, whether trying again can help, and the default message. */

const faults = {
  bad_request: { status: 400, retry: false, message: 'The request is not understood.' },
  empty_body: {
    status: 400,
    retry: false,
    message: 'The body is empty. Send one activity, an array, or NDJSON.',
  },
  invalid_json: { status: 400, retry: false, message: 'The body is not valid JSON.' },
  invalid_encoding: { status: 400, retry: false, message: 'The body is not valid UTF-8.' },
  invalid_csv: { status: 400, retry: false, message: 'The file is not CSV from this line on.' },
  invalid_field: { status: 400, retry: false, message: 'A field has the wrong form.' },
  missing_field: { status: 400, retry: false, message: 'A required field is missing.' },
  unknown_field: { status: 400, retry: false, message: 'A field is not known.' },
  unknown_kind: { status: 400, retry: false, message: 'The kind is not known.' },
  invalid_time: { status: 400, retry: false, message: 'The time cannot be read, or is before 2010.' },
  no_identity: {
    status: 400,
    retry: false,
    message:
      'Nothing tells whose activity this is: send a device identifier, click_id, user.id, or ip_address with user_agent.',
  },
  too_many_items: { status: 400, retry: false, message: 'At most 1,000 items a request.' },
  invalid_template: { status: 400, retry: false, message: 'The template is not valid.' },
  invalid_policy: { status: 400, retry: false, message: 'The policy is not valid.' },
  invalid_cursor: { status: 400, retry: false, message: 'The cursor is not one that this list gave.' },
  unauthorized: { status: 401, retry: false, message: 'Send a key: Authorization: Bearer <key>.' },
  click_signature: { status: 403, retry: false, message: 'The click is not signed as this link wants it.' },
  request_signature: {
    status: 403,
    retry: false,
    message: 'The request is not signed as this app wants it.',
  },
  forbidden: { status: 403, retry: false, message: 'This key may not do that.' },
  insufficient_scope: {
    status: 403,
    retry: false,
    message: 'This key was narrowed to scopes that do not cover that.',
  },
  not_found: { status: 404, retry: false, message: 'There is nothing here.' },
  unknown_link: { status: 404, retry: false, message: 'There is no such link.' },
  method_not_allowed: { status: 405, retry: false, message: 'This method is not allowed here.' },
  conflict: {
    status: 409,
    retry: true,
    message: 'Somebody else changed it meanwhile. Read it again and try again.',
  },
  request_in_progress: {
    status: 409,
    retry: true,
    message: 'The first request under this Idempotency-Key is still being carried out. Try again shortly.',
  },
  outcome_unknown: {
    status: 409,
    retry: false,
    message:
      'A request under this Idempotency-Key was begun, and its end is not known. Look whether it was carried out; where it was not, send it under a new key.',
  },
  body_too_large: { status: 413, retry: false, message: 'The body is larger than 2 MiB.' },
  unsupported_media_type: {
    status: 415,
    retry: false,
    message: 'Send application/json or application/x-ndjson.',
  },
  idempotency_key_reused: {
    status: 422,
    retry: false,
    message: 'This Idempotency-Key came with another body before. Another request needs a key of its own.',
  },
  rate_limited: { status: 429, retry: true, message: 'Too many requests. Try again later.' },
  internal: {
    status: 500,
    retry: true,
    message: 'Something broke on our side. The request id finds it in the log.',
  },
  overloaded: {
    status: 503,
    retry: true,
    message: 'The line is full. Nothing was accepted; try again shortly.',
  },
  store_unavailable: {
    status: 503,
    retry: true,
    message: 'The store does not take writes. Nothing was accepted; try again shortly.',
  },
  queue_unavailable: { status: 503, retry: true, message: 'The queue does not answer.' },
  shutting_down: { status: 503, retry: true, message: 'This process is stopping. Try again.' },
  invalid_settings: { status: 500, retry: false, message: 'The settings are not valid.' },
  already_running: { status: 500, retry: false, message: 'Another server uses this data folder.' },
} as const satisfies Record<string, { status: number; retry: boolean; message: string }>;

export type FaultKind = keyof typeof faults;

export interface FaultOptions {
  readonly message?: string;
  /** The field at fault, dotted: `device.gps_adid`. */
  readonly field?: string;
  readonly cause?: unknown;
  /** Seconds, for Retry-After. */
  readonly retryAfterSeconds?: number;
}

/** The only thing that is thrown on purpose. */
export class Fault extends Error {
  readonly kind: FaultKind;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: FaultKind, options: FaultOptions = {}) {
    super(
      options.message ?? faults[kind].message,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.name = 'Fault';
    this.kind = kind;
    this.field = options.field;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  get status(): number {
    return faults[this.kind].status;
  }

  get retry(): boolean {
    return faults[this.kind].retry;
  }
}

/** What `cause` says, as one line. */
export function describeError(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** The table, for the generated reference page. */
export function listFaults(): readonly {
  kind: FaultKind;
  status: number;
  retry: boolean;
  message: string;
}[] {
  return (Object.keys(faults) as FaultKind[]).map((kind) => ({ kind, ...faults[kind] }));
}
