/**
 * What attribution reads and commits. Enters: queries and finished verdicts as rows. Leaves: rows, and which verdicts were stale.
 * A stale verdict never leaves a trace.
 */
import { activityWriter, stateAccepted, stateParked, stateProcessed, stateQuarantined } from './accept-jobs';
import type { Connection } from './connection';
import { deliveryWriter, type Holder } from './delivery-writer';
import { rowForgetter } from './forget-rows';
import { optOutsVersionSql } from './opt-out-jobs';
import type { DeviceColumns, ProcessedRow } from './rows';
import { conversionCounter, readRatesJob } from './source-rates';
import { takeJobs } from './take-jobs';
import { touchFinder } from './touch-finder';
import { unparkOne } from './unpark';

function findDevicesJob(connection: Connection) {
  const byKey = connection.statement(
    `SELECT d.seq, d.version, d.doc FROM device_keys k CROSS JOIN devices d ON d.seq = k.device
     WHERE k.app = ? AND k.key = ?`,
  );
  return (
    queries: readonly { readonly app: string; readonly keys: readonly string[] }[],
  ): DeviceColumns[][] =>
    queries.map(({ app, keys }) => {
      const found = new Map<number, DeviceColumns>();
      for (const key of keys) {
        for (const row of byKey.all(app, key) as DeviceColumns[]) found.set(row[0], row);
      }
      return [...found.values()].sort((a, b) => a[0] - b[0]);
    });
}

/** Stores the device as the next version where the stored one is still the one it was made from. */
function deviceWriter(connection: Connection) {
  const insert = connection.statement(
    'INSERT INTO devices (app, id, version, doc) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING RETURNING seq',
  );
  const update = connection.statement(
    'UPDATE devices SET version = version + 1, doc = ? WHERE app = ? AND id = ? AND version = ? RETURNING seq',
  );
  const insertKey = connection.statement(
    'INSERT OR IGNORE INTO device_keys (app, key, device) VALUES (?, ?, ?)',
  );
  return (app: string, device: NonNullable<ProcessedRow['device']>): boolean => {
    const stored = (
      device.version === 0
        ? insert.get(app, device.id, device.doc)
        : update.get(device.doc, app, device.id, device.version)
    ) as [number] | undefined;
    if (stored === undefined) return false;
    for (const key of device.keys) insertKey.run(app, key, stored[0]);
    return true;
  };
}

function commitProcessedJob(connection: Connection) {
  const read = connection.statement(
    'SELECT seq, partition, state, revision, received_at FROM activities WHERE app = ? AND id = ?',
  );
  const finish = connection.statement(
    `UPDATE activities SET kind = ?, state = ?, planned = COALESCE(?, planned), device = COALESCE(?, device), partner = ?, attribution = ?,
       rejected = ? WHERE seq = ?`,
  );
  const quarantine = connection.statement('UPDATE activities SET state = ?, reason = ? WHERE seq = ?');
  const unwait = connection.statement('DELETE FROM waiting WHERE partition = ? AND seq = ?');
  const park = connection.statement('INSERT OR REPLACE INTO parked (seq, partition, until) VALUES (?, ?, ?)');
  const unpark = unparkOne(connection);
  const writeDevice = deviceWriter(connection);
  const writeActivity = activityWriter(connection);
  const writeDeliveries = deliveryWriter(connection);
  const countConversion = conversionCounter(connection);
  const forget = rowForgetter(connection);
  const optOuts = connection.statement(optOutsVersionSql);

  const commitOne = (item: ProcessedRow, holder: Holder, queuedUntil: number): 'done' | 'stale' => {
    const { app, device, verdict } = item;
    const found = read.get(app, item.id) as [number, number, number, number, number] | undefined;
    if (found === undefined) return 'stale';
    const [seq, partition, state, revision, receivedAt] = found;
    if (state !== stateAccepted || revision !== item.revision) return 'stale';
    // Who was opted out meanwhile would come back with this verdict.
    if (item.optOuts !== null && item.optOuts !== (optOuts.get() as [number])[0]) return 'stale';
    if (item.quarantined !== null) {
      quarantine.run(stateQuarantined, item.quarantined, seq);
      unwait.run(partition, seq);
      return 'done';
    }
    // The first write of this verdict: where it is refused nothing was changed yet.
    if (device !== null && !writeDevice(app, device)) return 'stale';
    const owner = device?.id ?? null;
    finish.run(
      verdict.kind,
      ...(item.parkUntil === null ? [stateProcessed, revision] : [stateParked, null]),
      owner,
      verdict.partner,
      verdict.attribution,
      verdict.rejected,
      seq,
    );
    unwait.run(partition, seq);
    if (item.forgotten) forget.activity(seq);
    if (item.parkUntil !== null) park.run(seq, partition, item.parkUntil);
    for (const id of item.unparked) unpark(app, id);
    if (item.conversionOf !== null) countConversion(app, item.conversionOf, receivedAt);
    for (const derived of item.derived)
      writeActivity(derived.activity, stateProcessed, owner, derived.verdict);
    writeDeliveries(item.deliveries, holder, queuedUntil);
    return 'done';
  };
  return (items: readonly ProcessedRow[], holder: Holder, queuedUntil: number): ('done' | 'stale')[] =>
    connection.write('normal', () => items.map((item) => commitOne(item, holder, queuedUntil)));
}

export function processJobs(connection: Connection) {
  const findTouches = touchFinder(connection);
  return {
    ...takeJobs(connection),
    findTouches,
    findDevices: findDevicesJob(connection),
    readSourceRates: readRatesJob(connection),
    commitProcessed: commitProcessedJob(connection),
  };
}
