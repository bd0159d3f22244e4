/** Whether SQLite refused because somebody else holds the file. By its code: a second copy of the native module has an error class of its own. */
export function isBusy(cause: unknown): boolean {
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && code.startsWith('SQLITE_BUSY');
}
