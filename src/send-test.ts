/**
 * A test that a person asked for. Enters: a marked delivery of a made-up activity. Leaves: the same with the one attempt that was made, as the store keeps it. It
 * goes past queue, lanes and breakers, so that it says what the destination answers now; it is never tried again, and counts in no metric of deliveries.
 */
import { deliver, type DeliverMeans } from './deliver/deliver';
import type { Tokens } from './deliver/oauth-tokens';
import type { Integration } from './model/app';
import type { TestDelivery } from './model/delivery';
import type { Clock } from './ports/clock';
import type { Directory } from './ports/directory';
import type { Observer } from './ports/observer';
import type { Secrets } from './ports/secrets';
import type { Sender } from './ports/sender';
import type { Store } from './ports/store';
import { createReveal, revealIntegration } from './reveal';
import { version } from './version';

export interface TestSendMeans {
  readonly sender: Sender;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly directory: Directory;
  readonly secrets: Secrets;
  readonly store: Pick<Store, 'recordTest'>;
  readonly observer: Pick<Observer, 'log'>;
}

/** Of an integration its own secrets count, stored or not; of a callback (null) those that the directory has. */
export type SendTest = (planned: TestDelivery, integration: Integration | null) => Promise<TestDelivery>;

export function createSendTest(means: TestSendMeans): SendTest {
  const { directory, secrets, store, observer } = means;
  const revealCallback = createReveal(directory, secrets);
  return async (planned, integration) => {
    const once: DeliverMeans = {
      ...means,
      random: () => Math.random(),
      retryScheduleSeconds: [],
      reveal: integration === null ? revealCallback : () => revealIntegration(integration, secrets),
      userAgent: `Carom/${version}`,
    };
    const outcome = await deliver(planned, once);
    const delivered = outcome.kind === 'delivered';
    const sent: TestDelivery = {
      ...planned,
      status: delivered ? 'delivered' : 'failed',
      ...(outcome.kind === 'refused' ? { reason: outcome.reason } : {}),
      attempts: [outcome.attempt],
      tries: 1,
      nextAttemptAt: null,
    };
    const { id, app, partner, callback } = sent;
    const { status: answer, error, durationMs } = outcome.attempt;
    // Before it is stored: where the store refuses, the log still has it.
    observer.log('info', 'deliver', {
      test: true,
      delivery: id,
      app,
      ...{ partner, callback },
      ...{ outcome: sent.status, answer, error, durationMs },
    });
    await store.recordTest(sent);
    return sent;
  };
}
