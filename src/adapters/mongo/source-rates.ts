/**
 * Clicks and conversions of sources, by the hour. Enters: what was stored. Leaves: sums.
 *
 * A conversion is counted once however often its outbox is spread: an hour remembers the last attempts that it counted. How clicks are counted once says
 * `touch-sums.ts`.
 */
import { clickSource, type Source } from '../../model/source';
import type { Touch } from '../../model/touch';
import type { SourceRate } from '../../ports/store';
import { writeAll } from './bulk';
import type { SourceHourDocument } from './documents';
import type { Mongo, Sum } from './mongo';

const hourMs = 3_600_000;
/** Outboxes of one source and hour that could be spread a second time after so many others. */
const countedMax = 64;

/** The UTC hour that a moment lies in. */
export function hourOf(time: number): number {
  return Math.floor(time / hourMs);
}

type Place = readonly [app: string, partner: string, sub: string, hour: number];

function idOf(place: Place): string {
  return JSON.stringify(place);
}

function fieldsOf([app, partner, sub, hour]: Place) {
  return { app, partner, sub, hour };
}

export interface CountedConversion {
  readonly app: string;
  readonly token: string;
  readonly source: Source;
  readonly hour: number;
}

export async function countConversions(
  { models }: Mongo,
  counted: readonly CountedConversion[],
): Promise<void> {
  const placed = counted.map(({ app, token, source, hour }) => {
    const place: Place = [app, source.partner, source.sub, hour];
    return { _id: idOf(place), place, token };
  });
  // The document first: an upsert whose filter fails for `counted` alone would try to make it again.
  const places = new Map(placed.map(({ _id, place }) => [_id, place]));
  await writeAll<SourceHourDocument>(
    models.sourceHours,
    [...places].map(([_id, place]) => ({
      updateOne: {
        filter: { _id },
        update: { $setOnInsert: { ...fieldsOf(place), clicks: 0, conversions: 0 } },
        upsert: true,
      },
    })),
  );
  await writeAll<SourceHourDocument>(
    models.sourceHours,
    placed.map(({ _id, token }) => ({
      updateOne: {
        filter: { _id, counted: { $ne: token } },
        update: { $inc: { conversions: 1 }, $push: { counted: { $each: [token], $slice: -countedMax } } },
      },
    })),
  );
}

/** What these add to the clicks of their sources. */
export function clickSums(touches: readonly Touch[]): readonly Sum[] {
  const clicks = new Map<string, { readonly place: Place; count: number }>();
  for (const touch of touches) {
    const source = clickSource(touch);
    if (source === null) continue;
    const place: Place = [touch.app, source.partner, source.sub, hourOf(touch.receivedAt)];
    const known = clicks.get(idOf(place));
    if (known === undefined) clicks.set(idOf(place), { place, count: 1 });
    else known.count += 1;
  }
  return [...clicks].map(([_id, { place, count }]) => ({
    _id,
    empty: { ...fieldsOf(place), clicks: 0, conversions: 0 },
    more: { clicks: count },
  }));
}

export function rateReader({ models }: Mongo) {
  return async (app: string, sources: readonly Source[], since: number): Promise<readonly SourceRate[]> => {
    if (sources.length === 0) return [];
    const partners = [...new Set(sources.map(({ partner }) => partner))];
    const subs = [...new Set(sources.map(({ sub }) => sub))];
    const found = await models.sourceHours
      .find(
        { app, partner: { $in: partners }, sub: { $in: subs }, hour: { $gte: hourOf(since) } },
        { partner: 1, sub: 1, clicks: 1, conversions: 1 },
      )
      .lean();
    return sources.map(({ partner, sub }) => {
      const own = found.filter((hour) => hour.partner === partner && hour.sub === sub);
      const sum = (of: 'clicks' | 'conversions'): number => own.reduce((total, hour) => total + hour[of], 0);
      return { clicks: sum('clicks'), conversions: sum('conversions') };
    });
  };
}
