/**
 * Which links pay by rules of their own. Enters: the devices and touches of a batch. Leaves: payouts by link. Links come from the directory's cache; a link
 * is asked for by the credit too, because credit outlives its touch.
 */
import type { Payouts } from './model/app';
import type { Device } from './model/attribution';
import type { Touch } from './model/touch';
import type { Directory } from './ports/directory';

const none: ReadonlyMap<string, Payouts> = new Map();

export async function readLinkPayouts(
  devices: readonly Device[],
  touches: readonly Touch[],
  directory: Pick<Directory, 'link'>,
): Promise<ReadonlyMap<string, Payouts>> {
  const links = new Set<string>();
  for (const { link } of touches) links.add(link);
  for (const { credit, secondary } of devices) {
    if (typeof credit?.link === 'string') links.add(credit.link);
    if (typeof secondary?.link === 'string') links.add(secondary.link);
  }
  let found: Map<string, Payouts> | undefined;
  for (const token of links) {
    const payouts = token === '' ? undefined : (await directory.link(token))?.payouts;
    if (payouts !== undefined) (found ??= new Map()).set(token, payouts);
  }
  return found ?? none;
}
