/** Schemas to faults. Enters: a zod schema and what was sent. Leaves: the value, or a Fault that names the field. It never echoes a value. */
import type { z } from 'zod';
import { Fault, type FaultKind } from '../errors';

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    root,
  );
}

function dotted(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}

/** The first problem of a union is that of the branch that got furthest. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .flatMap((branch) => branch.map((found) => ({ ...found, path: [...issue.path, ...found.path] })))
    .sort((a, b) => b.path.length - a.path.length)[0];
  return inner === undefined || inner.path.length === issue.path.length ? issue : deepest(inner);
}

function faultOf(found: z.core.$ZodIssue, input: unknown): Fault {
  const issue = deepest(found);
  if (issue.code === 'unrecognized_keys') {
    const field = dotted([...issue.path, issue.keys[0] ?? '']);
    return new Fault('unknown_field', { field, message: `"${field}" is not known here.` });
  }
  const field = dotted(issue.path);
  if (field !== '' && valueAt(input, issue.path) === undefined)
    return new Fault('missing_field', { field, message: `"${field}" is required.` });
  const kind: FaultKind = field === 'since' || field === 'until' ? 'invalid_time' : 'invalid_field';
  return new Fault(kind, {
    ...(field === '' ? {} : { field }),
    message: `${field === '' ? 'The body' : `"${field}"`}: ${issue.message}.`,
  });
}

/** @throws Fault of the first problem. */
export function validate<T>(schema: z.ZodType<T>, input: unknown): T {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  // What is unknown comes before what is missing: a misspelt name is both.
  const { issues } = result.error;
  const first = issues.find((issue) => issue.code === 'unrecognized_keys') ?? issues[0];
  throw first === undefined ? new Fault('bad_request') : faultOf(first, input);
}
