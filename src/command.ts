/** The command line. Enters: arguments. Leaves: what is wanted, or a Fault that says what would be understood. It does nothing itself. */
import { parseArgs } from 'node:util';
import { describeError, Fault } from './errors';
import { version } from './version';

export type ServerRole = 'all' | 'api' | 'worker';

export type Command =
  { readonly kind: 'print'; readonly text: string } | { readonly kind: 'start'; readonly role: ServerRole };

const usage = `carom ${version}

  carom start [--role all|api|worker]   start the server (all is the default)
  carom --version
  carom --help

Settings come from the environment: docs/settings.md lists them.`;

/** @throws Fault `invalid_settings` */
export function readCommand(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv);
  if (values.version === true) return { kind: 'print', text: version };
  if (values.help === true || positionals.length === 0) return { kind: 'print', text: usage };
  if (positionals.length > 1 || positionals[0] !== 'start')
    throw refuse(`There is no command "${positionals.join(' ')}".`);
  const role = values.role ?? 'all';
  if (role !== 'all' && role !== 'api' && role !== 'worker')
    throw refuse(`--role "${role}": expected all, api or worker.`);
  return { kind: 'start', role };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        role: { type: 'string' },
        version: { type: 'boolean', short: 'v' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (cause) {
    throw refuse(describeError(cause));
  }
}

function refuse(message: string): Fault {
  return new Fault('invalid_settings', { message: `${message}\n\n${usage}` });
}
