/**
 * Names queues so that a Redis Cluster spreads them. Enters: a prefix, a kind, how many. Leaves: one hash tag each. Pure and the same everywhere:
 * all processes of one installation must come to the same names.
 */

const slots = 16_384;

/** The tag of queue `index` of `count`: the first name whose slot falls into its own share of the slots. */
export function slotTag(prefix: string, kind: string, index: number, count: number): string {
  const from = Math.floor((index * slots) / count);
  const until = Math.floor(((index + 1) * slots) / count);
  for (let salt = 0; ; salt += 1) {
    const tag = salt === 0 ? `${prefix}:${kind}${index}` : `${prefix}:${kind}${index}.${salt}`;
    const slot = crc16(tag) % slots;
    if (slot >= from && slot < until) return tag;
  }
}

/** CRC-16/XMODEM, as Redis Cluster hashes keys. */
export function crc16(text: string): number {
  let crc = 0;
  for (const byte of Buffer.from(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc;
}
