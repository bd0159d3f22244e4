/** What a touch costs. Enters: a tracking link's query, the link's own cost, the app's currency. Leaves: the cost, and whether one was sent that says nothing. It never guesses an amount. */
import { isDecimal } from '../model/money';
import { costModels, type TouchCost } from '../model/touch';

export interface ReadCost {
  readonly read: TouchCost | undefined;
  /** An amount, a currency or a model came that cannot be read. */
  readonly unreadable: boolean;
}

/** More than a million for one click is a mistake, and would not fit where days are summed up. */
const wholeDigitsMax = 7;

/** `cost_model` (also `cost_type`), `cost_amount`, `cost_currency`. Without an amount the link's own cost holds. */
export function readCost(
  value: (name: string) => string | undefined,
  ofLink: TouchCost | undefined,
  appCurrency: string | undefined,
): ReadCost {
  const amount = value('cost_amount');
  const sentModel = (value('cost_model') ?? value('cost_type'))?.toLowerCase();
  if (amount === undefined) return { read: ofLink, unreadable: false };
  const currency = value('cost_currency') ?? ofLink?.currency ?? appCurrency ?? 'USD';
  if (!isCost(amount) || !/^[A-Za-z]{3}$/.test(currency)) return { read: undefined, unreadable: true };
  const model = sentModel === undefined ? ofLink?.model : costModels.find((known) => known === sentModel);
  return {
    read: { ...(model === undefined ? {} : { model }), amount, currency: currency.toUpperCase() },
    unreadable: sentModel !== undefined && model === undefined,
  };
}

/** A decimal that is not negative, of a size that a touch may cost. */
export function isCost(amount: string): boolean {
  return (
    isDecimal(amount) && !amount.startsWith('-') && (amount.split('.')[0] ?? '').length <= wholeDigitsMax
  );
}
