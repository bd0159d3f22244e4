/**
 * What has had its time is forgotten: address keys, rates of sources, raw addresses, touches, activities, deliveries, kept answers, idle devices, and what dropped ones left
 * in the engine's logs. Enters: the time. Leaves: a store of bounded size. Once a minute, beside everything else: a bounded piece at a time, with a pause
 * after each that gives the writer to others. It never touches what a verdict may still need.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { describeError } from './errors';
import type { KeepTimes } from './keep-times';
import { dayOf } from './model/cost';
import { answersKeptMs } from './ports/answer-store';
import type { Clock } from './ports/clock';
import type { Observer } from './ports/observer';
import type { Store } from './ports/store';

const dayMs = 86_400_000;
/** The longest probabilistic window, and a day for what comes late. */
export const addressKeysKeptMs = 8 * dayMs;
export const sourceRatesKeptMs = 8 * dayMs;
/** As far back as the doctor looks. */
export const refusalsKeptMs = 31 * dayMs;
const everyMs = 60_000;
/** Of the writer's time at most one part in this many goes to forgetting. */
const pauseFactor = 4;
const pauseMaxMs = 1_000;
/** Devices are walked in full, for what few are idle: so many pieces a minute and no more. */
const devicePiecesMax = 10;

export interface ForgetOldDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly observer: Observer;
  /** Read at each pass: policies change. */
  readonly keepTimes: () => Promise<KeepTimes>;
}

export interface ForgetOld {
  /** Begins a pass where a minute went by and none is under way; the first minute does nothing, so that a start is not held up. Never rejects. */
  tick(): void;
  /** Resolves when the pass in hand ended. */
  settled(): Promise<void>;
  /** Ends the pass after the piece in hand. */
  stop(): Promise<void>;
}

export function createForgetOld(deps: ForgetOldDeps): ForgetOld {
  let lastAt = deps.clock.now();
  let running: Promise<void> | null = null;
  const stopping = new AbortController();
  const pass = async (): Promise<void> => {
    try {
      await forgetAll(deps, stopping.signal);
    } catch (cause) {
      if (!stopping.signal.aborted)
        deps.observer.log('warn', 'forget', { error: describeError(cause) }, 'goes on in a minute');
    }
  };
  const settled = async (): Promise<void> => {
    await running;
  };
  return {
    tick() {
      const now = deps.clock.now();
      if (now - lastAt < everyMs || running !== null || stopping.signal.aborted) return;
      lastAt = now;
      running = pass().finally(() => (running = null));
    },
    settled,
    stop() {
      stopping.abort();
      return settled();
    },
  };
}

async function forgetAll(
  { store, clock, keepTimes, observer }: ForgetOldDeps,
  signal: AbortSignal,
): Promise<void> {
  const now = clock.now();
  const kept = await keepTimes();
  const startedAt = performance.now();
  const looked = {
    address_keys: await inPieces(() => store.forgetAddressKeys(now - addressKeysKeptMs), signal),
    rates: await inPieces(() => store.forgetSourceRates(now - sourceRatesKeptMs), signal),
    refusals: await inPieces(() => store.forgetRefusals(now - refusalsKeptMs), signal),
    addresses: await inPieces(() => store.truncateAddresses(now - kept.addressesMs), signal),
    touches: await inPieces(() => store.forgetTouches(now - kept.touchesMs), signal),
    deliveries: await inPieces(() => store.forgetDeliveries(now - kept.deliveriesMs), signal),
    activities: await inPieces(() => store.forgetActivities(now - kept.activitiesMs), signal),
    answers: await inPieces(() => store.forgetAnswers(now - answersKeptMs), signal),
    costs: await inPieces(() => store.forgetCosts(dayOf(now - kept.costsMs)), signal),
  };
  const { appsOfLastingDevices: lasting, devicesMs } = kept;
  await inPieces(() => store.forgetIdleDevices(now - devicesMs, lasting), signal, devicePiecesMax);
  await inPieces(() => store.giveBackSpace(), signal);
  await store.forgetTraces('all');
  if (Object.values(looked).some((count) => count > 0))
    observer.log('info', 'forget', { ...looked, ms: Math.round(performance.now() - startedAt) });
}

/** Looked at, until the end or `piecesMax`. What comes while a piece is in hand is served before the next. */
async function inPieces(
  forget: () => Promise<number>,
  signal: AbortSignal,
  piecesMax = Infinity,
): Promise<number> {
  let looked = 0;
  for (let piece = 0; piece < piecesMax && !signal.aborted; piece += 1) {
    const startedAt = performance.now();
    const count = await forget();
    if (count === 0) break;
    looked += count;
    const tookMs = performance.now() - startedAt;
    await pause(Math.min(pauseMaxMs, tookMs * pauseFactor), undefined, { signal });
  }
  return looked;
}
