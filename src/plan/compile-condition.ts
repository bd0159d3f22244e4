/** When a postback applies. Enters: its `when`. Leaves: a function from values to yes or no; no condition is always yes. */
import type { Condition, Conditions, ConditionValue } from '../model/template';
import type { CompileContext } from './compile-context';
import type { Values } from './compiled-template';
import { findPathProblem, isLatePath, lateName, valueAt } from './paths';
import { textOf } from './template-functions';

type Test = (values: Values) => boolean;

function isOneOf(parts: readonly string[], listed: ConditionValue | readonly ConditionValue[]): Test {
  const wanted = new Set([listed].flat().map((value) => String(value).toLowerCase()));
  return (values) => wanted.has(textOf(valueAt(values, parts)).toLowerCase());
}

function compileTest(parts: readonly string[], condition: Condition): Test {
  if (typeof condition !== 'object' || !('present' in condition || 'not' in condition)) {
    return isOneOf(parts, condition);
  }
  if ('not' in condition) {
    const isRefused = isOneOf(parts, condition.not);
    return (values) => !isRefused(values);
  }
  return (values) => (textOf(valueAt(values, parts)) !== '') === condition.present;
}

/** All must hold; values compare as text, without case. */
export function compileCondition(when: Conditions, path: string, context: CompileContext): Test {
  const tests = Object.entries(when).map(([name, condition]) => {
    const parts = name.split('.');
    const place = `${path}.${name}`;
    const finding = findPathProblem(parts, context);
    if (finding !== null) context.report(place, finding.message, finding.suggestion);
    else if (isLatePath(parts, context)) {
      context.report(place, `${lateName(parts)} must stand plain, not inside a condition`);
    }
    return compileTest(parts, condition);
  });
  const [only] = tests;
  if (only === undefined) return () => true;
  return tests.length === 1 ? only : (values) => tests.every((test) => test(values));
}
