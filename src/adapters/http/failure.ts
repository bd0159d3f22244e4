/** Names what went wrong on the wire. Enters: whatever undici, Node or OpenSSL threw. Leaves: a short code and a message without addresses. */

export interface Failure {
  readonly code: string;
  readonly message: string;
}

const codes: Readonly<Record<string, string>> = {
  refused_address: 'refused_address',
  refused_port: 'refused_port',
  UND_ERR_CONNECT_TIMEOUT: 'connect_timeout',
  ETIMEDOUT: 'connect_timeout',
  TOO_MANY_SOCKETS: 'too_many_sockets',
  DNS_TIMEOUT: 'dns_timeout',
  ENOTFOUND: 'dns',
  ENODATA: 'dns',
  EAI_AGAIN: 'dns',
  EAI_FAIL: 'dns',
  EAI_NODATA: 'dns',
  EAI_NONAME: 'dns',
  UND_ERR_INVALID_ARG: 'invalid_request',
  UND_ERR_NOT_SUPPORTED: 'invalid_request',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'invalid_request',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'invalid_response',
  UND_ERR_HEADERS_OVERFLOW: 'invalid_response',
};

const messages: Readonly<Record<string, string>> = {
  connect_timeout: 'No connection in time.',
  too_many_sockets: 'Too many sockets are open (SOCKETS_MAX); nothing was sent.',
  dns_timeout: 'The name was not resolved in time (DNS_TIMEOUT_MS).',
  dns: 'The name has no address.',
  connection: 'The connection failed or was closed.',
  tls: 'TLS failed.',
  invalid_request: 'The request cannot be sent as it stands.',
  invalid_response: 'What came back is not HTTP, or its headers are too long.',
};

const tls = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|EPROTO)/;

export function describeFailure(cause: unknown): Failure {
  const found = codeOf(cause);
  const code =
    codes[found] ?? (tls.test(found) ? 'tls' : found.startsWith('HPE_') ? 'invalid_response' : 'connection');
  const message = code.startsWith('refused_') && cause instanceof Error ? cause.message : messages[code];
  return { code, message: `${message ?? code}${found === code || found === '' ? '' : ` (${found})`}` };
}

/** Trying two address families fails with both errors inside one. */
function codeOf(cause: unknown): string {
  if (cause instanceof AggregateError && cause.errors.length > 0) return codeOf(cause.errors[0]);
  if (typeof cause !== 'object' || cause === null) return '';
  const code: unknown = Reflect.get(cause, 'code');
  // What undici's parser throws has no code where the first bytes are already wrong.
  if (cause instanceof Error && cause.name === 'HTTPParserError') return 'HPE_INVALID';
  return typeof code === 'string' ? code : '';
}
