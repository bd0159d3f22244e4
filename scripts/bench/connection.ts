/**
 * The load's own HTTP client: a socket, one request at a time. Enters: requests as bytes. Leaves: status and body. It does as little as can be, so that
 * what is measured is the server and not whoever asks it; it knows `content-length` alone.
 */
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  /** The status line and the headers, as they came. */
  readonly head: string;
  readonly body: string;
}

export class Connection {
  #text = '';
  #bodyAt = -1;
  #end = 0;
  #waiting: { readonly resolve: (answer: Answer) => void; readonly reject: (cause: Error) => void } | null =
    null;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => this.#read(chunk));
    socket.on('error', (cause) => this.#fail(cause));
    socket.on('close', () => this.#fail(new Error('The server closed the connection.')));
  }

  static open(port: number): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        resolve(new Connection(socket));
      });
    });
  }

  exchange(request: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) throw new Error('The server had closed the connection.');
      this.#waiting = { resolve, reject };
      this.socket.write(request);
    });
  }

  close(): void {
    this.socket.destroy();
  }

  #read(chunk: string): void {
    this.#text += chunk;
    if (this.#bodyAt === -1) {
      const headEnd = this.#text.indexOf('\r\n\r\n');
      if (headEnd === -1) return;
      const length = /\r\ncontent-length: (\d+)/i.exec(this.#text.slice(0, headEnd))?.[1];
      this.#bodyAt = headEnd + 4;
      this.#end = this.#bodyAt + Number(length ?? 0);
    }
    if (this.#text.length < this.#end) return;
    const answer = {
      status: Number(this.#text.slice(9, 12)),
      head: this.#text.slice(0, this.#bodyAt),
      body: this.#text.slice(this.#bodyAt),
    };
    this.#text = '';
    this.#bodyAt = -1;
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve(answer);
  }

  #fail(cause: Error): void {
    this.#waiting?.reject(cause);
    this.#waiting = null;
  }
}

export async function openConnections(port: number, count: number): Promise<readonly Connection[]> {
  return Promise.all(Array.from({ length: count }, () => Connection.open(port)));
}
