/** A network address with the part that points at one line removed. Enters: an address as text. Leaves: its /24 or /48 network, as text. */

/** `203.0.113.7` → `203.0.113.0`; `2001:db8:1:2::3` → `2001:db8:1::`. What is no address is left empty rather than kept. */
export function truncateAddress(address: string): string {
  const four = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/i.exec(address.trim());
  if (four !== null) return `${four[1]}.${four[2]}.${four[3]}.0`;
  const groups = leadingGroups(address.trim());
  return groups === null ? '' : `${groups.map((group) => group.toString(16)).join(':')}::`;
}

/** The first three groups of an IPv6 address, those that `::` stands for included; null where it is none. */
function leadingGroups(address: string): readonly number[] | null {
  const bare = address.replace(/%.*$/, '');
  if (!/^[0-9a-f:.]+$/i.test(bare) || !bare.includes(':')) return null;
  const [head = '', tail] = bare.split('::');
  const given = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  // An IPv4 tail stands for two groups; it is never among the first three but by its place.
  const width = (groups: readonly string[]): number =>
    groups.reduce((sum, group) => sum + (group.includes('.') ? 2 : 1), 0);
  const zeros = tail === undefined ? 0 : 8 - width(given) - width(after);
  if (zeros < 0 || (tail === undefined && width(given) !== 8)) return null;
  const all = [...given, ...Array.from({ length: zeros }, () => '0'), ...after].slice(0, 3);
  const numbers = all.map((group) => parseInt(group, 16));
  return numbers.every((number) => number >= 0 && number <= 0xffff) ? numbers : null;
}
