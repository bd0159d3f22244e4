/**
 * What trackers call what. Enters: nothing. Leaves: the one table of parameters that a conversion is read from; docs/postbacks.md is made from it. It
 * knows names alone: what a value must be is read-conversion's.
 */

export interface ConversionParameter {
  /** In the order in which they are asked for: of several that are present the first counts. */
  readonly aliases: readonly string[];
  readonly meaning: string;
}

export const conversionParameters = {
  click: {
    aliases: [
      ...['cid', 'click_id', 'clickid', 'carom_click_id', 'aff_click_id', 'aff_sub', 'subid', 'sub_id'],
      ...['cnv_id', 'externalid', 'external_id', 'visitor_id'],
    ],
    meaning: "Carom's click id, as it was stamped into the landing page, the deep link or the referrer.",
  },
  either: {
    aliases: ['transaction_id', 'tid'],
    meaning: 'The click id where none of the names above is present, else the order id.',
  },
  order: {
    aliases: ['txid', 'tx_id', 'order_id', 'orderid', 'sale_id', 'action_id', 'conversion_id'],
    meaning: 'The order id: one event of one order is one conversion, and a later call moves it.',
  },
  event: {
    aliases: ['event', 'event_name', 'goal', 'goal_name', 'et', 'event_type', 'conversion_type', 'type'],
    meaning: 'What happened. Absent: the event that the order has already, else `conversion`.',
  },
  id: {
    aliases: ['event_id', 'eventid'],
    meaning: 'An id of the conversion: the pixel and the server call that share it are one.',
  },
  payout: {
    aliases: ['payout', 'commission'],
    meaning: 'What the partner is paid.',
  },
  revenue: {
    aliases: ['revenue', 'amount', 'sum', 'sale_amount', 'order_amount', 'order_total'],
    meaning: 'What the customer paid.',
  },
  currency: {
    aliases: ['currency', 'cur', 'currency_code', 'cnv_currency', 'payout_currency'],
    meaning: "Of payout and revenue, ISO 4217. Absent: the app's, else USD.",
  },
  status: {
    aliases: ['status', 'cnv_status', 'conversion_status', 'event_status'],
    meaning:
      'Where the conversion stands; the words are below. Absent: approved, where nothing was said before.',
  },
  statusTime: {
    aliases: ['status_time', 'status_at', 'status_updated_at'],
    meaning:
      'Since when it has that status, as event_time. A call that is older than what stands moves nothing.',
  },
  time: {
    aliases: ['event_time', 'time', 'timestamp', 'conversion_time'],
    meaning: 'When it happened: RFC 3339, or seconds or milliseconds since 1970. Absent: now.',
  },
} as const satisfies Readonly<Record<string, ConversionParameter>>;

export type ConversionParameterName = keyof typeof conversionParameters;

/** Of the call itself. */
export const callParameters = {
  key: 'The app key, or a postback key of the app or the link.',
  app: 'The app, where the key does not name it.',
  link: 'The link whose postback key signed the call.',
  sig: 'The signature; the last parameter of the query.',
  sig_ts: 'When it was signed, seconds since 1970.',
  format: 'How to answer: `text` (`OK`), `json` or `gif`.',
} as const satisfies Readonly<Record<string, string>>;

/** Words for where a conversion stands, lower case. */
export const conversionStatuses: Readonly<Record<'approved' | 'pending' | 'rejected', readonly string[]>> = {
  approved: ['approved', 'approve', 'confirmed', 'confirm', 'accepted', 'paid', 'sale'],
  pending: ['pending', 'hold', 'on_hold', 'waiting', 'lead'],
  rejected: [
    ...[
      'rejected',
      'reject',
      'declined',
      'decline',
      'cancelled',
      'canceled',
      'refund',
      'refunded',
      'chargeback',
    ],
    ...['reversed', 'void', 'trash', 'invalid'],
  ],
};
