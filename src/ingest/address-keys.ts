/**
 * Keys by which a touch and an activity behind one address find each other. Enters: an address as text, a time. Leaves: keyed hashes that change with
 * the day. Never makes a key of an address that many share, and never lets the address itself out.
 */
import { hash } from 'node:crypto';
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
  const secret = secretOf(address, means);
  return secret === null ? [] : [addressKey(secret, dayOf(time))];
}

/** For an activity: the keys of every day on which a touch that it may be matched with was made, its own day first. */
export function addressKeysWithin(
  address: string | undefined,
  time: number,
  means: AddressMeans,
): readonly string[] {
  const secret = secretOf(address, means);
  if (secret === null) return [];
  const last = dayOf(time);
  return Array.from({ length: addressWindowDays + 1 }, (_, ago) => addressKey(secret, last - ago));
}

/**
 * The keyed hash of the address's network, from which its days' keys are made; it is kept nowhere. One keyed hash for all days, because it costs three
 * times a plain one and every activity with an address needs eight keys.
 */
function secretOf(address: string | undefined, { secrets, isAnonymous }: AddressMeans): string | null {
  const network = address === undefined || isAnonymous(address) ? null : networkOf(address);
  return network === null ? null : secrets.keyedHash(network);
}

function dayOf(time: number): number {
  return Math.floor(time / dayMs);
}

function addressKey(secret: string, day: number): string {
  return `ip:${hash('sha256', `${day} ${secret}`).slice(0, addressDigits)}`;
}
