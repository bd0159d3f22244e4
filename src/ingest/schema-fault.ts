/**
 * What a schema found wrong, as one fault a person can act on. Enters: zod's issues and the value they are about. Leaves: a Fault that names
 * the field by its dotted path. Never repeats the value: it may be personal.
 */
import type { z } from 'zod';
import { Fault } from '../errors';

type Issue = z.core.$ZodIssue;

/** The first problem; what is unknown comes before what is missing, since a misspelt name is both. */
export function schemaFault(issues: readonly Issue[], value: unknown): Fault {
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) return new Fault('invalid_field');
  const path = dotted(issue.path);
  if (issue.code === 'unrecognized_keys') {
    const field = dotted([...issue.path, issue.keys[0] ?? '']);
    return new Fault('unknown_field', { field, message: `There is no field ${field}.` });
  }
  if (path === '') return new Fault('invalid_field', { message: 'An activity is a JSON object.' });
  const given = read(value, issue.path);
  if (given === undefined)
    return new Fault('missing_field', { field: path, message: `${path} is required.` });
  if (path === 'kind' && issue.code === 'invalid_value') {
    return new Fault('unknown_kind', {
      field: 'kind',
      message: `This kind is not known. Send one of ${issue.values.join(', ')}.`,
    });
  }
  return new Fault('invalid_field', { field: path, message: `${path} ${explain(issue)}.` });
}

function dotted(path: readonly PropertyKey[]): string {
  return path.map(String).join('.').slice(0, 200);
}

function read(value: unknown, path: readonly PropertyKey[]): unknown {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return at;
}

function explain(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `is not ${article(issue.expected)}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `is longer than ${String(issue.maximum)} characters`
        : `is more than ${String(issue.maximum)}`;
    case 'too_small':
      return `is less than ${String(issue.minimum)}`;
    case 'invalid_value':
      return `is not one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_union':
      return 'is neither text nor a number';
    case 'invalid_key':
      return 'has a name that is too long';
    case 'invalid_format':
    case 'custom':
      return /^(?:is|has|may) /.test(issue.message) ? issue.message : 'has the wrong form';
    default:
      return 'has the wrong form';
  }
}

function article(expected: string): string {
  if (expected === 'string') return 'text';
  if (expected === 'boolean') return 'true or false';
  if (expected === 'record') return 'an object';
  if (expected === 'int') return 'a whole number';
  return `${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`;
}
