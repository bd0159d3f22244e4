/** Networks that are nobody's own line: both edges of a range, both families, and lines that cannot be read. The list shipped is held to its form. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Fault } from '../../../src/errors';
import { compileAnonymousNetworks } from '../../../src/ingest/anonymous-networks';
import { readAnonymousNetworks } from '../../../src/read-networks';

const list = `
# a comment
203.0.113.64/26   # and one behind
198.51.100.7
  203.0.113.96/27
10.0.0.0/8\r
2001:db8:1::/48
2001:db8:2::5
192.0.2.200/25
`;

test.each([
  { name: 'before a range', address: '203.0.113.63', is: false },
  { name: 'its first address', address: '203.0.113.64', is: true },
  { name: 'inside a range that lies in another', address: '203.0.113.97', is: true },
  { name: 'its last address', address: '203.0.113.127', is: true },
  { name: 'after it', address: '203.0.113.128', is: false },
  { name: 'a single address', address: '198.51.100.7', is: true },
  { name: 'before a single address', address: '198.51.100.6', is: false },
  { name: 'after it', address: '198.51.100.8', is: false },
  { name: 'the lowest range', address: '10.0.0.0', is: true },
  { name: 'below all', address: '9.255.255.255', is: false },
  { name: 'above all', address: '255.255.255.255', is: false },
  { name: 'bits beyond the prefix: the network’s first', address: '192.0.2.128', is: true },
  { name: 'bits beyond the prefix: before it', address: '192.0.2.127', is: false },
  { name: 'IPv4 in IPv6', address: '::ffff:203.0.113.64', is: true },
  { name: 'before an IPv6 range', address: '2001:db8:0:ffff:ffff:ffff:ffff:ffff', is: false },
  { name: 'its first', address: '2001:db8:1::', is: true },
  { name: 'its last', address: '2001:db8:1:ffff:ffff:ffff:ffff:ffff', is: true },
  { name: 'a single IPv6 address', address: '2001:db8:2::5', is: true },
  { name: 'after it', address: '2001:db8:2::6', is: false },
  { name: 'the number of an IPv4 address as IPv6', address: '::cb00:7140', is: false },
  { name: 'what is no address', address: 'example.test', is: false },
])('$name ($address): $is', ({ address, is }) => {
  expect(compileAnonymousNetworks(list, 'a list')(address)).toBe(is);
});

test('an empty list holds nobody', () => {
  expect(compileAnonymousNetworks('# nothing\n', 'a list')('203.0.113.64')).toBe(false);
});

test('everything can be on it', () => {
  const all = compileAnonymousNetworks('0.0.0.0/0\n::/0', 'a list');
  expect([all('0.0.0.0'), all('255.255.255.255'), all('::'), all('2001:db8::1')]).toEqual(
    Array.from({ length: 4 }, () => true),
  );
});

const refusalOf = (text: string): Fault => {
  try {
    compileAnonymousNetworks(text, '/etc/carom/networks.txt');
  } catch (cause) {
    if (cause instanceof Fault) return cause;
  }
  throw new Error('it was taken');
};

test.each([
  '1.2.3.4/33',
  '::/129',
  '1.2.3.4/',
  '1.2.3/8',
  '1.2.3.4/8/9',
  '01.2.3.4',
  'fe80::1%eth0/64',
  'x',
  '-1/8',
])('the line %s is refused by file and number', (line) => {
  const fault = refusalOf(`# first\n10.0.0.0/8\n${line}\n`);
  expect(fault.kind).toBe('invalid_settings');
  expect(fault.message).toContain('/etc/carom/networks.txt, line 3');
  expect(fault.message).toContain(`"${line}"`);
});

describe('the file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'carom-networks-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('the one shipped knows a relay and no household', async () => {
    const isAnonymous = await readAnonymousNetworks('');
    expect(isAnonymous('172.224.0.0')).toBe(true);
    expect(isAnonymous('172.239.255.255')).toBe(true);
    expect(isAnonymous('172.240.0.0')).toBe(false);
    expect(isAnonymous('2606:4700::1')).toBe(true);
    expect(isAnonymous('203.0.113.7')).toBe(false);
    expect(isAnonymous('127.0.0.1')).toBe(false);
  });

  test('another one takes its place', async () => {
    const file = join(folder, 'networks.txt');
    writeFileSync(file, '203.0.113.0/24\n');
    const isAnonymous = await readAnonymousNetworks(file);
    expect([isAnonymous('203.0.113.7'), isAnonymous('172.224.0.0')]).toEqual([true, false]);
  });

  test('one that is not there stops the start, by name', async () => {
    const file = join(folder, 'missing.txt');
    await expect(readAnonymousNetworks(file)).rejects.toThrow(`ANONYMOUS_NETWORKS: the file "${file}"`);
  });
});
