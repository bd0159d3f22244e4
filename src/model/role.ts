/** What a key is for. Enters: nothing. Leaves: the roles. */

export const roles = ['admin', 'app', 'reader', 'partner'] as const;
export type Role = (typeof roles)[number];
