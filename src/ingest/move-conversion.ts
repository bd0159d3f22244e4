/**
 * What a later call makes of a conversion. Enters: the stored activity and what the call says. Leaves: its next revision, or null where nothing is new.
 * Pure. A call that names a status says how everything stands now; one that names none, or an old one, adds what is missing, and changes nothing.
 */
import { Fault } from '../errors';
import { historyMax, type Activity, type ConversionState } from '../model/activity';
import { isDecimal, scaleDecimal, type Money } from '../model/money';
import type { ActivityMove } from '../ports/conversion-store';

export interface Said {
  readonly status?: string;
  /** RFC 3339, milliseconds, UTC: so they compare as text. */
  readonly statusTime?: string;
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

type Stands = { readonly [K in Exclude<keyof ConversionState, 'at'>]?: ConversionState[K] | undefined };

function stateOf({ status, status_time: statusTime, payout, revenue }: Stands, at: number): ConversionState {
  return {
    at,
    ...(status === undefined ? {} : { status }),
    ...(statusTime === undefined ? {} : { status_time: statusTime }),
    ...(payout === undefined ? {} : { payout }),
    ...(revenue === undefined ? {} : { revenue }),
  };
}

/** The newest that anybody named. */
function latestStatusTime({ body, history = [] }: Activity): string | undefined {
  return [body.status_time, ...history.map((state) => state.status_time)].reduce(
    (latest, time) => (time !== undefined && (latest === undefined || time > latest) ? time : latest),
    undefined,
  );
}

/** A call that was sent again, or overtaken: by the status' own time, where both have one. Else whoever comes later says how things stand. */
function isOld(activity: Activity, { statusTime }: Said): boolean {
  const latest = latestStatusTime(activity);
  return statusTime !== undefined && latest !== undefined && statusTime < latest;
}

/** @param at when the call arrived, epoch milliseconds. @throws Fault where it has moved too often. */
export function nextMove(activity: Activity, call: Said, at: number): ActivityMove | null {
  const { app, id, revision, body, receivedAt } = activity;
  const { status: named, statusTime, ...others } = call;
  const said: Said = named === undefined || isOld(activity, call) ? others : call;
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
  const next: Stands =
    said.status === undefined
      ? { ...body, payout, revenue }
      : {
          status: moves ? said.status : body.status,
          status_time: statusTime ?? (moves ? undefined : body.status_time),
          payout,
          revenue,
        };
  return { app, id, revision: revision + 1, history: [...history, stateOf(next, at)] };
}
