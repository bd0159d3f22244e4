/**
 * Deliveries that leave this worker without an attempt. Enters: deliveries, and until when, or why. Leaves: the store told of them. Where the store does not
 * take it their claims run out instead, and they come again; nobody waits for it but `size`.
 */
import { describeError } from '../errors';
import type { Delivery } from '../model/delivery';
import { heldOf } from './claim';
import type { DispatcherOptions } from './dispatcher-options';
import { membersOf } from './joined';
import { destinationOf } from './observe-outcome';

export class GiveBack {
  readonly #options: Pick<DispatcherOptions, 'release' | 'withdrawals' | 'observer'>;
  readonly #ended: () => void;
  readonly #running = new Set<Promise<void>>();

  constructor(options: Pick<DispatcherOptions, 'release' | 'withdrawals' | 'observer'>, ended: () => void) {
    this.#options = options;
    this.#ended = ended;
  }

  /** Calls that the store has not answered yet. */
  get size(): number {
    return this.#running.size;
  }

  /** Back to the store until then. */
  release(deliveries: readonly Delivery[], availableAt: number): void {
    if (deliveries.length === 0) return;
    const { observer, release } = this.#options;
    for (const delivery of deliveries) observer.delivery(destinationOf(delivery), 'deferred', 1);
    this.#watch(release(deliveries.map(heldOf), Math.round(availableAt)), {
      released: deliveries.length,
    });
  }

  /** Those that are still to be sent. The others are failed, each for its reason. */
  stillWanted(deliveries: readonly Delivery[]): readonly Delivery[] {
    const { withdrawals } = this.#options;
    if (withdrawals === undefined) return deliveries;
    const unwanted = new Map<string, Delivery[]>();
    const wanted = deliveries.filter((delivery) => {
      const reason = withdrawals.reasonOf(delivery);
      if (reason === null) return true;
      unwanted.set(reason, [...(unwanted.get(reason) ?? []), delivery]);
      return false;
    });
    for (const [reason, of] of unwanted) this.#withdraw(of.flatMap(membersOf), reason, withdrawals.withdraw);
    return wanted;
  }

  #withdraw(
    deliveries: readonly Delivery[],
    reason: string,
    withdraw: NonNullable<DispatcherOptions['withdrawals']>['withdraw'],
  ): void {
    const { observer } = this.#options;
    const done = withdraw(deliveries.map(heldOf), reason).then(() => {
      for (const delivery of deliveries) observer.delivery(destinationOf(delivery), 'failed', 1);
      observer.log(
        'info',
        'deliver',
        { withdrawn: deliveries.map(({ id }) => id), reason },
        'not sent: the destination is switched off',
      );
    });
    this.#watch(done, { withdrawn: deliveries.length });
  }

  #watch(call: Promise<void>, told: Readonly<Record<string, number>>): void {
    const { observer } = this.#options;
    const watched = call
      .catch((cause: unknown) =>
        observer.log('warn', 'deliver', { ...told, error: describeError(cause) }, 'left to their claims'),
      )
      .finally(() => {
        this.#running.delete(watched);
        this.#ended();
      });
    this.#running.add(watched);
  }
}
