/**
 * Callbacks ready to be planned. Enters: callbacks. Leaves: each with its URL compiled, once a version. One that no longer compiles (it did when it was made)
 * is left out and said so in the log.
 */
import type { Callback } from './model/app';
import type { PlanCallback } from './plan/plan';
import { compilePlaceholderUrl } from './plan/placeholders';
import type { Observer } from './ports/observer';

const compiled = new WeakMap<Callback, readonly PlanCallback[]>();

export function compileCallbacks(
  callbacks: readonly Callback[],
  observer: Observer,
): readonly PlanCallback[] {
  return callbacks.flatMap((callback) => {
    const known = compiled.get(callback);
    if (known !== undefined) return known;
    const made = compileOne(callback, observer);
    compiled.set(callback, made);
    return made;
  });
}

function compileOne(callback: Callback, observer: Observer): readonly PlanCallback[] {
  const result = compilePlaceholderUrl(callback.url);
  if (result.ok) return [{ callback, url: result.url }];
  observer.log('error', 'plan', { app: callback.app, callback: callback.id, problems: result.problems });
  return [];
}
