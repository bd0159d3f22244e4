/**
 * An activity on the wire. Enters: nothing. Leaves: the schema that validates, types and documents it. It changes nothing of what it reads:
 * normalising is accept-activity's. `null` and, of optional text, the empty string count as absent.
 */
import { z } from 'zod';
import { environments, postedKinds } from '../model/activity';

const control = /^[^\p{Cc}\p{Cs}]*$/u;

/** Text without control characters or broken surrogates. */
const line = (max: number) => z.string().max(max).regex(control, 'has control characters');
const optionalLine = (max: number) => line(max).nullish();
const identifier = line(256).nullish();
const flag = z.boolean().nullish();
const timeField = z
  .union([z.string().max(64), z.number()])
  .nullish()
  .describe('RFC 3339, or a number: below 10^11 seconds, else milliseconds');

export const paramsKeysMax = 100;
const paramsKeyMax = 256;
export const paramTextMax = 16_384;

/** What the app wants to say; any JSON, at most 100 names. */
const params = z
  .record(z.string().max(paramsKeyMax), z.unknown())
  .refine(
    (value) => Object.keys(value).length <= paramsKeysMax,
    `may have at most ${String(paramsKeysMax)} names`,
  )
  .refine(
    (value) => Object.values(value).every((item) => typeof item !== 'string' || item.length <= paramTextMax),
    `has a text longer than ${String(paramTextMax)} characters`,
  )
  .nullish();

export const deviceSchema = z.strictObject({
  device_id: identifier,
  gps_adid: identifier,
  idfa: identifier,
  idfv: identifier,
  android_id: identifier,
  oaid: identifier,
  fire_adid: identifier,
  ip_address: line(64).nullish(),
  user_agent: optionalLine(2_048),
  os_name: optionalLine(64),
  os_version: optionalLine(64),
  device_model: optionalLine(256),
  device_manufacturer: optionalLine(256),
  device_type: optionalLine(64),
  language: optionalLine(64),
  country: z
    .string()
    .regex(/^(?:[A-Za-z]{2})?$/, 'is not a country of two letters (ISO 3166-1)')
    .nullish(),
  timezone: optionalLine(64),
});

export const referrerSchema = z.strictObject({
  click_id: optionalLine(256),
  raw: optionalLine(4_096),
  source: optionalLine(256),
  clicked_at: timeField,
  install_begin_at: timeField,
  clicked_at_server: timeField,
  install_begin_at_server: timeField,
  app_version: optionalLine(128),
});

const userSchema = z.strictObject({
  id: optionalLine(256),
  email: optionalLine(320),
  email_sha256: optionalLine(64),
  phone: optionalLine(64),
  phone_sha256: optionalLine(64),
  phone_e164_sha256: optionalLine(64),
});

export const moneySchema = z.strictObject({
  amount: z.union([z.string().max(40), z.number()]).describe('A plain decimal, as text or number'),
  currency: z.string().regex(/^[A-Za-z]{3}$/, 'is not a currency of three letters (ISO 4217)'),
});

const consentSchema = z.strictObject({
  att_status: z.int().min(0).max(3).nullish(),
  eea: flag,
  ad_user_data: flag,
  ad_personalization: flag,
  limit_ad_tracking: flag,
  tcf: optionalLine(8_192),
});

export const activitySchema = z.strictObject({
  kind: z.enum(postedKinds),
  id: optionalLine(128),
  event: optionalLine(256),
  time: timeField,
  device: deviceSchema.nullish(),
  app_version: optionalLine(128),
  click_id: optionalLine(256),
  referrer: referrerSchema.nullish(),
  adservices_token: optionalLine(4_096),
  user: userSchema.nullish(),
  revenue: moneySchema.nullish(),
  transaction_id: optionalLine(256),
  consent: consentSchema.nullish(),
  params,
  partner_params: params,
  environment: z.enum(environments).nullish(),
});

/** An activity as it is posted. */
export type PostedActivity = z.infer<typeof activitySchema>;
export type PostedDevice = z.infer<typeof deviceSchema>;
export type PostedReferrer = z.infer<typeof referrerSchema>;
export type PostedMoney = z.infer<typeof moneySchema>;
export type PostedConsent = z.infer<typeof consentSchema>;
