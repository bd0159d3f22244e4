/**
 * An order of the advertiser's own books against what was received. Enters: the order, and the conversions of its id. Leaves: differences. Pure. It compares what
 * the file says, and nothing that it leaves out.
 */
import type { Activity } from '../../model/activity';
import { isDecimal, scaleDecimal, type Money } from '../../model/money';

export interface Order {
  /** Of the file. */
  readonly line: number;
  readonly transaction: string;
  readonly event?: string;
  readonly revenue?: Money;
  readonly payout?: Money;
  /** Without it the amounts are compared alone. */
  readonly currencyNamed: boolean;
  readonly status?: string;
}

export const differenceKinds = {
  unknown_here: 'The file has the order, and nothing was received of it.',
  missing_in_file: 'A conversion was received, and the file has no such order.',
  duplicate_in_file: 'The file has the order (of this event) before.',
  duplicate_here: 'Several conversions of the order were received, and the file does not say which it means.',
  different_amount: 'Revenue or payout differ.',
  different_currency: 'The currencies differ.',
  different_status: 'One has it approved, pending or rejected, the other not.',
  unreadable: 'The line cannot be compared: `message` says why.',
} as const;
export type DifferenceKind = keyof typeof differenceKinds;

export interface Difference {
  readonly kind: DifferenceKind;
  readonly line?: number;
  readonly transaction_id?: string;
  readonly event?: string;
  /** revenue, payout, status; of what is unreadable the column. */
  readonly field?: string;
  /** What the file says. */
  readonly file?: string;
  /** What was received. */
  readonly here?: string;
  /** The id of the conversion. */
  readonly activity?: string;
  readonly message?: string;
}

const places = 18;

function sameAmount(a: Money, b: Money): boolean {
  if (!isDecimal(a.amount) || !isDecimal(b.amount)) return a.amount === b.amount;
  return scaleDecimal(a.amount, places) === scaleDecimal(b.amount, places);
}

function compareMoney(
  field: 'revenue' | 'payout',
  order: Order,
  { id, body }: Activity,
): Difference | undefined {
  const [file, here] = [order[field], body[field]];
  if (file === undefined) return undefined;
  const base = {
    line: order.line,
    transaction_id: order.transaction,
    ...(body.event === undefined ? {} : { event: body.event }),
    field,
    activity: id,
  };
  if (here === undefined) return { kind: 'different_amount', ...base, file: file.amount };
  if (order.currencyNamed && file.currency !== here.currency)
    return { kind: 'different_currency', ...base, file: file.currency, here: here.currency };
  if (sameAmount(file, here)) return undefined;
  return { kind: 'different_amount', ...base, file: file.amount, here: here.amount };
}

/** Of the events of an order the one that is meant: the named one, or the only one. */
export function pickConversion(
  order: Order,
  received: readonly Activity[],
): Activity | 'several' | undefined {
  if (order.event !== undefined) return received.find(({ body }) => body.event === order.event);
  return received.length > 1 ? 'several' : received[0];
}

export function compareOrder(order: Order, received: readonly Activity[]): readonly Difference[] {
  const { line, transaction, event } = order;
  const base = { line, transaction_id: transaction, ...(event === undefined ? {} : { event }) };
  const found = pickConversion(order, received);
  if (found === undefined) return [{ kind: 'unknown_here', ...base }];
  if (found === 'several') {
    const here = received.map(({ body }) => body.event).join(' ');
    return [{ kind: 'duplicate_here', ...base, here }];
  }
  const status = found.body.status ?? 'approved';
  return [
    compareMoney('revenue', order, found),
    compareMoney('payout', order, found),
    order.status === undefined || order.status === status
      ? undefined
      : ({
          kind: 'different_status',
          ...base,
          field: 'status',
          file: order.status,
          here: status,
          activity: found.id,
        } as const),
  ].filter((difference) => difference !== undefined);
}
