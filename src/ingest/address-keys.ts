/**
 * Keys by which a touch and an activity behind one address find each other. Enters: an address as text, a time. Leaves: keyed hashes that change with
 * the day. Never makes a key of an address that many share, and never lets the address itself out.
 */
import type { Secrets } from '../ports/secrets';
import type { IsAnonymousAddress } from './anonymous-networks';
import { networkOf } from './client-address';

/** What makes keys of addresses. */
export interface AddressMeans {
  readonly secrets: Secrets;
  readonly isAnonymous: IsAnonymousAddress;
}

const dayMs = 86_400_000;
/** The longest probabilistic window that a policy may have; both its ends count, so it touches one day more. */
const addressWindowDays = 7;
/** 96 bits: no two networks share them, and an activity carries a handful. */
const addressDigits = 24;

/**
 * `ip:<keyed hash>` of the address's network and the UTC day, for a touch; none where the address may not be used. Another day makes another
 * key, so that keys of different weeks tell nobody that they were one line.
 */
export function addressKeysAt(
  address: string | undefined,
  time: number,
  means: AddressMeans,
): readonly string[] {
  const network = usableNetwork(address, means);
  return network === null ? [] : [addressKey(network, dayOf(time), means)];
}

/** For an activity: the keys of every day on which a touch that it may be matched with was made, its own day first. */
export function addressKeysWithin(
  address: string | undefined,
  time: number,
  means: AddressMeans,
): readonly string[] {
  const network = usableNetwork(address, means);
  if (network === null) return [];
  const last = dayOf(time);
  return Array.from({ length: addressWindowDays + 1 }, (_, ago) => addressKey(network, last - ago, means));
}

function usableNetwork(address: string | undefined, { isAnonymous }: AddressMeans): string | null {
  return address === undefined || isAnonymous(address) ? null : networkOf(address);
}

function dayOf(time: number): number {
  return Math.floor(time / dayMs);
}

function addressKey(network: string, day: number, { secrets }: AddressMeans): string {
  return `ip:${secrets.keyedHash(`${day} ${network}`).slice(0, addressDigits)}`;
}
