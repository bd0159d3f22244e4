/** `ping`, `close`, and what outlives them. Enters: a store. Leaves: tests. */
import type { Store } from '../../src/ports/store';
import { activity, attempt, attribution, delivery, device, processed, t0, touch } from './samples';
import type { At } from './store-contract';

async function fill(store: Store): Promise<void> {
  await store.appendTouches([touch('t1', { keys: ['k:1'] })]);
  await store.appendActivities([activity('a1', { keys: { device: ['k:1'] } }), activity('a2')], t0 + 100);
  const verdict = processed('a1', {
    attribution: attribution('net1'),
    device: device('d1', { keys: ['k:1'] }),
    deliveries: [delivery('p1'), delivery('p2')],
  });
  await store.commitProcessed([verdict], 'ticket1', t0 + 100);
  await store.recordOutcomes([
    { id: 'p1', outcome: { kind: 'delivered', attempt: attempt(t0) }, nextAttemptAt: null },
  ]);
  await store.putRecord({ kind: 'app', id: 'app1', createdAt: t0, document: { name: 'x' } }, 0);
}

async function everything(store: Store): Promise<unknown> {
  return {
    touches: await store.listTouches('app1', ['k:1'], 10),
    activities: await store.listActivities({ limit: 10 }),
    ofDevice: await store.listActivities({ app: 'app1', deviceKey: 'k:1', limit: 10 }),
    waiting: await store.takeUnprocessed(0, 10),
    devices: await store.findDevices([{ app: 'app1', keys: ['k:1'] }]),
    deliveries: await store.listDeliveries({ limit: 10 }),
    records: await store.listRecords('app', { limit: 10 }),
    version: await store.recordsVersion(),
    counts: await store.counts(t0),
  };
}

export function lifeContract(at: At): void {
  test('a store that was opened answers', async () => {
    await expect(at().store.ping()).resolves.toBeUndefined();
  });

  test('opened again, it holds everything', async () => {
    const opened = at();
    await fill(opened.store);
    const before = await everything(opened.store);
    const again = await opened.reopen();
    expect(await everything(again)).toEqual(before);
    expect(await again.appendActivities([activity('a1')], t0)).toMatchObject([{ outcome: 'duplicate' }]);
    expect(await again.claimDeliveries(['p1', 'p2'], 'ticket1', t0 + 900)).toMatchObject([{ id: 'p2' }]);
    expect(await again.feedActivities(t0 + 99, t0 + 900)).toEqual([]);
    expect(await again.feedActivities(t0 + 100, t0 + 900)).toEqual([0]);
  });

  test('closing finishes what is in hand', async () => {
    const opened = at();
    const inHand = Array.from({ length: 20 }, (_, n) =>
      opened.store.appendActivities([activity(`a${n}`)], t0),
    );
    const again = await opened.reopen();
    expect((await Promise.all(inHand)).flat()).toHaveLength(20);
    expect(await again.takeUnprocessed(0, 100)).toHaveLength(20);
  });

  test('a closed store refuses with a fault, and may be closed again', async () => {
    const { store } = at();
    await store.close();
    await store.close();
    const fault = expect.objectContaining({ name: 'Fault' }) as unknown;
    await expect(store.ping()).rejects.toEqual(fault);
    await expect(store.appendActivities([activity('a1')], t0)).rejects.toEqual(fault);
    await expect(store.listActivities({ limit: 1 })).rejects.toEqual(fault);
  });
}
