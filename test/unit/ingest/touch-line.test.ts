/** Touches wait for a store that is away, within bounds, and are counted when they are lost. */
import { Fault } from '../../../src/errors';
import { TouchLine, type TouchLineOptions } from '../../../src/ingest/touch-line';
import type { Touch } from '../../../src/model/touch';

const touch = (id: string): Touch => ({
  id,
  app: 'a',
  link: 'l',
  type: 'click',
  time: 0,
  receivedAt: 0,
  retargeting: false,
  device: {},
  params: {},
  keys: [],
  hasIdentifier: false,
  flags: [],
});

/** A store that fails so many times, then takes everything. */
function openLine(failures: number, more: Partial<TouchLineOptions> = {}) {
  const stored: string[] = [];
  let lost = 0;
  let left = failures;
  const line = new TouchLine({
    store: (batch) => {
      if (left > 0) {
        left -= 1;
        return Promise.reject(new Fault('store_unavailable'));
      }
      stored.push(...batch.map(({ id }) => id));
      return Promise.resolve();
    },
    itemsMax: 10,
    delayMs: 0,
    lineMax: 3,
    lineMs: 60_000,
    steady: { now: () => 0 },
    onLost: (count) => (lost += count),
    retryMs: [1, 1],
    ...more,
  });
  return { line, stored, lost: () => lost };
}

test.each([
  { name: 'a store that takes it', failures: 0, stored: true },
  { name: 'a store that fails as often as it is asked again', failures: 2, stored: true },
  { name: 'one that fails once more', failures: 3, stored: false },
])('a kept touch and $name: $stored', async ({ failures, stored }) => {
  const { line, stored: ids, lost } = openLine(failures);
  expect(await line.keep(touch('t'))).toBe(stored);
  expect(ids).toEqual(stored ? ['t'] : []);
  expect(lost()).toBe(stored ? 0 : 1);
  expect(line.size).toBe(0);
});

test("a server's touch has one try, and is told", async () => {
  const { line, lost } = openLine(1);
  await expect(line.store(touch('t'))).rejects.toMatchObject({ kind: 'store_unavailable' });
  expect(lost()).toBe(0);
  await line.store(touch('u'));
});

test('what waits for another try fills the line; above it a touch is lost at once', async () => {
  const { line, lost } = openLine(1, { retryMs: [60_000] });
  const kept = ['a', 'b', 'c'].map((id) => line.keep(touch(id)));
  await expect(line.store(touch('d'))).rejects.toMatchObject({ kind: 'overloaded' });
  expect(await line.keep(touch('e'))).toBe(false);
  expect([line.size, lost()]).toEqual([3, 1]);
  await line.drain();
  expect(await Promise.all(kept)).toEqual([true, true, true]);
});

test.each([
  { name: 'is stored where the store is back', failures: 1, stored: ['a'], lost: 0 },
  { name: 'is lost where it is not', failures: 9, stored: [], lost: 1 },
])('at a stop what is kept $name', async ({ failures, stored, lost }) => {
  let failed: () => void = () => undefined;
  const once = new Promise<void>((resolve) => (failed = resolve));
  const opened = openLine(failures, { retryMs: [60_000, 60_000] });
  const kept = opened.line.keep(touch('a'));
  // The first try ends, and the touch is kept for one in a minute.
  setImmediate(failed);
  await once;
  await opened.line.drain();
  expect(await kept).toBe(lost === 0);
  expect(opened.stored).toEqual(stored);
  expect([opened.lost(), opened.line.size]).toEqual([lost, 0]);
});
