/**
 * Whose address it is. Enters: a request and the proxies that are trusted; addresses as text. Leaves: the visitor's address, plain, and the
 * network it is matched by. Never believes X-Forwarded-For from a peer that is not trusted.
 */
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
// Its functions call each other through `this`, so they are never taken out of it.
import * as ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
export type TrustsProxy = (address: string) => boolean;

const named: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** The rule of TRUST_PROXY: names as Express has them, addresses and CIDRs. */
export function compileTrust(list: readonly string[]): TrustsProxy {
  const ranges = list
    .flatMap((entry) => named[entry] ?? [entry])
    .map((entry) => (entry.includes('/') ? ipaddr.parseCIDR(entry) : wholeAddress(entry)));
  if (ranges.length === 0) return () => false;
  return (text) => {
    const address = parseAddress(text);
    if (address === null) return false;
    return ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits));
  };
}

/** What `compileTrust` can read. */
export function isAddressList(list: readonly string[]): boolean {
  try {
    compileTrust(list);
    return true;
  } catch {
    return false;
  }
}

function wholeAddress(text: string): [Address, number] {
  const address = ipaddr.parse(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** The address as plain text, IPv4 out of its IPv6 wrapping; null where it is none. */
export function normaliseAddress(text: string): string | null {
  return parseAddress(text)?.toString() ?? null;
}

function parseAddress(text: string): Address | null {
  const bare = text.trim().split('%')[0] ?? '';
  // isIP first: ipaddr.js also reads octal, hexadecimal and one-number forms, which no proxy writes.
  return isIP(bare) === 0 ? null : ipaddr.process(bare);
}

/**
 * The visitor: the connection's peer, or, behind trusted proxies, the first address from the right of X-Forwarded-For that is not one of
 * them. What cannot be read ends the walk at the last address that could.
 */
export function clientAddress(req: IncomingMessage, trusts: TrustsProxy): string | undefined {
  let address = normaliseAddress(req.socket.remoteAddress ?? '');
  if (address === null) return undefined;
  const header = req.headers['x-forwarded-for'];
  if (header === undefined) return address;
  const hops = (typeof header === 'string' ? header : header.join(',')).split(',');
  while (hops.length > 0 && trusts(address)) {
    const next = normaliseAddress(withoutPort(hops.pop() ?? ''));
    if (next === null) break;
    address = next;
  }
  return address;
}

/** Some load balancers write `203.0.113.7:51334` or `[2001:db8::1]:51334`. */
function withoutPort(text: string): string {
  const hop = text.trim();
  return /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? /^([\d.]+):\d+$/.exec(hop)?.[1] ?? hop;
}

/** Addresses set aside for examples: nobody's, so they tell nobody apart from nobody, and every guide and test uses them. */
const documentation = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '2001:db8::/32'].map((range) =>
  ipaddr.parseCIDR(range),
);

/**
 * The network by which an address is matched: an IPv4 address itself, of IPv6 the first 64 bits (the rest changes daily). Null of an address
 * that many share or that says nothing: private, carrier-grade NAT, loopback, link-local, reserved.
 */
export function networkOf(text: string): string | null {
  const address = parseAddress(text);
  if (address === null) return null;
  const shared = address.range() !== 'unicast';
  if (
    shared &&
    !documentation.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits))
  )
    return null;
  if (address.kind() === 'ipv4') return address.toString();
  return `${(address as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
