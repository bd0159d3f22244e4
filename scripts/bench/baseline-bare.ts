/** A process: the floor of HTTP, bare node:http that reads a body and answers 202. Enters: requests. Leaves: 202, nothing else. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerParent } from './child';

const server = createServer((req, res) => {
  req.resume();
  req.on('end', () => res.writeHead(202, { 'content-length': '2' }).end('{}'));
});
server.listen(0, '127.0.0.1', () => answerParent((server.address() as AddressInfo).port, () => null));
