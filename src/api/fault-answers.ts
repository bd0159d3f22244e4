/**
 * Which faults an operation may answer with, by status. Enters: what the operation takes. Leaves: OpenAPI responses, those that are the same described once. It
 * lists codes of `errors.ts` alone.
 */
import { listFaults, type FaultKind } from '../errors';
import { brokenRequests, type BrokenRequest } from './broken-requests';

/** What a request has that can be wrong. */
export interface Traits {
  readonly keyed: boolean;
  readonly inPath: boolean;
  readonly query: boolean;
  readonly body: boolean;
  /** It makes or changes something that is kept. */
  readonly writes: boolean;
  /** Faults of its own. */
  readonly own?: readonly FaultKind[];
}

const always: readonly FaultKind[] = ['bad_request', 'rate_limited', 'internal', 'store_unavailable'];
const ofTraits: Readonly<Record<Exclude<keyof Traits, 'own'>, readonly FaultKind[]>> = {
  keyed: ['unauthorized', 'forbidden', 'insufficient_scope'],
  inPath: ['not_found'],
  query: ['invalid_field', 'missing_field', 'unknown_field', 'invalid_time', 'invalid_cursor'],
  body: [
    ...([
      'empty_body',
      'invalid_json',
      'invalid_encoding',
      'body_too_large',
      'unsupported_media_type',
    ] as const),
    ...(['invalid_field', 'missing_field', 'unknown_field', 'invalid_time', 'invalid_policy'] as const),
  ],
  writes: ['conflict', 'not_found', 'invalid_field'],
};

export type Responses = Record<string, unknown>;

/** Collects what the operations point at. */
export class FaultBook {
  readonly responses: Record<string, unknown> = {};

  /** Status → a reference. */
  of(traits: Traits): Responses {
    const kinds = new Set<FaultKind>([...always, ...(traits.own ?? [])]);
    for (const [trait, found] of Object.entries(ofTraits) as [keyof typeof ofTraits, FaultKind[]][])
      if (traits[trait]) for (const kind of found) kinds.add(kind);
    const byStatus = new Map<number, ReturnType<typeof listFaults>[number][]>();
    for (const fault of listFaults()) {
      if (!kinds.has(fault.kind)) continue;
      byStatus.set(fault.status, [...(byStatus.get(fault.status) ?? []), fault]);
    }
    const { HPE_HEADER_OVERFLOW: tooLong, ERR_HTTP_REQUEST_TIMEOUT: tooSlow } = brokenRequests;
    return {
      ...Object.fromEntries([...byStatus].map(([status, faults]) => [String(status), this.refer(faults)])),
      ...this.referBroken('headers_too_large', tooLong),
      ...(traits.body ? this.referBroken('too_slow', tooSlow) : {}),
    };
  }

  private referBroken(name: string, { status, message }: BrokenRequest): Responses {
    this.responses[name] ??= answerOf('bad_request', message, `\`bad_request\`: ${message}`);
    return { [status]: { $ref: `#/components/responses/${name}` } };
  }

  private refer(faults: readonly ReturnType<typeof listFaults>[number][]): unknown {
    const [first] = faults;
    const name = faults.map(({ kind }) => kind).join('.');
    const description = faults.map(({ kind, message }) => `\`${kind}\`: ${message}`).join('\n\n');
    this.responses[name] ??= {
      ...answerOf(first?.kind, first?.message, description),
      ...(first?.status === 429 || first?.status === 503
        ? { headers: { 'retry-after': { schema: { type: 'integer' }, description: 'Seconds.' } } }
        : {}),
    };
    return { $ref: `#/components/responses/${name}` };
  }
}

function answerOf(code: FaultKind | undefined, message: string | undefined, description: string): object {
  const error = { code, message, request_id: '0b7f0f4e-5a4c-4d7d-9f6e-000000000001' };
  return {
    description,
    content: {
      'application/json': { schema: { $ref: '#/components/schemas/Error' }, example: { error } },
    },
  };
}
