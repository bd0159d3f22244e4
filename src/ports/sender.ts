/** One HTTP request out, under limits. */

export interface OutboundRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** An answer, its body cut at 16 KiB; or why there is none. */
export type OutboundResult =
  | {
      readonly answered: true;
      readonly status: number;
      readonly body: string;
      readonly retryAfter?: string;
      readonly durationMs: number;
    }
  /** `code`: timeout, connect_timeout, refused_address, refused_port, dns, dns_timeout, too_many_sockets, connection, tls, invalid_url, … */
  | {
      readonly answered: false;
      readonly code: string;
      readonly message: string;
      readonly durationMs: number;
    };

export interface Sender {
  /** Never rejects. Redirects are not followed. */
  send(request: OutboundRequest): Promise<OutboundResult>;
  close(): Promise<void>;
}
