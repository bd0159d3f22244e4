/** A line between a client and a server on loopback that can be cut and mended. Enters: where it leads. Leaves: the port that leads there. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server as Line, type Socket } from 'node:net';

export class Cable {
  readonly #sockets = new Set<Socket>();
  #cut = false;
  #line: Line | null = null;

  async lay(host: string, port: number): Promise<number> {
    this.#line = createServer((near) => {
      if (this.#cut) return void near.destroy();
      const far = connect(port, host);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
      return undefined;
    }).listen(0, '127.0.0.1');
    await once(this.#line, 'listening');
    return (this.#line.address() as AddressInfo).port;
  }

  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#cut = false;
  }

  remove(): void {
    this.cut();
    this.#line?.close();
  }
}
