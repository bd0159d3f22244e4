/** A clock that was ahead: what was stamped meanwhile waits for no hour. Real store; the clock is the test's. */
import { createNoticeClock } from '../../src/notice-clock';
import { silentObserver } from '../../src/silent-observer';
import { delivery, plan, t0 } from '../contract/samples';
import { openStore, type OpenStore } from './adapters/open-store';

const hourMs = 3_600_000;
let open: OpenStore;
beforeEach(async () => {
  open = await openStore();
});
afterEach(() => open.remove());

test('ahead and right again between two rounds: it is noticed all the same', async () => {
  let aheadMs = 0;
  let asked: (() => void) | null = null;
  const clock = {
    now: () => {
      asked?.();
      return Date.now() + aheadMs;
    },
  };
  const looked = (): Promise<void> =>
    new Promise((resolve) => {
      asked = () => {
        asked = null;
        resolve();
      };
    });
  const notice = createNoticeClock({ store: open.store, clock, observer: silentObserver, leaseMs: 30_000 });
  notice.startWatch();
  try {
    await notice.noticeClock();
    aheadMs = hourMs;
    await looked();
    // Given back an hour from now, as a lane does that goes by the clock.
    await plan(open.store, [delivery('d1')]);
    const held = await open.store.claimDeliveries(['d1'], 'ticket1', t0 + hourMs);
    await open.store.releaseDeliveries(held, Date.now() + hourMs);
    aheadMs = 0;
    await looked();
    const fed = async (ticket: string) =>
      (await open.store.feedDeliveries(Date.now(), ticket, Date.now() + 9_000, 9, 0)).map(({ id }) => id);
    expect(await fed('ticket2')).toEqual([]);
    await notice.noticeClock();
    expect(await fed('ticket3')).toEqual(['d1']);
  } finally {
    notice.stopWatch();
  }
});
