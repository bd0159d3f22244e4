/** The schemas and models of all collections. Enters: a connection. Leaves: models. No field is written that is not named here. */
/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- how mongoose says that a schema is written, plain objects, it types as instances of its class */
import { Schema, type Connection, type Model } from 'mongoose';
import type {
  ActivityDocument,
  AnswerDocument,
  CostDocument,
  CounterDocument,
  DeliveryDocument,
  DeviceDocument,
  ForgettingDocument,
  LayoutDocument,
  OptOutDocument,
  RecordDocument,
  RefusalDocument,
  SourceHourDocument,
  TakerDocument,
  TouchDocument,
} from './documents';
import { nameApp } from './shard-keys';

/** Indexes are the migrations' matter, not each process's. */
const options = {
  strict: 'throw',
  strictQuery: 'throw',
  versionKey: false,
  autoIndex: false,
  autoCreate: false,
  id: false,
} as const;
const part = { ...options, _id: false } as const;

const text = { type: String };
const number = { type: Number };
const yes = { type: Boolean };
/** Absent where there are none: an empty array would be an entry in the index. */
const texts = { type: [String], default: undefined };

const activity = new Schema<ActivityDocument>(
  {
    _id: text,
    app: text,
    id: text,
    seq: number,
    kind: text,
    event: text,
    transaction: text,
    receivedAt: number,
    partition: number,
    revision: number,
    planned: number,
    movedAt: number,
    causedBy: text,
    body: text,
    keys: texts,
    state: text,
    wait: { type: new Schema({ partition: number, seq: number, until: number }, part), default: undefined },
    parkedUntil: number,
    device: text,
    partner: text,
    attribution: text,
    rejected: text,
    reason: text,
    rare: text,
    aside: number,
    ip: yes,
    rawAt: number,
    by: text,
    barred: text,
    optOuts: number,
    todo: text,
    todoAt: number,
  },
  options,
);

const sums = new Schema({ token: text, at: number, taken: number }, part);
const touch = new Schema<TouchDocument>(
  {
    _id: text,
    app: text,
    time: number,
    receivedAt: number,
    body: text,
    keys: texts,
    addressedAt: number,
    rawAt: number,
    todo: text,
    todoAt: number,
    sums: { type: sums, default: undefined },
  },
  options,
);

const next = new Schema({ token: text, activity: text, doc: text, lastActivityAt: number }, part);
const device = new Schema<DeviceDocument>(
  {
    _id: text,
    app: text,
    id: text,
    seq: number,
    version: number,
    keys: texts,
    lastActivityAt: number,
    doc: text,
    next: { type: next, default: undefined },
  },
  options,
);

const open = new Schema(
  {
    destination: text,
    dueAt: number,
    held: number,
    queuedUntil: number,
    ticket: text,
    claim: number,
    delayMs: number,
    lost: number,
  },
  part,
);
const delivery = new Schema<DeliveryDocument>(
  {
    _id: text,
    seq: number,
    app: text,
    activity: text,
    revision: number,
    partner: text,
    callback: text,
    postback: text,
    request: text,
    body: text,
    createdAt: number,
    templateVersion: text,
    settingsVersion: text,
    visible: yes,
    status: text,
    unsent: text,
    reason: text,
    tries: number,
    nextAttemptAt: number,
    attempts: texts,
    open: { type: open, default: undefined },
    test: yes,
  },
  options,
);

const sourceHour = new Schema<SourceHourDocument>(
  {
    _id: text,
    app: text,
    partner: text,
    sub: text,
    hour: number,
    clicks: number,
    conversions: number,
    counted: texts,
    adding: {},
  },
  options,
);
const refusal = new Schema<RefusalDocument>(
  { _id: text, app: text, hour: number, field: text, value: text, count: number },
  options,
);
const cost = new Schema<CostDocument>(
  {
    _id: text,
    app: text,
    day: text,
    partner: text,
    link: text,
    campaign: text,
    adgroup: text,
    creative: text,
    source: text,
    model: text,
    currency: text,
    micros: { type: BigInt },
    touches: number,
    amount: text,
    postedCurrency: text,
    postedAt: number,
    adding: {},
  },
  options,
);
const taker = new Schema<TakerDocument>(
  { _id: number, taker: text, firstSeq: number, deaths: number, splitTo: number },
  options,
);
const optOut = new Schema<OptOutDocument>(
  {
    _id: text,
    app: text,
    seq: number,
    environment: text,
    createdAt: number,
    reason: text,
    hashes: texts,
    forgotten: number,
    todo: text,
    todoAt: number,
  },
  options,
);
const forgetting = new Schema<ForgettingDocument>(
  { _id: text, app: text, what: text, key: text, device: text, after: number },
  options,
);
const record = new Schema<RecordDocument>(
  {
    _id: text,
    kind: text,
    id: text,
    app: text,
    version: number,
    createdAt: number,
    document: text,
    usedAt: number,
  },
  options,
);
const answer = new Schema<AnswerDocument>(
  { _id: text, fingerprint: text, at: number, answer: text },
  options,
);
const change = new Schema({ token: text, at: number }, part);
const counter = new Schema<CounterDocument>(
  { _id: text, value: number, changes: { type: [change], default: undefined } },
  options,
);
const lock = new Schema({ token: text, until: number }, part);
const layout = new Schema<LayoutDocument>(
  { _id: text, version: number, lock: { type: lock, default: undefined } },
  options,
);

nameApp(activity);
nameApp(device);

export function createModels(connection: Connection) {
  const model = <T>(name: string, schema: Schema<T>): Model<T> => connection.model<T>(name, schema, name);
  return {
    activities: model('activities', activity),
    touches: model('touches', touch),
    devices: model('devices', device),
    deliveries: model('deliveries', delivery),
    sourceHours: model('source_hours', sourceHour),
    refusals: model('refusals', refusal),
    costs: model('costs', cost),
    takers: model('takers', taker),
    optOuts: model('opt_outs', optOut),
    forgetting: model('forgetting', forgetting),
    records: model('records', record),
    answers: model('answers', answer),
    counters: model('counters', counter),
    layout: model('layout', layout),
  };
}

export type Models = ReturnType<typeof createModels>;
