/**
 * Addresses that are nobody's own line: relays, clouds, anonymisers. Enters: a list as text, one CIDR range or address a line. Leaves: a predicate.
 * It reads no file, and never takes a line that it does not understand.
 */
import { isIP } from 'node:net';
// Its functions call each other through `this`, so they are never taken out of it.
import * as ipaddr from 'ipaddr.js';
import { Fault } from '../errors';

/** An IPv4 address in IPv6 wrapping is the IPv4 address; what is no address is on no list. */
export type IsAnonymousAddress = (address: string) => boolean;

/** First and last address, as numbers. */
type Range = readonly [first: bigint, last: bigint];
type Address = ipaddr.IPv4 | ipaddr.IPv6;

/**
 * @param file stands in the message.
 * @throws Fault `invalid_settings` that names file and line.
 */
export function compileAnonymousNetworks(text: string, file: string): IsAnonymousAddress {
  const ranges = { ipv4: [] as Range[], ipv6: [] as Range[] };
  for (const [at, line] of text.split('\n').entries()) {
    const entry = (line.split('#')[0] ?? '').trim();
    if (entry === '') continue;
    const [address, bits] = readEntry(entry, `${file}, line ${at + 1}`);
    ranges[address.kind()].push(rangeOf(address, bits));
  }
  const sorted = { ipv4: join(ranges.ipv4), ipv6: join(ranges.ipv6) };
  return (given) => {
    if (isIP(given) === 0) return false;
    const address = ipaddr.process(given);
    return contains(sorted[address.kind()], numberOf(address));
  };
}

function readEntry(entry: string, place: string): [Address, number] {
  const [text = '', bits, ...rest] = entry.split('/');
  const max = isIP(text) === 4 ? 32 : 128;
  if (
    isIP(text) === 0 ||
    text.includes('%') ||
    rest.length > 0 ||
    (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > max))
  ) {
    const message = `${place}: "${entry}" is neither a CIDR range such as 172.224.0.0/12 nor an address.`;
    throw new Fault('invalid_settings', { message });
  }
  return [ipaddr.parse(text), bits === undefined ? max : Number(bits)];
}

function numberOf(address: Address): bigint {
  return address.toByteArray().reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** Bits beyond the prefix are somebody's slip of the pen: the network is meant. */
function rangeOf(address: Address, bits: number): Range {
  const free = BigInt((address.kind() === 'ipv4' ? 32 : 128) - bits);
  const first = (numberOf(address) >> free) << free;
  return [first, first + (1n << free) - 1n];
}

/** Sorted; what overlaps or touches is one. */
function join(ranges: readonly Range[]): readonly Range[] {
  const joined: Range[] = [];
  for (const range of [...ranges].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))) {
    const last = joined.at(-1);
    if (last === undefined || range[0] > last[1] + 1n) joined.push(range);
    else if (range[1] > last[1]) joined[joined.length - 1] = [last[0], range[1]];
  }
  return joined;
}

/** Binary search for the last range that begins at or before the address. */
function contains(ranges: readonly Range[], address: bigint): boolean {
  let [low, high] = [0, ranges.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range === undefined) return false;
    if (address < range[0]) high = middle - 1;
    else if (address > range[1]) low = middle + 1;
    else return true;
  }
  return false;
}
