/**
 * What another vendor's client sent, read leniently. Enters: names with values as a query, a form or JSON gives them. Leaves: text, numbers, yes or no, nested
 * values, and notes on what was odd. Never refuses: what is mandatory is the dialect's own to say.
 */
import type { ActivityFlag } from '../../model/activity';
import { parseJson } from '../http';

export type Values = Readonly<Record<string, unknown>>;

const nothing: Values = Object.freeze({});

/** What is to be said of a request without refusing it; each once, in the order in which it was seen. */
export class Notes {
  private readonly said = new Set<ActivityFlag>();

  add(flag: ActivityFlag): void {
    this.said.add(flag);
  }

  list(): readonly ActivityFlag[] {
    return [...this.said];
  }
}

export function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text, numbers and yes or no as text, trimmed, without control characters and broken surrogates; undefined where nothing is left. */
export function textOf(value: unknown, max: number, notes?: Notes): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const whole = String(value);
  const text = whole
    .slice(0, max)
    .replace(/[\p{Cc}\p{Cs}]/gu, '')
    .trim();
  if (whole.length > max) notes?.add('value_cut');
  return text === '' ? undefined : text;
}

/** `true`, `1`, `"1"`, `"yes"`, … */
export function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = textOf(value, 16)?.toLowerCase();
  if (text === undefined) return undefined;
  if (['1', 'true', 'yes', 'y'].includes(text)) return true;
  return ['0', 'false', 'no', 'n'].includes(text) ? false : undefined;
}

/** JSON that stands as text where a value should be; undefined where it is none. */
export function jsonIn(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** Values by name, and which of them were read: what is left over is kept for whoever asks for it. */
export class Fields {
  private readonly seen = new Set<string>();

  constructor(
    private readonly values: Values,
    readonly notes: Notes,
  ) {}

  /** True where the name was sent, whatever stands there. */
  has(name: string): boolean {
    return Object.hasOwn(this.values, name) && this.values[name] !== undefined;
  }

  raw(name: string): unknown {
    this.seen.add(name);
    return Object.hasOwn(this.values, name) ? this.values[name] : undefined;
  }

  /** The same, and it still counts as left over. */
  peek(name: string): unknown {
    return Object.hasOwn(this.values, name) ? this.values[name] : undefined;
  }

  text(name: string, max = 256): string | undefined {
    return textOf(this.raw(name), max, this.notes);
  }

  /** Of several names for one thing the first that says something. All count as read. */
  first(names: readonly string[], max = 256): string | undefined {
    const found = names.map((name) => this.text(name, max));
    return found.find((value) => value !== undefined);
  }

  flag(name: string): boolean | undefined {
    const value = this.raw(name);
    const read = flagOf(value);
    if (read === undefined && textOf(value, 16) !== undefined) this.odd(name, 'malformed_value');
    return read;
  }

  /** A whole number in the range, also as text; what is none is noted. */
  whole(name: string, min: number, max: number): number | undefined {
    const text = this.text(name, 32);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    this.odd(name, 'malformed_value');
    return undefined;
  }

  /** Nested values, or JSON text of them; empty where there are none. */
  nested(name: string): Fields {
    return new Fields(this.object(name) ?? nothing, this.notes);
  }

  /** The same as plain values. What is no object, and no JSON text of one, is noted, and left to `rest`. */
  object(name: string): Values | undefined {
    const value = this.raw(name);
    if (isValues(value)) return value;
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'string') {
      const text = value.trim();
      if (text === '' || text === 'null') return undefined;
      const parsed = jsonIn(text);
      if (isValues(parsed)) return parsed;
    }
    this.odd(name, 'malformed_params');
    return undefined;
  }

  /** A list, or JSON text of one; one value alone counts as a list of it. */
  list(name: string): readonly unknown[] {
    const value = this.raw(name);
    const parsed = typeof value === 'string' ? (jsonIn(value) ?? value) : value;
    if (Array.isArray(parsed)) return parsed as readonly unknown[];
    return parsed === undefined || parsed === null || parsed === '' ? [] : [parsed];
  }

  /** It cannot be used: that is noted, and it is left over as it came. Not for what may be personal. */
  odd(name: string, flag: ActivityFlag): void {
    this.notes.add(flag);
    this.unread(name);
  }

  /** These are left over after all. */
  unread(...names: readonly string[]): void {
    for (const name of names) this.seen.delete(name);
  }

  /** These are of no use to anybody: they do not count as left over. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.seen.add(name);
  }

  /** What was sent and not read; without what is empty. */
  rest(): Values {
    return Object.fromEntries(
      Object.entries(this.values).filter(
        ([name, value]) => !this.seen.has(name) && value !== undefined && value !== null && value !== '',
      ),
    );
  }
}
