/** The command line. Enters: arguments. Leaves: what is wanted, or a Fault that says what would be understood. It does nothing itself. */
import { parseArgs } from 'node:util';
import { describeError, Fault } from './errors';
import { version } from './version';

export type ServerRole = 'all' | 'api' | 'worker';

export type Command =
  | { readonly kind: 'print'; readonly text: string }
  | { readonly kind: 'start'; readonly role: ServerRole }
  | { readonly kind: 'explain'; readonly file: string; readonly json: boolean };

const usage = `carom ${version}

  carom start [--role all|api|worker]   start the server (all is the default)
  carom explain FILE [--json]           who would be credited, and why; - reads standard input
  carom --version
  carom --help

Settings come from the environment: docs/settings.md lists them. What a question to explain looks like: docs/attribution.md.`;

/** @throws Fault `invalid_settings` */
export function readCommand(argv: readonly string[]): Command {
  const { values, positionals } = parse(argv);
  if (values.version === true) return { kind: 'print', text: version };
  if (values.help === true || positionals.length === 0) return { kind: 'print', text: usage };
  const [name, ...operands] = positionals;
  if (name === 'start' && operands.length === 0) {
    if (values.json === true) throw refuse('--json belongs to explain.');
    return { kind: 'start', role: readRole(values.role) };
  }
  if (name === 'explain') {
    const [file] = operands;
    if (file === undefined || operands.length > 1) throw refuse('carom explain takes one FILE.');
    if (values.role !== undefined) throw refuse('--role belongs to start.');
    return { kind: 'explain', file, json: values.json === true };
  }
  throw refuse(`There is no command "${positionals.join(' ')}".`);
}

function readRole(role = 'all'): ServerRole {
  if (role === 'all' || role === 'api' || role === 'worker') return role;
  throw refuse(`--role "${role}": expected all, api or worker.`);
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        role: { type: 'string' },
        json: { type: 'boolean' },
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
