/**
 * What a later call makes of a conversion. Enters: the stored activity and what the call says. Leaves: its next revision, or null where nothing is new.
 * Pure. A call that names a status says how everything stands now; one that names none adds what is missing, and changes nothing.
 */
import { Fault } from '../errors';
import { historyMax, type Activity, type ConversionState } from '../model/activity';
import { isDecimal, scaleDecimal, type Money } from '../model/money';
import type { ActivityMove } from '../ports/conversion-store';

export interface Said {
  readonly status?: string;
  readonly payout?: Money;
  readonly revenue?: Money;
  /** Else amounts are in the currency of what stands. */
  readonly currencyNamed: boolean;
}

/** What a conversion is whose calls never named a status. */
const statusDefault = 'approved';
/** More places than money has. */
const places = 18;

export function saysNothing({ status, payout, revenue }: Said): boolean {
  return status === undefined && payout === undefined && revenue === undefined;
}

function sameMoney(a: Money, b: Money): boolean {
  if (a.currency !== b.currency || !isDecimal(a.amount) || !isDecimal(b.amount)) return false;
  return scaleDecimal(a.amount, places) === scaleDecimal(b.amount, places);
}

function nextMoney(stands: Money | undefined, said: Money | undefined, of: Said): Money | undefined {
  if (said === undefined) return stands;
  if (stands === undefined) return said;
  if (of.status === undefined) return stands;
  const meant = of.currencyNamed ? said : { ...said, currency: stands.currency };
  return sameMoney(stands, meant) ? stands : meant;
}

type Stands = { readonly [K in 'status' | 'payout' | 'revenue']?: ConversionState[K] | undefined };

function stateOf({ status, payout, revenue }: Stands, at: number): ConversionState {
  return {
    at,
    ...(status === undefined ? {} : { status }),
    ...(payout === undefined ? {} : { payout }),
    ...(revenue === undefined ? {} : { revenue }),
  };
}

/** @param at when the call arrived, epoch milliseconds. @throws Fault where it has moved too often. */
export function nextMove(activity: Activity, said: Said, at: number): ActivityMove | null {
  const { app, id, revision, body, receivedAt } = activity;
  const moves = said.status !== undefined && said.status !== (body.status ?? statusDefault);
  const payout = nextMoney(body.payout, said.payout, said);
  const revenue = nextMoney(body.revenue, said.revenue, said);
  if (!moves && payout === body.payout && revenue === body.revenue) return null;
  const history = activity.history ?? [stateOf(body, receivedAt)];
  if (history.length >= historyMax)
    throw new Fault('invalid_field', {
      field: 'status',
      message: `This conversion has moved ${historyMax - 1} times; it moves no more.`,
    });
  const status = moves ? said.status : body.status;
  return { app, id, revision: revision + 1, history: [...history, stateOf({ status, payout, revenue }, at)] };
}
