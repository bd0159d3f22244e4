/**
 * Which event of each name was a device's first. Enters: an event's verdict. Leaves: the verdict with the device that remembers it. It remembers at most
 * `firstEventsMax` names: of a further one nobody can say later whether it was the first, and planning says so.
 */
import type { Verdict } from './attribute/attribute';
import type { Activity } from './model/activity';
import { firstEventsMax } from './model/attribution';

export function withFirstEvent(verdict: Verdict, { kind, id, body }: Activity): Verdict {
  const { device } = verdict;
  const { event } = body;
  if (kind !== 'event' || device === null || event === undefined) return verdict;
  const known = device.firstEvents ?? [];
  if (known.length >= firstEventsMax || known.some(([name]) => name === event)) return verdict;
  return { ...verdict, device: { ...device, firstEvents: [...known, [event, id]] } };
}
