/** A value as text. Enters: what stands in the render context (text, number, boolean, JSON, absent). Leaves: text; never an exception. */

/** Any value as text: absent is empty, objects and lists are JSON, and those with nothing in them are empty. */
export function textOf(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? String(value) : '';
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return value.toString();
    case 'object':
      return value === null || Object.keys(value).length === 0 ? '' : JSON.stringify(value);
    default:
      return '';
  }
}
