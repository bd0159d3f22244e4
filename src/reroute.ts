/**
 * Everything to one place: for demos and staging, where nothing may reach a partner. Enters: requests as planned. Leaves: the same requests to another
 * base, path and query kept, their own origin in a header. What is stored and shown stays as planned.
 */
import type { Sender } from './ports/sender';

export function reroute(sender: Sender, base: string): Sender {
  return {
    send(request) {
      if (!URL.canParse(request.url)) return sender.send(request);
      const url = new URL(request.url);
      return sender.send({
        ...request,
        url: `${base}${url.pathname}${url.search}`,
        headers: { ...request.headers, 'carom-origin': url.origin },
      });
    },
    close: () => sender.close(),
  };
}
