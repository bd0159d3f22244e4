/** What advertising cost. Enters: touches. Leaves: what each adds to its day and place. Money is decimal text or whole millionths, never a float. */
import { scaleDecimal, type Money } from './money';
import type { CostModel, Touch, TouchType } from './touch';

/** A day's place in an app's spending. A level that is empty is not named; where it stands in what was posted it means all. */
export interface CostPlace {
  readonly app: string;
  /** UTC, `2026-11-22`. */
  readonly day: string;
  readonly partner: string;
  /** The link's token. */
  readonly link: string;
  /** A name, or the id where a touch has no name. */
  readonly campaign: string;
  readonly adgroup: string;
  readonly creative: string;
}

/** What somebody says was paid; null takes back what was said before. */
export interface PostedCost extends CostPlace {
  readonly cost: Money | null;
  /** Epoch milliseconds. */
  readonly postedAt: number;
}

/** A line of a day's spending. */
export interface CostLine extends CostPlace {
  readonly source: 'posted' | 'touches';
  readonly cost: Money;
  /** Of touches: their model, and how many. */
  readonly model?: CostModel;
  readonly touches?: number;
  readonly postedAt?: number;
  /** What was posted for this place, or for one that it is a part of, stands in its stead. */
  readonly superseded: boolean;
}

/** What one touch adds to the sums. */
export interface CostShare extends CostPlace {
  readonly model: CostModel | '';
  readonly currency: string;
  /** Of the price that the model names. */
  readonly micros: number;
}

const clicks: readonly TouchType[] = ['click', 'engaged_click'];
const views: readonly TouchType[] = ['impression', 'engaged_view'];

/** Which touches cost something by themselves. What is paid for an install or an action is not spent yet. */
const paidTypes: Readonly<Record<CostModel, readonly TouchType[]>> = {
  cpc: clicks,
  cpm: views,
  cpv: views,
  cpe: ['engaged_click', 'engaged_view'],
  cpi: [],
  cpa: [],
};

/** Null: it costs nothing, not by itself, or was refused where it came in. */
export function costShare(touch: Touch): CostShare | null {
  const { cost } = touch;
  if (cost === undefined || touch.fraud?.verdict === 'rejected') return null;
  if (cost.model !== undefined && !paidTypes[cost.model].includes(touch.type)) return null;
  return {
    app: touch.app,
    day: dayOf(touch.time),
    partner: touch.partner ?? '',
    link: touch.link,
    campaign: touch.campaign ?? touch.campaignId ?? '',
    adgroup: touch.adgroup ?? touch.adgroupId ?? '',
    creative: touch.creative ?? touch.creativeId ?? '',
    model: cost.model ?? '',
    currency: cost.currency,
    micros: Number(scaleDecimal(cost.amount, 6)),
  };
}

/** The UTC day that a moment lies in. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** Millionths of the prices of `model`, added up, as what was spent: a view at a price for a thousand costs a thousandth of it. */
export function spentOf(micros: string, model: CostModel | ''): string {
  const places = model === 'cpm' ? 9 : 6;
  const digits = micros.padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return `${digits.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`;
}
