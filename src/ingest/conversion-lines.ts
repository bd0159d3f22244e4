/**
 * A line of a file as a conversion. Enters: its cells by name. Leaves: what a tracker's call would have said, for a click, a device or a user. A line without an
 * id of its own gets one made of its content, so that the same file again changes nothing.
 */
import { createHash } from 'node:crypto';
import { identifierNames } from '../model/activity';
import { conversionParameters } from './conversion-parameters';
import type { CsvLine } from './csv-lines';
import { toInstant } from './local-time';
import { readConversion, type PostedConversion } from './read-conversion';

export interface LineContext {
  readonly app: string;
  readonly currency: string;
  /** Of times that name none. */
  readonly timezone: string;
}

/** Columns that tell whose it is, beside the click. */
const deviceColumns: ReadonlySet<string> = new Set([
  'device_id',
  ...identifierNames,
  'ip_address',
  'user_agent',
  'os_name',
  'country',
]);
const userColumns: Readonly<Record<string, string>> = {
  user_id: 'id',
  email: 'email',
  email_sha256: 'email_sha256',
  phone: 'phone',
  phone_sha256: 'phone_sha256',
};

const timeColumns: ReadonlySet<string> = new Set([
  ...conversionParameters.time.aliases,
  ...conversionParameters.statusTime.aliases,
]);

function idOf(app: string, { cells }: CsvLine): string {
  const sorted = cells
    .map(([name, value]) => [name, value.trim()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `csv_${createHash('sha256')
    .update(JSON.stringify([app, sorted]))
    .digest('hex')
    .slice(0, 32)}`;
}

/** @throws Fault that names the column. */
export function readLine(line: CsvLine, { app, currency, timezone }: LineContext): PostedConversion {
  const device: Record<string, string> = {};
  const user: Record<string, string> = {};
  const said: (readonly [string, string])[] = [];
  for (const [name, value] of line.cells) {
    const ofUser = Object.hasOwn(userColumns, name) ? userColumns[name] : undefined;
    if (deviceColumns.has(name)) device[name] = value.trim();
    else if (ofUser !== undefined) user[ofUser] = value.trim();
    else said.push([name, timeColumns.has(name) ? toInstant(value, timezone) : value]);
  }
  const read = readConversion(said, currency);
  const named = read.activity['id'] !== undefined || read.transaction !== undefined;
  return {
    ...read,
    identified: Object.keys(device).length > 0 || Object.keys(user).length > 0,
    activity: {
      ...read.activity,
      ...(named ? {} : { id: idOf(app, line) }),
      ...(Object.keys(device).length === 0 ? {} : { device }),
      ...(Object.keys(user).length === 0 ? {} : { user }),
    },
  };
}
