/**
 * What advertising cost, by day and place. Enters: what was stored, what was posted. Leaves: sums and lines. How what touches
 * cost is counted once says `touch-sums.ts`.
 */
import { costShare, spentOf, type CostLine, type CostPlace, type PostedCost } from '../../model/cost';
import type { CostModel, Touch } from '../../model/touch';
import type { ArchivedCost } from '../../ports/archive';
import type { CostFilter, CostStore, PutCostResult } from '../../ports/cost-store';
import { removeBelow, writeAll } from './bulk';
import { readCursor, writeCursor } from './cursor';
import type { CostDocument } from './documents';
import type { Mongo, Sum } from './mongo';
import { present } from './nouns';

/** Its parts compare one after the other: nothing that a level may hold comes before the mark between them. */
const mark = '\u0000';

interface Key extends CostPlace {
  readonly source: 'posted' | 'touches';
  readonly model: CostModel | '';
  readonly currency: string;
}

function idOf(key: Key): string {
  const { app, day, partner, link, campaign, adgroup, creative, source, model, currency } = key;
  return [app, day, partner, link, campaign, adgroup, creative, source, model, currency].join(mark);
}

function postedKey({ app, day, partner, link, campaign, adgroup, creative }: CostPlace): Key {
  return {
    ...{ app, day, partner, link, campaign, adgroup, creative },
    source: 'posted',
    model: '',
    currency: '',
  };
}

/** As another engine kept it. */
export function toCostDocument(archived: ArchivedCost): CostDocument {
  const { micros, touches, amount, postedCurrency, postedAt, ...key } = archived;
  const of = micros === null ? {} : { micros: BigInt(micros) };
  return { _id: idOf(key), ...key, ...of, ...present({ touches, amount, postedCurrency, postedAt }) };
}

/** What these add to the costs of their places. */
export function costSums(touches: readonly Touch[]): readonly Sum[] {
  const costs = new Map<string, { readonly key: Key; micros: bigint; count: number }>();
  for (const touch of touches) {
    const share = costShare(touch);
    if (share === null) continue;
    const { micros, ...place } = share;
    const key: Key = { ...place, source: 'touches' };
    const known = costs.get(idOf(key)) ?? { key, micros: 0n, count: 0 };
    known.micros += BigInt(micros);
    known.count += 1;
    costs.set(idOf(key), known);
  }
  return [...costs].map(([_id, { key, micros, count }]) => ({
    _id,
    empty: { ...key, micros: 0n, touches: 0 },
    more: { micros, touches: count },
  }));
}

function resultOf({ cost }: PostedCost, known: CostDocument | undefined): PutCostResult {
  if (cost === null) return known === undefined ? 'absent' : 'removed';
  if (known === undefined) return 'new';
  return known.amount === cost.amount && known.postedCurrency === cost.currency ? 'same' : 'changed';
}

function costPutter({ models }: Mongo): CostStore['putCosts'] {
  return async (batch) => {
    const placed = batch.map((item) => ({ item, key: postedKey(item), _id: idOf(postedKey(item)) }));
    const found = await models.costs.find({ _id: { $in: placed.map(({ _id }) => _id) } }).lean();
    const known = new Map(found.map((document) => [document._id, document]));
    const results = placed.map(({ item, _id }) => resultOf(item, known.get(_id)));
    const writes = placed.filter((_, at) => results[at] !== 'same' && results[at] !== 'absent');
    await writeAll<CostDocument>(
      models.costs,
      writes.map(({ item: { cost, postedAt }, key, _id }) =>
        cost === null
          ? { deleteOne: { filter: { _id } } }
          : {
              updateOne: {
                filter: { _id },
                update: {
                  $set: { amount: cost.amount, postedCurrency: cost.currency, postedAt },
                  $setOnInsert: key,
                },
                upsert: true,
              },
            },
      ),
    );
    return results;
  };
}

/** Every posted place that this one is, or is a part of. */
function coveringIds(of: CostDocument): readonly string[] {
  const levels = ['partner', 'link', 'campaign', 'adgroup', 'creative'] as const;
  let places: CostPlace[] = [of];
  for (const level of levels)
    if (of[level] !== '') places = places.flatMap((place) => [place, { ...place, [level]: '' }]);
  return places.map((place) => idOf(postedKey(place)));
}

async function readSuperseded(
  { models }: Mongo,
  page: readonly CostDocument[],
): Promise<(of: CostDocument) => boolean> {
  const ids = [...new Set(page.flatMap(coveringIds))];
  const found = await models.costs.find({ _id: { $in: ids } }, { _id: 1 }).lean();
  const posted = new Set(found.map(({ _id }) => _id));
  return (of) => coveringIds(of).some((id) => id !== of._id && posted.has(id));
}

function toLine(document: CostDocument, superseded: boolean): CostLine {
  const { app, day, partner, link, campaign, adgroup, creative, source, model, currency } = document;
  const { micros, touches, amount = '0', postedCurrency = '', postedAt } = document;
  return {
    ...{ app, day, partner, link, campaign, adgroup, creative, source },
    cost:
      source === 'posted'
        ? { amount, currency: postedCurrency }
        : { amount: spentOf(String(micros ?? 0), model), currency },
    ...(model === '' ? {} : { model }),
    ...(touches === undefined ? {} : { touches }),
    ...(postedAt === undefined ? {} : { postedAt }),
    superseded,
  };
}

function rangeOf({ app, since = '', until, cursor }: CostFilter): { $gt: string; $lt: string } {
  const after = cursor === undefined ? undefined : readCursor('costs', ['string'], cursor)[0];
  const end = until === undefined ? `${app}\u0001` : `${app}${mark}${until}\u0001`;
  return { $gt: String(after ?? `${app}${mark}${since}`), $lt: end };
}

export function costMethods(mongo: Mongo): CostStore {
  const { models } = mongo;
  return {
    putCosts: costPutter(mongo),
    async listCosts(filter) {
      const { app, partner, limit } = filter;
      const own = { app, ...(partner === undefined ? {} : { partner }), _id: rangeOf(filter) };
      const found = await models.costs
        .find(own)
        .sort({ _id: 1 })
        .limit(limit + 1)
        .lean();
      const page = found.slice(0, limit);
      const superseded = await readSuperseded(mongo, page);
      const last = page.at(-1);
      return {
        items: page.map((document) => toLine(document, superseded(document))),
        next: found.length <= limit || last === undefined ? null : writeCursor('costs', [last._id]),
      };
    },
    forgetCosts: (beforeDay) => removeBelow(models.costs, 'day', beforeDay),
  };
}
