/** When a postback applies. Enters: its `when`. Leaves: a function from values to yes or no; no condition is always yes. */
import type { Condition } from '../model/template';
import type { CompileContext } from './compile-context';
import type { Values } from './compiled-template';
import { findPathProblem, isSecretPath, valueAt } from './paths';
import { textOf } from './template-functions';

type Test = (values: Values) => boolean;

function compileTest(parts: readonly string[], condition: Condition): Test {
  if (typeof condition === 'object' && 'present' in condition) {
    return (values) => (textOf(valueAt(values, parts)) !== '') === condition.present;
  }
  const listed = typeof condition === 'object' ? condition : [condition];
  const wanted = new Set(listed.map((value) => String(value).toLowerCase()));
  return (values) => wanted.has(textOf(valueAt(values, parts)).toLowerCase());
}

/** All must hold; values compare as text, without case. */
export function compileCondition(
  when: Readonly<Record<string, Condition>>,
  path: string,
  context: CompileContext,
): Test {
  const tests = Object.entries(when).map(([name, condition]) => {
    const parts = name.split('.');
    const place = `${path}.${name}`;
    const finding = findPathProblem(parts, context.settings);
    if (finding !== null) context.report(place, finding.message, finding.suggestion);
    else if (isSecretPath(parts, context.settings)) {
      context.report(place, `secret setting "${name}" must stand plain, not inside a condition`);
    }
    return compileTest(parts, condition);
  });
  return (values) => tests.every((test) => test(values));
}
