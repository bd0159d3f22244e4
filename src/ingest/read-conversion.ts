/**
 * A tracker's conversion call as a posted activity. Enters: parameters under any of the names that trackers use. Leaves: the activity as an app
 * would have posted it, and what only such a call carries. Never takes a placeholder for a value.
 */
import { Fault } from '../errors';
import type { ActivityFlag } from '../model/activity';
import type { PostedMoney } from './activity-schema';
import {
  callParameters,
  conversionParameters,
  conversionStatuses,
  type ConversionParameterName,
} from './conversion-parameters';
import { isUnexpanded } from './identity';

/** A parameter that its sender did not fill in. */
export interface Unexpanded {
  readonly field: string;
  readonly value: string;
}

export interface PostedConversion {
  readonly clickId: string | undefined;
  /** For acceptActivity, kind `event`. */
  readonly activity: Readonly<Record<string, unknown>>;
  /** Something beside the click tells whose it is. */
  readonly identified: boolean;
  readonly eventNamed: boolean;
  readonly transaction: string | undefined;
  /** Whether the call says in which currency its amounts are. */
  readonly currencyNamed: boolean;
  readonly conversion: {
    readonly payout?: PostedMoney;
    readonly status?: string;
    readonly statusTime?: string;
    readonly flags?: readonly ActivityFlag[];
  };
  /** Of parameters that nothing depends on, left out. */
  readonly unexpanded: readonly Unexpanded[];
}

/** Refused because a parameter is still a placeholder. */
export class UnexpandedFault extends Fault {
  constructor(readonly unexpanded: Unexpanded) {
    const { field, value } = unexpanded;
    super('invalid_field', {
      field,
      message: `${field} is still a placeholder (${value}): the tracker did not fill it in. Use its own macro for this value.`,
    });
  }
}

export const unexpandedFlag = 'unexpanded_macro';
export const eventDefault = 'conversion';
const shownMax = 60;

/** A macro in the middle of a value: `order-{id}`, `${id}`, `%%ID%%`. Brackets stand in ordinary text too, so alone they say nothing there. */
const holdsMacro = /\$?\{[A-Za-z0-9_.:-]+\}|%%[A-Za-z0-9_.:-]+%%/;

const taken: ReadonlySet<string> = new Set([
  ...Object.keys(callParameters),
  ...Object.values(conversionParameters).flatMap(({ aliases }): readonly string[] => aliases),
]);

/** @throws Fault that names the parameter as it was sent. */
export function readConversion(
  query: Iterable<readonly [string, string]>,
  currencyDefault: string,
): PostedConversion {
  const sent = parametersOf(query);
  const read = (name: ConversionParameterName): Sent | undefined =>
    first(sent, conversionParameters[name].aliases);
  const named = read('click');
  const click = named ?? read('either');
  const order = read('order') ?? (named === undefined ? undefined : read('either'));
  const currencyNamed = read('currency');
  const currency = currencyNamed?.value ?? currencyDefault;
  if (!/^[A-Za-z]{3}$/.test(currency))
    throw new Fault('invalid_field', {
      field: currencyNamed?.name ?? 'currency',
      message: `${currencyNamed?.name ?? 'currency'} is not three letters (ISO 4217).`,
    });
  const money = (name: 'payout' | 'revenue'): PostedMoney | undefined => {
    const amount = read(name)?.value;
    return amount === undefined ? undefined : { amount, currency };
  };
  const event = read('event');
  const payout = money('payout');
  const status = readStatus(read('status'));
  const statusTime = status === undefined ? undefined : read('statusTime')?.value;
  const { params, unexpanded } = otherParameters(sent);
  return {
    clickId: click?.value,
    identified: false,
    eventNamed: event !== undefined,
    transaction: order?.value,
    currencyNamed: currencyNamed !== undefined,
    activity: {
      id: read('id')?.value,
      event: event?.value ?? eventDefault,
      time: read('time')?.value,
      click_id: click?.value,
      transaction_id: order?.value,
      revenue: money('revenue'),
      params,
    },
    conversion: {
      ...(payout === undefined ? {} : { payout }),
      ...(status === undefined ? {} : { status }),
      ...(statusTime === undefined ? {} : { statusTime }),
      ...(unexpanded.length === 0 ? {} : { flags: [unexpandedFlag] }),
    },
    unexpanded,
  };
}

/** Nobody and nothing is named. */
export function missingClick(): Fault {
  return new Fault('missing_field', {
    field: 'cid',
    message:
      'Send the click id as cid (click_id, clickid, aff_sub, subid and tid are read too), or the order id of a conversion that is known.',
  });
}

interface Sent {
  readonly name: string;
  readonly value: string;
}

/** Names without case; the first of a repeated one; an empty value is none. */
function parametersOf(query: Iterable<readonly [string, string]>): ReadonlyMap<string, string> {
  const sent = new Map<string, string>();
  for (const [name, value] of query) {
    const key = name.toLowerCase();
    if (value.trim() !== '' && !sent.has(key)) sent.set(key, value.trim());
  }
  return sent;
}

function first(sent: ReadonlyMap<string, string>, names: readonly string[]): Sent | undefined {
  const name = names.find((candidate) => sent.has(candidate));
  const value = name === undefined ? undefined : sent.get(name);
  if (name === undefined || value === undefined) return undefined;
  if (isUnexpanded(value) || holdsMacro.test(value))
    throw new UnexpandedFault({ field: name, value: value.slice(0, shownMax) });
  return { name, value };
}

const statusOfWord: ReadonlyMap<string, string> = new Map(
  Object.entries(conversionStatuses).flatMap(([status, words]) =>
    words.map((word) => [word, status] as const),
  ),
);

function readStatus(sent: Sent | undefined): string | undefined {
  if (sent === undefined) return undefined;
  const status = statusOfWord.get(sent.value.toLowerCase().replace(/[ -]/g, '_'));
  if (status === undefined)
    throw new Fault('invalid_field', {
      field: sent.name,
      message: `${sent.name} is not one of approved, pending, rejected (or another word of docs/postbacks.md).`,
    });
  return status;
}

/**
 * What else the tracker sent, for templates and callbacks: at most 50 names of 128, values of 1,024 characters. One that was not filled in is left out: it
 * is no value, and no conversion is lost for a parameter that nothing depends on.
 */
function otherParameters(sent: ReadonlyMap<string, string>): {
  readonly params: Record<string, string> | undefined;
  readonly unexpanded: readonly Unexpanded[];
} {
  const others = [...sent]
    .filter(([name]) => !taken.has(name) && name.length <= 128 && name !== '__proto__')
    .slice(0, 50)
    .map(([name, value]) => [name, value.slice(0, 1_024)] as const);
  const filled = others.filter(([, value]) => !isUnexpanded(value));
  return {
    params: filled.length === 0 ? undefined : Object.fromEntries(filled),
    unexpanded: others
      .filter(([, value]) => isUnexpanded(value))
      .map(([field, value]) => ({ field, value: value.slice(0, shownMax) })),
  };
}
