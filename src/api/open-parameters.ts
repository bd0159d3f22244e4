/** Query parameters of the hot routes, for the document. Enters: the tables that they are read by. Leaves: OpenAPI parameters. It lists no name that is not read. */
import { conversionParameters } from '../ingest/conversion-parameters';
import { identifierNames } from '../model/activity';
import { touchTypes } from '../model/touch';
import { pathExamples } from './examples';

export interface Parameter {
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly example?: string;
}

const text = { type: 'string' };

function optional(name: string, description: string, example?: string, schema: object = text): Parameter {
  return {
    name,
    in: 'query',
    required: false,
    description,
    schema: { ...schema },
    ...(example === undefined ? {} : { example }),
  };
}

export const linkToken: Parameter = {
  name: 'link_token',
  in: 'path',
  required: true,
  schema: text,
  ...(pathExamples['link_token'] === undefined ? {} : { example: pathExamples['link_token'] }),
};

const levels = ['campaign', 'adgroup', 'creative'] as const;

/** Of `/c/` and `/i/`. What has no name here is kept as a link parameter. */
export const touchParameters: readonly Parameter[] = [
  linkToken,
  optional('click_id', "The partner's own id of the click.", 'PC-1'),
  ...levels.flatMap((level) => [
    optional(level, `In place of the link's ${level}.`),
    optional(`${level}_id`, `Its id.`),
  ]),
  ...[1, 2, 3, 4, 5].map((number) => optional(`sub${number}`, 'Kept as it is.')),
  ...identifierNames.map((name) => optional(name, `Also hashed: ${name}_sha1, ${name}_md5, ${name}_sha256.`)),
  optional('ip_address', "Of a server's touch; a visitor's is the connection's.", '203.0.113.7'),
  optional('user_agent', "Of a server's touch; a visitor's is the connection's."),
  ...['os_name', 'os_version', 'device_model', 'language', 'country'].map((name) =>
    optional(name, 'Of the device.'),
  ),
  optional('cost_amount', 'What the touch costs: a plain decimal.'),
  optional('cost_currency', "ISO 4217; absent: the app's."),
  optional('cost_model', 'cpc, cpm, …'),
  optional('deeplink', 'Where it opens in the app.'),
  optional('redirect', 'Where it leads: only to a registered destination.'),
  optional('clicked_at', "Of a server's touch: RFC 3339, or seconds or milliseconds since 1970."),
  optional('retargeting', 'Alias: is_retargeting.', undefined, {
    type: 'string',
    enum: ['true', 'false', '1', '0'],
  }),
  optional('type', 'What kind of touch.', undefined, { type: 'string', enum: [...touchTypes] }),
  optional('s2s', "1: a server's touch; answers JSON in place of a redirect or a pixel."),
];

const conversionExamples: Readonly<Record<string, string>> = {
  cid: '01KAPB6Q5V9X7T2M4N8R3C6D1E',
  event: 'sale',
  payout: '12.5',
  currency: 'USD',
  txid: 'ORDER-1',
  status: 'approved',
};

/** Of `/postback` and `/p.gif`, under their first names; of the others the description tells. */
export const conversionQuery: readonly Parameter[] = [
  optional('key', 'The postback key of the app or link; not needed where the app says so.', 'pbk_…'),
  ...Object.values(conversionParameters).map(({ aliases: [name, ...others], meaning }) =>
    optional(name, `${meaning} Also called ${others.join(', ')}.`, conversionExamples[name]),
  ),
];

/** Of what an app posts that wants it signed. */
export const signatureHeaders: readonly Parameter[] = [
  {
    name: 'Carom-Timestamp',
    in: 'header',
    required: false,
    description: 'When the request was signed, seconds since 1970; at most 5 minutes from now.',
    schema: { type: 'string' },
  },
  {
    name: 'Carom-Signature',
    in: 'header',
    required: false,
    description:
      'HMAC-SHA256, hex, by a signing key of the app: of Carom-Timestamp, a dot, and the body before any compression. Looked at where the app has `signed_activities`.',
    schema: { type: 'string' },
  },
];

export const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Up to 255 visible ASCII characters. The same request under the same key stores nothing twice: items without an id of their own get one that is made of the key, their place and their content.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
  example: 'batch-2026-11-22-0001',
};

export const keptAnswerKey: Parameter = {
  ...idempotencyKey,
  description:
    'Up to 255 visible ASCII characters. The same request of the same key of ours under the same Idempotency-Key is carried out once in 24 hours: a repetition gets the same answer, with the header `Idempotent-Replayed: true`.',
  example: 'new-shop-2026-11-22',
};
