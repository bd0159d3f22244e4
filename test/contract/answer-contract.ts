/** Answers to requests that may come again. Enters: a store. Leaves: tests. */
import { t0 } from './samples';
import type { At } from './store-contract';

const asked = { id: 'r1', fingerprint: 'f1', at: t0 };
const later = { id: 'r1', fingerprint: 'f2', at: t0 + 5 };
/** Older than everything here. */
const always = t0 - 1;

export function answerContract(at: At): void {
  test('who claims first has it; others are told what is there, and change nothing', async () => {
    const { store } = at();
    expect(await store.claimAnswer(asked, always)).toBeNull();
    expect(await store.claimAnswer(later, always)).toEqual({ ...asked, answer: null });
    await store.keepAnswer(asked, 'sealed ß');
    expect(await store.claimAnswer(later, always)).toEqual({ ...asked, answer: 'sealed ß' });
    expect(await store.claimAnswer({ ...later, id: 'r2' }, always)).toBeNull();
  });

  test('of many that claim at once one has it', async () => {
    const { store } = at();
    const claims = Array.from({ length: 8 }, (_, n) => ({ ...asked, fingerprint: `f${n}`, at: t0 + n }));
    const found = await Promise.all(claims.map((claim) => store.claimAnswer(claim, always)));
    const winner = claims[found.indexOf(null)];
    expect(found.filter((each) => each === null)).toHaveLength(1);
    for (const each of found) if (each !== null) expect(each).toEqual({ ...winner, answer: null });
  });

  test('an answer stays what it is, and is kept for the hold that it belongs to alone', async () => {
    const { store } = at();
    await store.keepAnswer(asked, 'of nobody');
    expect(await store.claimAnswer(asked, always)).toBeNull();
    await store.keepAnswer({ id: 'r1', at: t0 + 1 }, 'of another');
    expect(await store.claimAnswer(later, always)).toEqual({ ...asked, answer: null });
    await store.keepAnswer(asked, 'first');
    await store.keepAnswer(asked, 'second');
    expect(await store.claimAnswer(later, always)).toEqual({ ...asked, answer: 'first' });
  });

  test('a hold that is given up is free; one of another time, or with an answer, is not', async () => {
    const { store } = at();
    await store.claimAnswer(asked, always);
    await store.dropAnswer({ id: 'r1', at: t0 + 1 });
    expect(await store.claimAnswer(later, always)).not.toBeNull();
    await store.dropAnswer(asked);
    expect(await store.claimAnswer(later, always)).toBeNull();
    await store.keepAnswer(later, 'answer');
    await store.dropAnswer(later);
    expect(await store.claimAnswer(asked, always)).toEqual({ ...later, answer: 'answer' });
  });

  test.each([
    { name: 'as old as what is kept', keptSince: t0, free: false },
    { name: 'a millisecond older', keptSince: t0 + 1, free: true },
  ])('one $name is free: $free', async ({ keptSince, free }) => {
    const { store } = at();
    await store.claimAnswer(asked, always);
    await store.keepAnswer(asked, 'old');
    const found = await store.claimAnswer(later, keptSince);
    expect(found).toEqual(free ? null : { ...asked, answer: 'old' });
    if (!free) return;
    // It is the later one's from now on, without the old answer.
    await store.keepAnswer(asked, 'too late');
    expect(await store.claimAnswer(asked, always)).toEqual({ ...later, answer: null });
  });

  test('what is older goes, with an answer or without, and nothing else', async () => {
    const { store } = at();
    for (const [id, when] of [
      ['a', t0],
      ['b', t0 + 1],
      ['c', t0 + 2],
    ] as const)
      await store.claimAnswer({ id, fingerprint: 'f', at: when }, always);
    await store.keepAnswer({ id: 'a', at: t0 }, 'answer');
    expect(await store.forgetAnswers(t0)).toBe(0);
    expect(await store.forgetAnswers(t0 + 2)).toBe(2);
    expect(await store.forgetAnswers(t0 + 2)).toBe(0);
    const left = await Promise.all(
      ['a', 'b', 'c'].map((id) => store.claimAnswer({ id, fingerprint: 'g', at: t0 + 9 }, always)),
    );
    expect(left).toEqual([null, null, { id: 'c', fingerprint: 'f', at: t0 + 2, answer: null }]);
  });

  test('it outlives the process, and is no change of a record', async () => {
    const opened = at();
    const version = await opened.store.recordsVersion();
    await opened.store.claimAnswer(asked, always);
    await opened.store.claimAnswer({ ...asked, id: 'r2' }, always);
    await opened.store.keepAnswer(asked, 'answer');
    expect(await opened.store.recordsVersion()).toBe(version);
    const store = await opened.reopen();
    expect(await store.claimAnswer(later, always)).toEqual({ ...asked, answer: 'answer' });
    expect(await store.claimAnswer({ ...later, id: 'r2' }, always)).toMatchObject({ answer: null });
  });
}
