/**
 * Clicks and conversions of sources, by the hour. Enters: what was stored. Leaves: sums.
 *
 * A conversion is counted once however often its outbox is spread: an hour remembers the last attempts that it counted. Clicks are counted after they are
 * stored; what could not be counted is kept in this process and goes along with the next, so that only its death loses it. They are rates, not a ledger.
 */
import { clickSource, type Source } from '../../model/source';
import type { Touch } from '../../model/touch';
import type { SourceRate } from '../../ports/store';
import { writeAll } from './bulk';
import type { SourceHourDocument } from './documents';
import type { Mongo } from './mongo';

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

export function clickCounter({ models }: Mongo) {
  let waiting = new Map<string, { readonly place: Place; clicks: number }>();
  const add = (place: Place, clicks: number): void => {
    const known = waiting.get(idOf(place));
    if (known === undefined) waiting.set(idOf(place), { place, clicks });
    else known.clicks += clicks;
  };
  const flush = async (): Promise<void> => {
    const counting = [...waiting.values()];
    if (counting.length === 0) return;
    waiting = new Map();
    try {
      await writeAll<SourceHourDocument>(
        models.sourceHours,
        counting.map(({ place, clicks }) => ({
          updateOne: {
            filter: { _id: idOf(place) },
            update: { $inc: { clicks }, $setOnInsert: { ...fieldsOf(place), conversions: 0 } },
            upsert: true,
          },
        })),
      );
    } catch (cause) {
      // They are stored all the same, and the visitor has not to wait for a sum.
      for (const { place, clicks } of counting) add(place, clicks);
      throw cause;
    }
  };
  return {
    count: (touches: readonly Touch[]): void => {
      for (const touch of touches) {
        const source = clickSource(touch);
        if (source !== null) add([touch.app, source.partner, source.sub, hourOf(touch.receivedAt)], 1);
      }
    },
    flush,
  };
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
