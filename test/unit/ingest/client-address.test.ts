/** Whose address counts, and which network it is matched by. */
import type { IncomingMessage } from 'node:http';
import { clientAddress, compileTrust, networkOf, normaliseAddress } from '../../../src/ingest/client-address';

/** The two things that are read of a request. */
function request(peer: string | undefined, forwarded?: string): IncomingMessage {
  return {
    socket: { remoteAddress: peer },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  } as unknown as IncomingMessage;
}

test.each([
  {
    name: 'nobody is trusted by default',
    trust: [],
    peer: '127.0.0.1',
    forwarded: '203.0.113.7',
    is: '127.0.0.1',
  },
  {
    name: 'a trusted peer',
    trust: ['loopback'],
    peer: '127.0.0.1',
    forwarded: '203.0.113.7',
    is: '203.0.113.7',
  },
  {
    name: 'a trusted peer over IPv6-mapped',
    trust: ['loopback'],
    peer: '::ffff:127.0.0.1',
    forwarded: '203.0.113.7',
    is: '203.0.113.7',
  },
  {
    name: 'a trusted IPv6 peer',
    trust: ['loopback'],
    peer: '::1',
    forwarded: '2001:db8::9',
    is: '2001:db8::9',
  },
  {
    name: 'what a visitor wrote in front is not believed',
    trust: ['loopback'],
    peer: '127.0.0.1',
    forwarded: '198.51.100.1, 203.0.113.7',
    is: '203.0.113.7',
  },
  {
    name: 'two trusted hops',
    trust: ['loopback', '10.0.0.0/8'],
    peer: '127.0.0.1',
    forwarded: '198.51.100.1, 203.0.113.7, 10.1.2.3',
    is: '203.0.113.7',
  },
  {
    name: 'one address more than the range',
    trust: ['10.0.0.0/31'],
    peer: '10.0.0.2',
    forwarded: '203.0.113.7',
    is: '10.0.0.2',
  },
  {
    name: 'the last of the range',
    trust: ['10.0.0.0/31'],
    peer: '10.0.0.1',
    forwarded: '203.0.113.7',
    is: '203.0.113.7',
  },
  {
    name: 'one address without bits',
    trust: ['10.0.0.2'],
    peer: '10.0.0.2',
    forwarded: '203.0.113.7',
    is: '203.0.113.7',
  },
  {
    name: 'uniquelocal',
    trust: ['uniquelocal'],
    peer: 'fd00::1',
    forwarded: '203.0.113.7',
    is: '203.0.113.7',
  },
  {
    name: 'linklocal with a zone',
    trust: ['linklocal'],
    peer: 'fe80::1%eth0',
    forwarded: '203.0.113.7',
    is: '203.0.113.7',
  },
  {
    name: 'all hops trusted: the leftmost',
    trust: ['loopback'],
    peer: '127.0.0.1',
    forwarded: '127.0.0.9',
    is: '127.0.0.9',
  },
  {
    name: 'rubbish ends the walk',
    trust: ['loopback'],
    peer: '127.0.0.1',
    forwarded: '203.0.113.7, unknown',
    is: '127.0.0.1',
  },
  {
    name: 'a port is left out',
    trust: ['loopback'],
    peer: '127.0.0.1',
    forwarded: '203.0.113.7:51334',
    is: '203.0.113.7',
  },
  {
    name: 'brackets and port are left out',
    trust: ['loopback'],
    peer: '127.0.0.1',
    forwarded: '[2001:db8::1]:443',
    is: '2001:db8::1',
  },
  { name: 'an empty header', trust: ['loopback'], peer: '127.0.0.1', forwarded: '', is: '127.0.0.1' },
  { name: 'no header', trust: ['loopback'], peer: '203.0.113.9', forwarded: undefined, is: '203.0.113.9' },
  {
    name: 'a connection that is gone',
    trust: ['loopback'],
    peer: undefined,
    forwarded: '203.0.113.7',
    is: undefined,
  },
])('$name', ({ trust, peer, forwarded, is }) => {
  expect(clientAddress(request(peer, forwarded), compileTrust(trust))).toBe(is);
});

test.each([
  { text: ' 203.0.113.7 ', is: '203.0.113.7' },
  { text: '::ffff:203.0.113.7', is: '203.0.113.7' },
  { text: '2001:0DB8:0:0::1', is: '2001:db8::1' },
  { text: '0177.0.0.1', is: null },
  { text: '2130706433', is: null },
  { text: '1.2.3', is: null },
  { text: 'localhost', is: null },
  { text: '', is: null },
])('"$text" is read as $is', ({ text, is }) => {
  expect(normaliseAddress(text)).toBe(is);
});

test.each([
  { name: 'IPv4 by itself', text: '8.8.8.8', is: '8.8.8.8' },
  { name: 'mapped IPv4 as IPv4', text: '::ffff:8.8.8.8', is: '8.8.8.8' },
  { name: 'IPv6 by its first half', text: '2600:1f18:1:2:3:4:5:6', is: '2600:1f18:1:2::/64' },
  { name: 'the other half does not matter', text: '2600:1f18:1:2:ffff::1', is: '2600:1f18:1:2::/64' },
  { name: 'the next network is another', text: '2600:1f18:1:3::1', is: '2600:1f18:1:3::/64' },
  { name: 'documentation addresses may be used', text: '203.0.113.7', is: '203.0.113.7' },
  { name: 'of IPv6 too', text: '2001:db8::7', is: '2001:db8:0:0::/64' },
  { name: 'private 10/8', text: '10.0.0.1', is: null },
  { name: 'private 172.16/12, its end', text: '172.31.255.255', is: null },
  { name: 'one after it', text: '172.32.0.0', is: '172.32.0.0' },
  { name: 'private 192.168/16', text: '192.168.1.1', is: null },
  { name: 'carrier-grade NAT, its start', text: '100.64.0.0', is: null },
  { name: 'carrier-grade NAT, its end', text: '100.127.255.255', is: null },
  { name: 'one before it', text: '100.63.255.255', is: '100.63.255.255' },
  { name: 'one after it', text: '100.128.0.0', is: '100.128.0.0' },
  { name: 'loopback', text: '127.0.0.1', is: null },
  { name: 'loopback of IPv6', text: '::1', is: null },
  { name: 'link-local', text: '169.254.169.254', is: null },
  { name: 'link-local of IPv6', text: 'fe80::1', is: null },
  { name: 'unique local', text: 'fd00::1', is: null },
  { name: 'multicast', text: '224.0.0.1', is: null },
  { name: 'reserved', text: '240.0.0.1', is: null },
  { name: 'benchmarking', text: '198.18.0.1', is: null },
  { name: 'unspecified', text: '0.0.0.0', is: null },
  { name: 'no address', text: 'unknown', is: null },
])('network: $name', ({ text, is }) => {
  expect(networkOf(text)).toBe(is);
});
