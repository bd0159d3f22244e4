/**
 * An integration's sending rules, as they are sent. Enters: `send` of a request. Leaves: checked rules, in the form in which planning reads them, or what is
 * wrong with which field; warnings of what deserves a second look.
 */
import { z } from 'zod';
import type { ListRule, SendRules } from '../model/app';
import { currency, decimal } from './forms';

const namesMax = 1_000;
const name = z.string().min(1).max(200);
const names = z.array(name).max(namesMax);

const country = z
  .string()
  .regex(/^[A-Za-z]{2}$/, 'a country of two letters such as US')
  .overwrite((text) => text.toLowerCase());
const system = z
  .string()
  .min(1)
  .max(50)
  .overwrite((text) => text.toLowerCase());

interface SentList {
  readonly allow?: readonly string[] | undefined;
  readonly deny?: readonly string[] | undefined;
}

/** Both would leave open what counts of a value in neither. */
function listRule({ allow, deny }: SentList): ListRule {
  return allow === undefined ? { deny: deny ?? [] } : { allow };
}

const oneOf = (item: z.ZodType<string, string>) =>
  z
    .strictObject({
      allow: z.array(item).min(1).max(namesMax).optional(),
      deny: z.array(item).min(1).max(namesMax).optional(),
    })
    .refine(({ allow, deny }) => (allow === undefined) !== (deny === undefined), 'allow or deny, one of them')
    .transform(listRule);

const forwarded = z
  .union([z.literal('all'), names])
  .optional()
  .describe(
    'all (the default), or the names of those that are in reach of the template; an empty list: none',
  );

export const sendForm = z.strictObject({
  scope: z
    .enum(['credited', 'all'])
    .optional()
    .describe(
      'credited: what was credited to this partner; all: everything, organic and of other partners too',
    ),
  confirm_all: z.literal(true).optional().describe('needed with scope all'),
  rate_per_second: z
    .number()
    .max(100_000, 'at most 100000')
    .refine((rate) => rate === 0 || rate >= 0.01, 'at least 0.01, or 0 for no limit')
    .optional()
    .describe("requests a second, in place of the template's rateLimit; 0: no limit"),
  view_through: z
    .boolean()
    .optional()
    .describe('what was credited to an impression or engaged view; default true'),
  reengagement: z.boolean().optional().describe('re-engagements and reattributions; default true'),
  rejected: z
    .boolean()
    .optional()
    .describe('refused installs, to the partner whose touch was refused; default true'),
  secondary: z.boolean().optional().describe('what the partner has the secondary credit for; default true'),
  first_only: z
    .union([z.boolean(), names])
    .optional()
    .describe("of each event, or of those named, the device's first alone; default false"),
  min_revenue: z
    .strictObject({ amount: decimal, currency, events: names.min(1).optional() })
    .transform(({ events, ...least }) => ({ ...least, ...(events === undefined ? {} : { events }) }))
    .optional()
    .describe('the least revenue of events and ad revenue that are sent; with events, of those alone'),
  countries: oneOf(country).optional(),
  os: oneOf(system).optional(),
  sample_percent: z
    .number()
    .min(0.01, 'from 0.01 to 100')
    .max(100, 'from 0.01 to 100')
    .optional()
    .describe('of 100 activities so many, the same at each look'),
  delay_seconds: z
    .int('a whole number from 0 to 604800')
    .min(0, 'a whole number from 0 to 604800')
    .max(604_800, 'a whole number from 0 to 604800')
    .optional()
    .describe('sent so much later; a week at most'),
  window_days: z
    .int('a whole number from 1 to 730')
    .min(1, 'a whole number from 1 to 730')
    .max(730, 'a whole number from 1 to 730')
    .optional()
    .describe('only so long after the install, reinstall or reattribution; the edge counts'),
  revenue: z.enum(['with', 'without']).optional(),
  params: forwarded,
  partner_params: forwarded,
  consent: z
    .enum(['respect', 'ignore'])
    .optional()
    .describe("ignore: the template's consent rules are not applied; default respect"),
  confirm_ignore_consent: z.literal(true).optional().describe('needed with consent ignore'),
});

/** What is dangerous is said twice, so that nobody sends it by a slip. */
export const confirmedSendForm = sendForm.superRefine((rules, context) => {
  if (rules.scope === 'all' && rules.confirm_all !== true)
    context.addIssue({
      code: 'custom',
      path: ['confirm_all'],
      message:
        'scope "all" sends this partner every install and event, also those of other partners: say "confirm_all": true',
    });
  if (rules.consent === 'ignore' && rules.confirm_ignore_consent !== true)
    context.addIssue({
      code: 'custom',
      path: ['confirm_ignore_consent'],
      message: 'consent "ignore" sends what a person refused: say "confirm_ignore_consent": true',
    });
});

/** For every listing. */
export function warningsOf({ scope, consent }: SendRules): readonly string[] {
  return [
    ...(scope === 'all'
      ? [
          'send.scope is "all": this partner gets every install and event, also organic ones and those of other partners.',
        ]
      : []),
    ...(consent === 'ignore' ? ['send.consent is "ignore": this partner gets what people refused.'] : []),
  ];
}
