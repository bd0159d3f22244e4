/**
 * Which orders a file held. Enters: names. Leaves: whether a name was there before. It keeps 64 bits of a hash of each, so a million take 32 MiB at most; that two
 * of a million look alike is one chance in thirty million.
 */
import { hash } from 'node:crypto';

const slotsFirst = 1 << 12;

export class OrderSet {
  #slots = new BigUint64Array(slotsFirst);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** False: it was there. */
  add(name: string): boolean {
    if ((this.#size + 1) * 2 > this.#slots.length) this.#grow();
    const code = codeOf(name);
    const at = place(this.#slots, code);
    if (this.#slots[at] === code) return false;
    this.#slots[at] = code;
    this.#size += 1;
    return true;
  }

  has(name: string): boolean {
    const code = codeOf(name);
    return this.#slots[place(this.#slots, code)] === code;
  }

  #grow(): void {
    const grown = new BigUint64Array(this.#slots.length * 2);
    for (const code of this.#slots) if (code !== 0n) grown[place(grown, code)] = code;
    this.#slots = grown;
  }
}

/** 0 stands for an empty slot. */
function codeOf(name: string): bigint {
  const code = hash('sha256', name, 'buffer').readBigUInt64LE();
  return code === 0n ? 1n : code;
}

/** Where it stands, or would. Half of the slots are free, so the walk ends. */
function place(slots: BigUint64Array, code: bigint): number {
  const mask = slots.length - 1;
  let at = Number(code & 0xffff_ffffn) & mask;
  while (slots[at] !== 0n && slots[at] !== code) at = (at + 1) & mask;
  return at;
}
