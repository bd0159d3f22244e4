/** Every index, with the questions that it serves. Enters: nothing. Leaves: a table. The migrations make them; `explain()` in the tests holds them to it. */

export interface IndexRow {
  readonly collection:
    | 'activities'
    | 'touches'
    | 'devices'
    | 'deliveries'
    | 'source_hours'
    | 'opt_outs'
    | 'records'
    | 'refusals'
    | 'costs'
    | 'answers';
  readonly name: string;
  readonly key: Readonly<Record<string, 1 | -1>>;
  readonly unique?: true;
  /** Only documents that have any of its fields: for fields that are there while something waits. */
  readonly sparse?: true;
  /** Only documents with this text field. Said with `$gt`, which every question with an equality implies. */
  readonly only?: string;
  /** Only documents whose number is at least this. */
  readonly atLeast?: readonly [field: string, number: number];
  readonly serves: string;
}

export const indexes: readonly IndexRow[] = [
  {
    collection: 'activities',
    name: 'transaction',
    key: { app: 1, transaction: 1, event: 1 },
    unique: true,
    only: 'transaction',
    serves:
      'appendActivities: a second report of one transaction is a duplicate; findTransactions, listTransactions',
  },
  {
    collection: 'activities',
    name: 'line',
    key: { 'wait.partition': 1, 'wait.seq': 1 },
    sparse: true,
    serves: 'takeUnprocessed: a partition’s line in commit order; counts',
  },
  {
    collection: 'activities',
    name: 'unheld',
    key: { 'wait.partition': 1, 'wait.until': 1 },
    sparse: true,
    serves: 'feedActivities: what of a partition the queue has not',
  },
  {
    collection: 'activities',
    name: 'parked',
    key: { parkedUntil: 1 },
    sparse: true,
    serves: 'feedActivities: whose wait is over',
  },
  {
    collection: 'activities',
    name: 'todo',
    key: { todoAt: 1 },
    sparse: true,
    serves: 'feedActivities: verdicts whose writer died before all was written',
  },
  {
    collection: 'activities',
    name: 'commit_order',
    key: { seq: 1 },
    serves: 'listActivities of all; forgetActivities walks it',
  },
  {
    collection: 'activities',
    name: 'raw',
    key: { rawAt: 1 },
    sparse: true,
    serves: 'truncateAddresses',
  },
  {
    collection: 'activities',
    name: 'app',
    key: { app: 1, seq: -1 },
    serves: 'listActivities and surveyActivities of an app',
  },
  {
    collection: 'activities',
    name: 'keys',
    key: { app: 1, keys: 1, seq: -1 },
    serves: 'listActivities of a device; optOut and forgetPiece: what a key names',
  },
  {
    collection: 'activities',
    name: 'partner',
    key: { partner: 1, seq: -1 },
    only: 'partner',
    serves: 'listActivities credited to a partner',
  },
  {
    collection: 'activities',
    name: 'rare',
    key: { app: 1, rare: 1, seq: -1 },
    only: 'rare',
    serves: 'listActivities of an app and a kind that is not common',
  },
  {
    collection: 'activities',
    name: 'caused_by',
    key: { app: 1, causedBy: 1 },
    only: 'causedBy',
    serves: 'listDerived; forgetting what was sent for an activity',
  },
  {
    collection: 'activities',
    name: 'aside',
    key: { aside: -1 },
    sparse: true,
    serves: 'listActivities that are quarantined; counts',
  },
  {
    collection: 'touches',
    name: 'keys',
    key: { app: 1, keys: 1, time: -1, _id: -1 },
    serves: 'findTouches: the identity look-up, one question a batch; listTouches',
  },
  {
    collection: 'touches',
    name: 'received',
    key: { receivedAt: 1 },
    serves: 'forgetTouches, surveyTouches: by arrival',
  },
  {
    collection: 'touches',
    name: 'addressed',
    key: { addressedAt: 1 },
    sparse: true,
    serves: 'forgetAddressKeys',
  },
  {
    collection: 'touches',
    name: 'raw',
    key: { rawAt: 1 },
    sparse: true,
    serves: 'truncateAddresses',
  },
  {
    collection: 'touches',
    name: 'todo',
    key: { todoAt: 1 },
    sparse: true,
    serves: 'feedActivities: clicks whose writer died before their callbacks were written',
  },
  {
    collection: 'touches',
    name: 'sums',
    key: { 'sums.at': 1, 'sums.token': 1, 'sums.taken': 1, app: 1 },
    sparse: true,
    serves:
      'appendTouches: a batch that is in its sums; feedActivities: touches whose writer died before they were in their sums',
  },
  {
    collection: 'devices',
    name: 'keys',
    key: { app: 1, keys: 1 },
    serves: 'findDevices: one question a batch; optOut, forgetDevices',
  },
  {
    collection: 'deliveries',
    name: 'due',
    key: { 'open.destination': 1, 'open.dueAt': 1, 'open.held': 1, 'open.queuedUntil': 1 },
    sparse: true,
    serves: 'feedDeliveries: a destination’s open ones by when they are due; counts',
  },
  {
    collection: 'deliveries',
    name: 'free',
    key: { 'open.destination': 1, 'open.held': 1, 'open.queuedUntil': 1, 'open.dueAt': 1 },
    sparse: true,
    serves: 'feedDeliveries: those behind what was given back, without a step over any that are not free',
  },
  {
    collection: 'deliveries',
    name: 'ticket',
    key: { 'open.ticket': 1 },
    sparse: true,
    serves: 'releaseTicket',
  },
  {
    collection: 'deliveries',
    name: 'lost',
    key: { 'open.lost': 1, 'open.dueAt': 1 },
    atLeast: ['open.lost', 2],
    serves: 'feedDeliveries: what is sent apart',
  },
  {
    collection: 'deliveries',
    name: 'commit_order',
    key: { seq: 1 },
    serves: 'listDeliveries of all; forgetDeliveries walks it',
  },
  {
    collection: 'deliveries',
    name: 'app',
    key: { app: 1, seq: -1 },
    serves: 'listDeliveries and surveyDeliveries of an app',
  },
  {
    collection: 'deliveries',
    name: 'partner',
    key: { partner: 1, seq: -1 },
    only: 'partner',
    serves: 'listDeliveries to a partner',
  },
  {
    collection: 'deliveries',
    name: 'callback',
    key: { callback: 1, seq: -1 },
    only: 'callback',
    serves: 'listDeliveries to a callback',
  },
  {
    collection: 'deliveries',
    name: 'activity',
    key: { activity: 1, seq: -1 },
    serves: 'listDeliveries of an activity or a touch; forgetting what was sent for it',
  },
  {
    collection: 'deliveries',
    name: 'unsent',
    key: { unsent: 1, seq: -1 },
    only: 'unsent',
    serves: 'listDeliveries that failed or are tried again',
  },
  {
    collection: 'source_hours',
    name: 'source',
    key: { app: 1, partner: 1, sub: 1, hour: 1 },
    serves: 'readSourceRates',
  },
  {
    collection: 'refusals',
    name: 'app',
    key: { app: 1, hour: 1 },
    serves: 'countRefusals, surveyRefusals',
  },
  { collection: 'costs', name: 'day', key: { day: 1 }, serves: 'forgetCosts' },
  { collection: 'answers', name: 'at', key: { at: 1 }, serves: 'forgetAnswers' },
  { collection: 'refusals', name: 'hour', key: { hour: 1 }, serves: 'forgetRefusals' },
  { collection: 'source_hours', name: 'hour', key: { hour: 1 }, serves: 'forgetSourceRates' },
  {
    collection: 'opt_outs',
    name: 'hashes',
    key: { app: 1, hashes: 1 },
    serves: 'findOptOuts: one question an app and batch',
  },
  { collection: 'opt_outs', name: 'app', key: { app: 1, seq: -1 }, serves: 'listOptOuts' },
  {
    collection: 'opt_outs',
    name: 'todo',
    key: { todoAt: 1 },
    sparse: true,
    serves: 'forgetPiece: opt-outs whose writer died before all was noted',
  },
  {
    collection: 'records',
    name: 'created',
    key: { kind: 1, createdAt: 1, id: 1 },
    serves: 'listRecords',
  },
  {
    collection: 'records',
    name: 'app',
    key: { kind: 1, app: 1, createdAt: 1, id: 1 },
    only: 'app',
    serves: 'listRecords of an app',
  },
];
