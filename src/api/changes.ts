/** What a PATCH means. Enters: what is there and what was sent. Leaves: what shall be there. A field that is absent stays, null clears it. */

/** Without the fields that are undefined: the store and `exactOptionalPropertyTypes` tell absent from undefined. */
export type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

export function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}

/** A copy that lacks some fields. */
export function without<T extends object, K extends keyof T>(fields: T, ...names: readonly K[]): Omit<T, K> {
  const left = new Set<PropertyKey>(names);
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !left.has(name))) as Omit<T, K>;
}

type NotNull<T> = { [K in keyof T]: Exclude<T[K], null> };

/** `before` with the fields of `change` in their place; those that are null are gone. */
export function merge<T extends object, C extends object>(before: T, change: C): T & Present<NotNull<C>> {
  const merged = { ...before, ...present(change) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)) as T &
    Present<NotNull<C>>;
}
