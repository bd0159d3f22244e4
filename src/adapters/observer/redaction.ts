/**
 * What never reaches a log. Enters: nothing. Leaves: pino's redaction paths, for fields at the top and up to three levels down.
 * It is the second line: stages are to leave such fields out in the first place.
 */
const names = [
  'authorization',
  'cookie',
  'key',
  'secret',
  'secrets',
  'settings',
  'headers',
  'token',
  'password',
  'email',
  'email_sha256',
  'phone',
  'phone_sha256',
  'user',
  'device',
  'ip',
  'ip_address',
  'user_agent',
  'userAgent',
  'idfa',
  'idfv',
  'gps_adid',
  'android_id',
  'oaid',
  'fire_adid',
  'device_id',
  'request',
  'body',
  'response',
] as const;

const depths = ['', '*.', '*.*.'];

export const redactedPaths: readonly string[] = depths.flatMap((depth) => names.map((name) => depth + name));
