/**
 * Tests a template's regular expression against an answer. Enters: both, written by others. Leaves: whether it matches.
 * It never holds the process: an expression that can backtrack runs against the clock, and one that runs out of time does not match.
 */
import { createContext, Script } from 'node:vm';

const timeoutMs = 50;
const patternsMax = 1_000;
const patterns = new Map<string, RegExp | null>();
const context = createContext(Object.create(null) as Record<string, unknown>);
const script = new Script('pattern.test(text)');

export function matchPattern(source: string, text: string): boolean {
  const pattern = compiled(source);
  if (pattern === null) return false;
  // Without repetition or back-reference there is nothing to go back to; the watch costs a thread, so only the others get it.
  if (!/[*+{]|\\[1-9k]/.test(source)) return pattern.test(text);
  context['pattern'] = pattern;
  context['text'] = text;
  try {
    return script.runInContext(context, { timeout: timeoutMs }) === true;
  } catch {
    return false;
  } finally {
    context['text'] = undefined;
  }
}

/** Compiled once. One that cannot be compiled matches nothing: the loader refuses such a template, but it must not stop the line. */
function compiled(source: string): RegExp | null {
  const known = patterns.get(source);
  if (known !== undefined) return known;
  if (patterns.size >= patternsMax) patterns.clear();
  const made = compile(source);
  patterns.set(source, made);
  return made;
}

function compile(source: string): RegExp | null {
  try {
    return new RegExp(source);
  } catch {
    return null;
  }
}
