/**
 * What a key may be narrowed to. Enters: keys. Leaves: which scope they lack. A scope takes away from what a role may do and never adds to it: roles are
 * judged apart.
 */
import type { Role } from './role';

/** Reading is part of `manage`: who manages an app can have everything sent to himself. */
export const keyScopes = [
  'activities:write',
  'conversions:write',
  'costs:write',
  'opt-outs:write',
  'read',
  'manage',
  'keys:write',
] as const;
export type KeyScope = (typeof keyScopes)[number];

/** All that a role can use; a key without scopes has them. */
export const scopesOfRole: Readonly<Record<Role, readonly KeyScope[]>> = {
  admin: keyScopes,
  app: ['activities:write', 'conversions:write', 'opt-outs:write', 'read'],
  reader: ['read'],
  partner: ['read', 'manage'],
};

export interface Scoped {
  readonly role: Role;
  readonly scopes?: readonly KeyScope[] | undefined;
}

export function scopesOf({ role, scopes }: Scoped): readonly KeyScope[] {
  return scopes ?? scopesOfRole[role];
}

/** The first of `needed` that the key was narrowed away from; undefined: none. */
export function missingScope(
  { scopes }: Pick<Scoped, 'scopes'>,
  needed: readonly KeyScope[],
): KeyScope | undefined {
  if (scopes === undefined) return undefined;
  const covers = (scope: KeyScope): boolean =>
    scopes.includes(scope) || (scope === 'read' && scopes.includes('manage'));
  return needed.find((scope) => !covers(scope));
}
