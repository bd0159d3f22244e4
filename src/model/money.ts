/** Money without float arithmetic. Enters and leaves: decimal strings and ISO 4217 codes, upper case. */

export interface Money {
  /** A plain decimal: digits, at most one point, an optional leading minus. Never an exponent. */
  readonly amount: string;
  readonly currency: string;
}

const plainDecimal = /^-?\d{1,18}(\.\d{1,18})?$/;

/** True of what `scaleDecimal` can read. */
export function isDecimal(text: string): boolean {
  return plainDecimal.test(text);
}

/**
 * The amount moved `places` to the left of the point, as a whole number; what is smaller is rounded half away from zero.
 * `scaleDecimal("9.99", 2)` is `"999"`, `scaleDecimal("9.99", 6)` is `"9990000"`.
 */
export function scaleDecimal(amount: string, places: number): string {
  const negative = amount.startsWith('-');
  const [whole = '0', fraction = ''] = (negative ? amount.slice(1) : amount).split('.');
  const padded = fraction.padEnd(places + 1, '0');
  const kept = BigInt(whole + padded.slice(0, places));
  const rounded = padded.charCodeAt(places) >= 53 ? kept + 1n : kept;
  return negative && rounded !== 0n ? `-${rounded}` : `${rounded}`;
}

/** `percent` of an amount, exact: `percentOf("9.99", "10")` is `"0.999"`. */
export function percentOf(amount: string, percent: string): string {
  const places = 18;
  const product = BigInt(scaleDecimal(amount, places)) * BigInt(scaleDecimal(percent, places));
  const divisor = 10n ** BigInt(places + 2);
  return unscaleDecimal(product / divisor, places);
}

/** A whole number of 10^-places units as a plain decimal with no trailing zeros. */
export function unscaleDecimal(units: bigint, places: number): string {
  const negative = units < 0n;
  const digits = (negative ? -units : units).toString().padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  const whole = digits.slice(0, -places);
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** With exactly so many places, rounded half away from zero: `fixedDecimal("9.995", 2)` is `"10.00"`. */
export function fixedDecimal(amount: string, places: number): string {
  const moved = scaleDecimal(amount, places);
  if (places === 0) return moved;
  const negative = moved.startsWith('-');
  const digits = (negative ? moved.slice(1) : moved).padStart(places + 1, '0');
  return `${negative ? '-' : ''}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Exact. Each must be one that `isDecimal` takes. */
export function decimalSum(amounts: readonly string[]): string {
  const places = 18;
  return unscaleDecimal(
    amounts.reduce((total, amount) => total + BigInt(scaleDecimal(amount, places)), 0n),
    places,
  );
}
