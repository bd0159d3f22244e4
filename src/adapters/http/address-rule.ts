/**
 * Where a delivery may go. Enters: an address and a port, and what the operator allows. Leaves: yes, or why not.
 * It looks at addresses alone: names are resolved first, and the address that was judged is the one connected to.
 */
import * as ipaddr from 'ipaddr.js';

export type AddressVerdict = 'allowed' | 'refused_address' | 'refused_port';

export interface AddressRule {
  judge(address: string, port: number): AddressVerdict;
  /** False where this port is refused whatever the address is, so that no name need be looked up. */
  mayAllow(port: number): boolean;
}

export interface AddressRuleOptions {
  /** CIDR ranges that may be reached although they are private; on any port. */
  readonly allowPrivate: readonly string[];
  /** Ports beside 80 and 443. */
  readonly allowPorts: readonly number[];
}

type Range = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Ranges that carry an IPv4 address or lead to somebody's own network, and which ipaddr.js counts as public or has no word for. */
const alsoPrivate: readonly Range[] = [
  '168.63.129.16/32', // a cloud's metadata at a public address
  '192.31.196.0/24', // AS112
  '192.52.193.0/24', // AMT
  '192.88.99.0/24', // 6to4 relay
  '192.175.48.0/24', // AS112
  '198.18.0.0/15', // benchmarking
  '240.0.0.0/4', // reserved
  '::/96', // IPv4-compatible, unspecified, loopback
  '64:ff9b:1::/48', // NAT64, local use
  '100::/64', // discard
  '100:0:0:1::/64', // dummy prefix
  '2001::/23', // protocol assignments, Teredo
  '2001:db8::/32', // documentation
  '2620:4f:8000::/48', // AS112
  '3fff::/20', // documentation
  '5f00::/16', // segment routing
  'fec0::/10', // site-local, deprecated and still routed by some
].map((range) => ipaddr.parseCIDR(range));

export function createAddressRule(options: AddressRuleOptions): AddressRule {
  const allowed = options.allowPrivate.map((range): Range => ipaddr.parseCIDR(range));
  const ports = new Set([80, 443, ...options.allowPorts]);
  return {
    judge: (address, port) => {
      if (!ipaddr.isValid(address)) return 'refused_address';
      const parsed = ipaddr.process(address);
      if (allowed.some((range) => within(parsed, range))) return 'allowed';
      if (!isPublic(parsed)) return 'refused_address';
      return ports.has(port) ? 'allowed' : 'refused_port';
    },
    mayAllow: (port) => ports.has(port) || allowed.length > 0,
  };
}

function isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address.range() === 'unicast' && !alsoPrivate.some((range) => within(address, range));
}

function within(address: ipaddr.IPv4 | ipaddr.IPv6, [range, bits]: Range): boolean {
  return address.kind() === range.kind() && address.match(range, bits);
}
