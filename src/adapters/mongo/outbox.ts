/**
 * What a verdict brings about, written after it. Enters: outboxes. Leaves: deliveries, derived activities, devices as they are now.
 *
 * A verdict is committed by one write to its activity, which carries all that follows as its outbox; from that moment it holds, whoever dies. Then the outbox
 * is spread and emptied. Every step of it may be done twice and by several at once: rows have derived ids, devices change by compare-and-set, counts know
 * whom they counted. Whoever reads a judged activity with an outbox spreads it first, so nobody sees a verdict without what it brought about; what nobody
 * reads the sweeper finishes. `docs/decisions/0037-a-verdict-is-one-write.md` walks through the crash points.
 */
import type { Source } from '../../model/source';
import { backInLine, idsOf } from './append-activities';
import { insertNew } from './bulk';
import { type ActivityDocument, type DeliveryDocument } from './documents';
import { finishDevices, type DeviceChange } from './device-writes';
import { rowForgetter } from './forget-rows';
import type { Mongo } from './mongo';
import { countConversions } from './source-rates';

export interface Outbox {
  readonly token: string;
  readonly app: string;
  readonly device: DeviceChange | null;
  /** Their bodies stand apart, each once. */
  readonly deliveries: readonly (DeliveryDocument & { readonly bodyAt?: number })[];
  readonly bodies: readonly string[];
  readonly derived: readonly ActivityDocument[];
  readonly unparked: readonly string[];
  readonly conversion: { readonly source: Source; readonly hour: number } | null;
  /** What was sent before for this activity, and the touch that had its credit, lose what tells whose they were. */
  readonly forget: { readonly id: string; readonly touch: string | null } | null;
}

/** As text for the activity's document: a body that several destinations get is in it once. */
export function packOutbox(outbox: Omit<Outbox, 'bodies'>): string {
  const places = new Map<string, number>();
  const deliveries = outbox.deliveries.map(({ body, ...rest }) => {
    if (body === undefined) return rest;
    const at = places.get(body) ?? places.size;
    places.set(body, at);
    return { ...rest, bodyAt: at };
  });
  return JSON.stringify({ ...outbox, deliveries, bodies: [...places.keys()] });
}

export function unpackOutbox(text: string): Outbox {
  return JSON.parse(text) as Outbox;
}

function deliveriesOf({ deliveries, bodies }: Outbox): DeliveryDocument[] {
  return deliveries.map(({ bodyAt, ...rest }) => {
    const body = bodyAt === undefined ? undefined : bodies[bodyAt];
    return body === undefined ? rest : { ...rest, body };
  });
}

async function unpark({ models }: Mongo, outboxes: readonly Outbox[]): Promise<void> {
  const waiting = outboxes.flatMap(({ app, unparked }) => idsOf(app, unparked));
  if (waiting.length === 0) return;
  await models.activities.collection.updateMany(
    { _id: { $in: waiting as never[] }, state: 'parked' },
    backInLine,
  );
}

/** All but the emptying. Devices first: they are what the next verdict waits for. */
export async function spread(mongo: Mongo, outboxes: readonly Outbox[]): Promise<void> {
  const { models } = mongo;
  await finishDevices(
    mongo,
    outboxes.flatMap(({ device, token }) => (device === null ? [] : [{ ...device, token }])),
  );
  const forgetter = rowForgetter(mongo);
  for (const { app, forget } of outboxes)
    if (forget !== null) {
      await forgetter.deliveries(app, [forget.id]);
      if (forget.touch !== null) await forgetter.touches(app, [forget.touch]);
    }
  await Promise.all([
    insertNew(
      models.activities,
      outboxes.flatMap(({ derived }) => derived),
    ),
    insertNew(models.deliveries, outboxes.flatMap(deliveriesOf)),
    unpark(mongo, outboxes),
    countConversions(
      mongo,
      outboxes.flatMap(({ app, conversion, token }) =>
        conversion === null ? [] : [{ app, token, ...conversion }],
      ),
    ),
  ]);
}

/** Of activities, by `_id`. Only where the outbox is still that verdict's. */
export async function emptyOutboxes(
  { models }: Mongo,
  of: readonly { readonly _id: string; readonly token: string }[],
): Promise<void> {
  if (of.length === 0) return;
  await models.activities.updateMany(
    { _id: { $in: of.map(({ _id }) => _id) }, by: { $in: of.map(({ token }) => token) } },
    { $unset: { todo: 1, todoAt: 1 } },
  );
}

/** Spreads and empties what these activities still have to say. */
export async function finishActivities(mongo: Mongo, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const found = await mongo.models.activities.find({ _id: { $in: [...ids] } }, { todo: 1 }).lean();
  const left = found.flatMap(({ _id, todo }) =>
    todo === undefined ? [] : [{ _id, outbox: unpackOutbox(todo) }],
  );
  if (left.length === 0) return;
  await spread(
    mongo,
    left.map(({ outbox }) => outbox),
  );
  await emptyOutboxes(
    mongo,
    left.map(({ _id, outbox: { token } }) => ({ _id, token })),
  );
}

/** Of those that were read: whoever still has something to say has said it when this resolves. */
export async function finishSeen(
  mongo: Mongo,
  seen: readonly { readonly _id: string; readonly todoAt?: number }[],
): Promise<void> {
  await finishActivities(
    mongo,
    seen.filter(({ todoAt }) => todoAt !== undefined).map(({ _id }) => _id),
  );
}
