/**
 * Who dies over a batch, and what becomes of it. Enters: an engine. Leaves: tests. Every opened store is another taker; one that is not closed before the next
 * one takes died, as far as the engine can tell.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import type { Store } from '../../src/ports/store';
import { activity, processed, t0 } from './samples';

/** Why an activity was set aside. */
const crashReason = 'crashed: the process ended each time this was judged';

export interface TakersEngine {
  /** Empty; for `take-until-poison`. */
  readonly place: () => Promise<string>;
  readonly open: (place: string) => Promise<Store>;
  readonly remove: (place: string) => Promise<void>;
}

export function takersContract(engine: string, { place: empty, open, remove }: TakersEngine): void {
  describe(`takers of the ${engine} store`, () => {
    let place = '';
    const opened: Store[] = [];

    async function taker(): Promise<Store> {
      const store = await open(place);
      opened.push(store);
      return store;
    }

    async function take(store: Store, limit = 10): Promise<string[]> {
      return (await store.takeUnprocessed(0, limit)).map((stored) => stored.activity.id);
    }

    const judge = (store: Store, ...ids: string[]) =>
      store.commitProcessed(
        ids.map((id) => processed(id)),
        'ticket1',
        t0,
      );

    /** Takes what is there and is not heard of again. */
    async function dieOver(): Promise<string[]> {
      return take(await taker());
    }

    beforeEach(async () => {
      place = await empty();
      const store = await taker();
      await store.appendActivities(
        ['a', 'b', 'c', 'd'].map((id) => activity(id)),
        t0,
      );
    });
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
      await remove(place);
    });

    test('two deaths split the batch; two more over one activity set it aside, and nothing else', async () => {
      expect(await dieOver()).toEqual(['a', 'b', 'c', 'd']);
      expect(await dieOver()).toEqual(['a', 'b', 'c', 'd']);
      const third = await taker();
      expect(await take(third)).toEqual(['a']);
      await judge(third, 'a');
      expect(await take(third)).toEqual(['b']);
      // It dies over b, and so does the next.
      expect(await dieOver()).toEqual(['b']);
      const last = await taker();
      expect(await take(last)).toEqual(['c']);
      expect(await last.readActivity('app1', 'b')).toMatchObject({
        state: 'quarantined',
        reason: crashReason,
      });
      await judge(last, 'c');
      expect(await take(last)).toEqual(['d']);
      await judge(last, 'd');
      await last.appendActivities([activity('e'), activity('f')], t0);
      expect(await take(last)).toEqual(['e', 'f']);
    });

    test('a poison at the head, alone in the partition too', async () => {
      for (const over of [['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'd'], ['a'], ['a']])
        expect(await dieOver()).toEqual(over);
      const store = await taker();
      expect(await take(store)).toEqual(['b']);
      await judge(store, 'b', 'c', 'd');
      await store.appendActivities([activity('lone')], t0);
      await take(store);
      for (const over of [['lone'], ['lone'], ['lone']]) expect(await dieOver()).toEqual(over);
      expect(await dieOver()).toEqual([]);
      expect((await store.counts(t0)).quarantined).toBe(2);
    });

    test('an error that was caught is nobody’s death: the same taker takes as often as it likes', async () => {
      const store = await taker();
      for (let turn = 0; turn < 10; turn += 1) expect(await take(store)).toEqual(['a', 'b', 'c', 'd']);
    });

    test('who closes in order did not die', async () => {
      for (let turn = 0; turn < 6; turn += 1) {
        const store = await taker();
        expect(await take(store)).toEqual(['a', 'b', 'c', 'd']);
        opened.pop();
        await store.close();
      }
    });

    test('takers that take turns and get on are nobody’s death', async () => {
      const [one, two] = [await taker(), await taker()];
      await one.appendActivities(
        Array.from({ length: 40 }, (_, n) => activity(`x${n}`)),
        t0,
      );
      for (let turn = 0; turn < 11; turn += 1) {
        for (const store of [one, two]) {
          const ids = await take(store, 2);
          expect(ids).toHaveLength(2);
          await judge(store, ...ids);
        }
      }
    });

    test('a partition is not held up by another one’s deaths', async () => {
      await opened[0]?.appendActivities([activity('other', { partition: 1 })], t0);
      for (let turn = 0; turn < 3; turn += 1) await dieOver();
      const store = await taker();
      expect((await store.takeUnprocessed(1, 10)).map((stored) => stored.activity.id)).toEqual(['other']);
    });

    test('processes that are killed over one activity: everything else is judged, it is set aside, and nobody dies any more', async () => {
      const store = opened[0];
      const many = Array.from({ length: 25 }, (_, n) => activity(n === 17 ? 'poison' : `m${n}`));
      await store?.appendActivities(many, t0);
      const ends: (string | number | null)[] = [];
      while (ends.at(-1) !== 0 && ends.length < 9) {
        const child = spawn(process.execPath, [path.join(__dirname, 'take-until-poison.js'), place]);
        const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
        ends.push(signal ?? code);
      }
      expect(ends).toEqual(['SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGKILL', 0]);
      expect(await store?.counts(t0)).toMatchObject({ unprocessed: 0, quarantined: 1 });
      expect(await store?.readActivity('app1', 'poison')).toMatchObject({
        state: 'quarantined',
        reason: crashReason,
      });
      expect(await store?.readActivity('app1', 'm18')).toMatchObject({ state: 'processed' });
    });
  });
}
