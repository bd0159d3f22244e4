/** Which addresses and ports a delivery may go to; both sides of each range's edge. */
import { createAddressRule } from '../../../src/adapters/http/address-rule';

const strict = createAddressRule({ allowPrivate: [], allowPorts: [] });

describe('what is not public is refused', () => {
  test.each([
    '0.0.0.0',
    '0.255.255.255',
    '10.0.0.0',
    '10.255.255.255',
    '100.64.0.0',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.255',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.0',
    '172.31.255.255',
    '192.0.0.192',
    '192.31.196.1',
    '192.52.193.1',
    '192.175.48.1',
    '100.100.100.200',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.0.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::7f00:1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::7f00:1',
    '64:ff9b::1.1.1.1',
    '64:ff9b:1::a00:1',
    '::ffff:0:7f00:1',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '::127.0.0.1',
    'fe80::1%eth0',
    '2001:20::1',
    '2002:a9fe:a9fe::1',
    '2620:4f:8000::1',
    'ff0e::1',
    'fd20:ce::254',
    '100:0:0:1::1',
    '5f00::1',
    '0177.0.0.1',
    '127.1',
    '2130706433',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    'not an address',
    '',
  ])('%s', (address) => {
    expect(strict.judge(address, 443)).toBe('refused_address');
  });
});

describe('what is public is allowed, up to the edge', () => {
  test.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '100.63.255.254',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '223.255.255.255',
    '::ffff:1.1.1.1',
    '2606:4700::1111',
    '2001:200::1',
    '2003::1',
    '64:ff9a::1',
    '2a00:1450::1',
  ])('%s', (address) => {
    expect(strict.judge(address, 443)).toBe('allowed');
  });
});

describe('ports', () => {
  const rule = createAddressRule({ allowPrivate: ['10.1.0.0/16', 'fd00::/8'], allowPorts: [8443] });

  test.each([
    { name: '80 is allowed', address: '1.1.1.1', port: 80, verdict: 'allowed' },
    { name: '443 is allowed', address: '1.1.1.1', port: 443, verdict: 'allowed' },
    { name: 'a port that the operator allows', address: '1.1.1.1', port: 8443, verdict: 'allowed' },
    { name: 'its neighbour is refused', address: '1.1.1.1', port: 8444, verdict: 'refused_port' },
    {
      name: 'an allowed private range is reached on any port',
      address: '10.1.255.255',
      port: 6379,
      verdict: 'allowed',
    },
    { name: 'and by its mapped form', address: '::ffff:10.1.0.1', port: 6379, verdict: 'allowed' },
    {
      name: 'the address after the range is not',
      address: '10.2.0.0',
      port: 443,
      verdict: 'refused_address',
    },
    { name: 'an IPv6 range', address: 'fdff::1', port: 1, verdict: 'allowed' },
    { name: 'a port does not open an address', address: '127.0.0.1', port: 8443, verdict: 'refused_address' },
  ])('$name', ({ address, port, verdict }) => {
    expect(rule.judge(address, port)).toBe(verdict);
  });

  test('without private ranges no name need be looked up for a port that is refused', () => {
    expect(strict.mayAllow(8080)).toBe(false);
    expect(strict.mayAllow(443)).toBe(true);
    expect(rule.mayAllow(8080)).toBe(true);
  });
});
