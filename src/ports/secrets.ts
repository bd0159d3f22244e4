/** Sealing of secret settings, keyed hashes, and the markers that stand for secrets in planned requests. One SECRET_KEY behind it. */

export interface Secrets {
  /** `sealed:v1:…`, authenticated encryption. */
  seal(plain: string): string;
  /** @throws Fault `internal` where it was sealed with another key. */
  open(sealed: string): string;
  /** Keyed hash, hex, for addresses: the same address gives the same key in all processes of one store. */
  keyedHash(text: string): string;
  /**
   * What stands for a secret in a request that is stored: `__carom_<16 hex>_<name>__`, of letters, digits and `_` alone, so that every
   * encoding leaves it as it is. Keyed by owner (`<app>/<partner>` or a callback's id), so that no data can forge it.
   */
  marker(owner: string, name: string): string;
}
