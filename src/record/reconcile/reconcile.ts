/**
 * A whole file of orders against the store. Enters: pieces of orders, the store, a window. Leaves: differences as they are found, and totals. Its memory does not
 * grow with the store, and by eight to sixteen bytes an order with the file.
 */
import type { Activity } from '../../model/activity';
import { isDecimal, scaleDecimal, unscaleDecimal, type Money } from '../../model/money';
import type { ConversionStore } from '../../ports/conversion-store';
import {
  compareOrder,
  pickConversion,
  type Difference,
  type DifferenceKind,
  type Order,
} from './compare-orders';
import { OrderSet } from './order-set';

export interface ReconcileScope {
  readonly app: string;
  /** Of conversions that the file may lack: the time they happened, epoch milliseconds, both ends included. */
  readonly since?: number;
  readonly until?: number;
  /** Only conversions of this event. */
  readonly event?: string;
}

export interface Totals {
  /** Orders of the file. */
  readonly orders: number;
  /** Found and alike. */
  readonly alike: number;
  readonly differences: Readonly<Partial<Record<DifferenceKind, number>>>;
  /** Sums of revenue: of the file's orders, and of the conversions that they are, or that the file lacks. Of a hundred currencies at most. */
  readonly revenue: readonly { readonly currency: string; readonly file: string; readonly here: string }[];
}

export interface Reconciler {
  compare(orders: readonly Order[]): Promise<void>;
  /** What cannot be compared. */
  unreadable(difference: Difference): Promise<void>;
  /** What the file lacks, when all of it was compared. */
  finish(goesOn: () => boolean): Promise<Totals>;
}

const pageLimit = 1_000;
const currenciesMax = 100;
const places = 18;

class Sums {
  readonly #sums = new Map<string, { file: bigint; here: bigint }>();

  add(side: 'file' | 'here', money: Money | undefined): void {
    if (money === undefined || !isDecimal(money.amount)) return;
    let sum = this.#sums.get(money.currency);
    if (sum === undefined) {
      if (this.#sums.size >= currenciesMax) return;
      this.#sums.set(money.currency, (sum = { file: 0n, here: 0n }));
    }
    sum[side] += BigInt(scaleDecimal(money.amount, places));
  }

  read(): Totals['revenue'] {
    return [...this.#sums]
      .map(([currency, { file, here }]) => ({
        currency,
        file: unscaleDecimal(file, places),
        here: unscaleDecimal(here, places),
      }))
      .sort((a, b) => (a.currency < b.currency ? -1 : 1));
  }
}

/** One order of one event, or of whichever. */
const nameOf = (transaction: string, event = ''): string => `${transaction}\n${event}`;

export function createReconciler(
  store: Pick<ConversionStore, 'findTransactions' | 'listTransactions'>,
  scope: ReconcileScope,
  report: (difference: Difference) => Promise<void>,
): Reconciler {
  const seen = new OrderSet();
  const sums = new Sums();
  const counts: Partial<Record<DifferenceKind, number>> = {};
  let orders = 0;
  let alike = 0;
  const tell = async (difference: Difference): Promise<void> => {
    counts[difference.kind] = (counts[difference.kind] ?? 0) + 1;
    await report(difference);
  };
  const isMeant = ({ environment, body }: Activity): boolean =>
    environment === 'production' && (scope.event === undefined || body.event === scope.event);

  const compareOne = async (order: Order, received: readonly Activity[]): Promise<void> => {
    orders += 1;
    const { line, transaction, event } = order;
    if (!seen.add(nameOf(transaction, event))) {
      const named = event === undefined ? {} : { event };
      await tell({ kind: 'duplicate_in_file', line, transaction_id: transaction, ...named });
      return;
    }
    sums.add('file', order.revenue);
    const found = pickConversion(order, received);
    if (found !== undefined && found !== 'several') sums.add('here', found.body.revenue);
    const differences = compareOrder(order, received);
    if (differences.length === 0) alike += 1;
    for (const difference of differences) await tell(difference);
  };

  const isMissing = ({ time, body }: Activity): boolean => {
    if (time < (scope.since ?? -Infinity) || time > (scope.until ?? Infinity)) return false;
    const transaction = body.transaction_id ?? '';
    return !seen.has(nameOf(transaction)) && !seen.has(nameOf(transaction, body.event));
  };

  return {
    async compare(piece) {
      const found = await store.findTransactions(
        scope.app,
        piece.map(({ transaction }) => transaction),
      );
      for (const [at, order] of piece.entries())
        await compareOne(order, (found[at] ?? []).map(({ activity }) => activity).filter(isMeant));
    },
    unreadable: tell,
    async finish(goesOn) {
      let cursor: string | null = null;
      do {
        const page: Awaited<ReturnType<typeof store.listTransactions>> = await store.listTransactions(
          scope.app,
          {
            limit: pageLimit,
            ...(cursor === null ? {} : { cursor }),
          },
        );
        for (const { activity } of page.items) {
          if (!isMeant(activity) || !isMissing(activity)) continue;
          sums.add('here', activity.body.revenue);
          await tell(missing(activity));
        }
        cursor = page.next;
      } while (cursor !== null && goesOn());
      return { orders, alike, differences: counts, revenue: sums.read() };
    },
  };
}

function missing({ id, body }: Activity): Difference {
  return {
    kind: 'missing_in_file',
    ...(body.transaction_id === undefined ? {} : { transaction_id: body.transaction_id }),
    ...(body.event === undefined ? {} : { event: body.event }),
    ...(body.revenue === undefined ? {} : { here: `${body.revenue.amount} ${body.revenue.currency}` }),
    activity: id,
  };
}
