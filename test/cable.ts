/** A line to the run's MongoDB-compatible server that can be cut and mended. Enters: the URL of a database. Leaves: the URL that leads there. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server as Line, type Socket } from 'node:net';

export class Cable {
  readonly #sockets = new Set<Socket>();
  #cut = false;
  #line: Line | null = null;

  /** @returns the URL of the same database at this end. */
  async layTo(database: string): Promise<string> {
    const { hostname, port, pathname } = new URL(database);
    const near = await this.lay(hostname, Number(port || 27_017));
    return `mongodb://127.0.0.1:${near}${pathname}?directConnection=true`;
  }

  private async lay(host: string, port: number): Promise<number> {
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
