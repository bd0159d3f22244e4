/** Pieces that request schemas share. Enters: nothing. Leaves: zod schemas; each is both the check and the documentation of its field. */
import { z } from 'zod';
import { readTime } from '../ingest/time';
import { isDecimal } from '../model/money';

export const name = z.string().min(1, 'may not be empty').max(200, 'at most 200 characters');

export const partnerId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'letters, digits, "-", "_" and "." alone, at most 64');

export const currency = z
  .string()
  .regex(/^[A-Za-z]{3}$/, 'an ISO 4217 code such as USD')
  .overwrite((text) => text.toUpperCase());

function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}

export const timezone = z.string().max(64).refine(isTimeZone, 'a time zone such as Europe/Berlin');

/** Numbers are taken as they are written in decimal. */
export const decimal = z
  .union([z.string(), z.number()])
  .transform((value) => String(value))
  .refine((text) => isDecimal(text) && !text.startsWith('-'), 'a decimal such as "9.99"');

export const payouts = z.record(
  z.string().max(200),
  z.union([z.strictObject({ amount: decimal, currency }), z.strictObject({ percent: decimal })]),
);

/** Judged by `validatePolicy`, which knows its scope. */
export const policy = z.record(z.string(), z.unknown());

/** RFC 3339, or seconds or milliseconds since 1970. Leaves epoch milliseconds. */
export const moment = z.union([z.string(), z.number()]).transform((value, context) => {
  try {
    // An arrival at the end of time: nothing is ahead of it, so nothing is moved.
    return readTime(value, Number.MAX_SAFE_INTEGER).ms;
  } catch {
    context.addIssue({ code: 'custom', message: 'send RFC 3339, or seconds or milliseconds since 1970' });
    return z.NEVER;
  }
});

const limit = z.coerce
  .number('a whole number from 1 to 1000')
  .int('a whole number from 1 to 1000')
  .min(1, 'a whole number from 1 to 1000')
  .max(1_000, 'a whole number from 1 to 1000')
  .default(50);

export const pageFields = { limit, cursor: z.string().max(2_000).optional() };
export const page = z.strictObject(pageFields);
export type PageForm = z.output<typeof page>;

/** Answers are described, not checked: they are made by us. */
export const listOf = (item: z.ZodType) =>
  z.object({ items: z.array(item), next: z.string().nullable().describe('cursor of the next page') });

/** Of optional fields that a PATCH may clear with null. */
export const clearable = <T extends z.ZodType>(schema: T) => schema.nullable().optional();

/** Times out: RFC 3339 with milliseconds, UTC. */
export function iso(ms: number): string {
  return new Date(ms).toISOString();
}
