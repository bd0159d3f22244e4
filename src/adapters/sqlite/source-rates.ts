/**
 * Clicks and conversions of sources, by the hour. Enters: what a transaction counted. Leaves: sums. It counts inside the transaction that stores what is
 * counted, so that nothing is counted twice or not at all.
 */
import type { Source } from '../../model/source';
import type { SourceRate } from '../../ports/store';
import type { Connection } from './connection';

const hourMs = 3_600_000;

/** The UTC hour that a moment lies in. */
export function hourOf(time: number): number {
  return Math.floor(time / hourMs);
}

/** partner, sub, hour */
export type SourceHour = readonly [partner: string, sub: string, hour: number];

export const sourceRateSql = `SELECT TOTAL(clicks), TOTAL(conversions) FROM source_hours
  WHERE app = ? AND partner = ? AND sub = ? AND hour >= ?`;

/** Adds up a batch first: a thousand clicks of one source are one row. */
export function clickCounter(connection: Connection) {
  const add = connection.statement(
    `INSERT INTO source_hours (app, partner, sub, hour, clicks, conversions) VALUES (?, ?, ?, ?, ?, 0)
     ON CONFLICT DO UPDATE SET clicks = clicks + excluded.clicks`,
  );
  return (clicks: readonly (readonly [app: string, SourceHour])[]): void => {
    const counts = new Map<string, { readonly place: readonly [string, ...SourceHour]; clicks: number }>();
    for (const [app, source] of clicks) {
      const place = [app, ...source] as const;
      const name = JSON.stringify(place);
      const known = counts.get(name);
      if (known === undefined) counts.set(name, { place, clicks: 1 });
      else known.clicks += 1;
    }
    for (const { place, clicks: count } of counts.values()) add.run(...place, count);
  };
}

export function conversionCounter(connection: Connection) {
  const add = connection.statement(
    `INSERT INTO source_hours (app, partner, sub, hour, clicks, conversions) VALUES (?, ?, ?, ?, 0, 1)
     ON CONFLICT DO UPDATE SET conversions = conversions + 1`,
  );
  return (app: string, { partner, sub }: Source, receivedAt: number): void =>
    void add.run(app, partner, sub, hourOf(receivedAt));
}

export function readRatesJob(connection: Connection) {
  const read = connection.statement(sourceRateSql);
  return (app: string, sources: readonly Source[], since: number): SourceRate[] =>
    sources.map(({ partner, sub }) => {
      const [clicks, conversions] = read.get(app, partner, sub, hourOf(since)) as [number, number];
      return { clicks, conversions };
    });
}
