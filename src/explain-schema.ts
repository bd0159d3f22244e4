/**
 * A question to the code that attributes, on the wire. Enters: nothing. Leaves: the schema that validates, types and documents it.
 * It changes nothing of what it reads, and every name in it that is not known is refused.
 */
import { z } from 'zod';
import { activitySchema, deviceSchema } from './ingest/activity-schema';
import { identifierParameters } from './ingest/identity';
import { identifierNames } from './model/activity';
import { platforms } from './model/app';
import { touchTypes } from './model/touch';

export const touchesMax = 1_000;
const historyMax = 10_000;

/** What is asked about may have been given these credits. */
export const historyKinds = [
  'install',
  'reinstall',
  'reattribution',
  'reengagement',
  'session',
  'event',
  'uninstall',
] as const;

const time = z
  .union([z.string().max(64), z.number()])
  .describe('RFC 3339, or a number: below 10^11 seconds, else milliseconds');
const label = z
  .string()
  .max(256)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'has control characters')
  .nullish();
const named = label.unwrap().unwrap().min(1, 'may not be empty');
const country = deviceSchema.shape.country;

const hashedNames = [...identifierParameters].filter(
  (name) => !(identifierNames as readonly string[]).includes(name),
);

/** What a click may carry of a device: an activity's fields, and identifiers that were hashed before they came. */
const touchDeviceSchema = deviceSchema.extend(Object.fromEntries(hashedNames.map((name) => [name, label])));

const policy = z.record(z.string(), z.unknown()).nullish();

const touchSchema = z.strictObject({
  id: named.describe('The click id'),
  type: z.enum(touchTypes),
  time,
  partner: label,
  link: label,
  campaign: label,
  adgroup: label,
  creative: label,
  retargeting: z.boolean().nullish(),
  country,
  partner_click_id: label,
  device: touchDeviceSchema.nullish(),
  params: z.record(z.string().max(256), z.string().max(1_024)).nullish(),
  policy: policy.describe("What the touch's link and integration set"),
  fraud: z
    .strictObject({ verdict: z.enum(['suspicious', 'rejected']), reason: label })
    .nullish()
    .describe('What someone else judged of it'),
});

const historySchema = z.strictObject({
  kind: z.enum(historyKinds),
  time,
  partner: label.describe('The credit that it was given; none: organic'),
  link: label,
  campaign: label,
  adgroup: label,
  creative: label,
  touch_id: label,
});

export const explainSchema = z.strictObject({
  policy,
  platform: z.enum(platforms).nullish(),
  history: z.array(historySchema).max(historyMax, 'at most 10,000 entries').nullish(),
  touches: z.array(touchSchema).max(touchesMax, 'at most 1,000 touches').nullish(),
  activity: activitySchema,
});

export type ExplainBody = z.infer<typeof explainSchema>;
export type AskedTouch = z.infer<typeof touchSchema>;
export type PastActivity = z.infer<typeof historySchema>;

export const explainAnswerSchema = z.object({
  kind: z.string().describe('What the activity became; the derived conversion where there is one'),
  attribution: z.record(z.string(), z.unknown()).nullable(),
  rejected: z.array(z.object({ touch_id: z.string(), reason: z.string() })),
});
