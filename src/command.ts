/** The command line. Enters: arguments, and the environment that completes them. Leaves: what is wanted, or a Fault that says what would be understood. It does nothing itself. */
import { parseArgs } from 'node:util';
import type { CopyAsked } from './copy-command';
import type { DoctorAsked } from './doctor-command';
import { describeError, Fault } from './errors';
import type { ImportAsked } from './import-command';
import { readImport, readReconcile } from './file-commands';
import type { ReconcileAsked } from './reconcile-command';
import type { ReplayAsked } from './replay-command';
import { templatesUsage } from './templates-command';
import { version } from './version';

export type ServerRole = 'all' | 'api' | 'worker';

export type Command =
  | { readonly kind: 'print'; readonly text: string }
  | { readonly kind: 'start'; readonly role: ServerRole }
  | { readonly kind: 'migrate' }
  | { readonly kind: 'copy'; readonly asked: CopyAsked }
  | { readonly kind: 'explain'; readonly file: string; readonly json: boolean }
  | { readonly kind: 'replay'; readonly asked: ReplayAsked }
  | { readonly kind: 'doctor'; readonly asked: DoctorAsked }
  | { readonly kind: 'import'; readonly asked: ImportAsked }
  | { readonly kind: 'reconcile'; readonly asked: ReconcileAsked }
  /** What follows `templates` is read by templates-command.ts. */
  | { readonly kind: 'templates'; readonly argv: readonly string[] };

const usage = `carom ${version}

  carom start [--role all|api|worker]   start the server (all is the default)
  carom migrate                         bring the store's layout up to date; each start does it too
  carom copy --from sqlite:FILE --to mongodb://…
                                        move a stopped installation to MongoDB; where it was stopped it goes on
  carom explain FILE [--json]           who would be credited, and why; - reads standard input
  carom replay FILTER [--per-second 100] [--dry-run]
                                        send deliveries again: FILTER is one or more of --app, --partner,
                                        --callback, --activity, --status, --since (a time, or an age: 2h)
  carom replay --state quarantined [--app APP] [--since 2h] [--dry-run]
                                        judge quarantined activities again
  carom doctor --app APP [--window 24h] [--json]
                                        what is wrong with what the app sends, dearest first
  carom import FILE.csv --app APP [--columns "Order ID:txid,Total:amount"] [--timezone Europe/Berlin]
                                        post a file of conversions; run again it goes on where it broke off
  carom reconcile ORDERS.csv --app APP [--columns …] [--since T] [--until T] [--event E] [--out FILE]
                                        orders against what was received: differences as CSV, totals
${templatesUsage}
  carom --version
  carom --help

Settings come from the environment: docs/settings.md lists them. What a question to explain looks like: docs/attribution.md.
replay, doctor, import and reconcile ask a running server: CAROM_URL or --url (http://127.0.0.1:8080), with an admin key in CAROM_KEY or
--key (import takes the app's too, doctor and reconcile a reader's).`;

const filterNames = ['app', 'partner', 'callback', 'activity', 'status', 'since'] as const;
/** Options that belong to commands; the others go with all. */
const owners = {
  role: ['start'],
  json: ['explain', 'doctor'],
  window: ['doctor'],
  app: ['replay', 'doctor', 'import', 'reconcile'],
  url: ['replay', 'doctor', 'import', 'reconcile'],
  key: ['replay', 'doctor', 'import', 'reconcile'],
  columns: ['import', 'reconcile'],
  timezone: ['import'],
  until: ['reconcile'],
  event: ['reconcile'],
  out: ['reconcile'],
  partner: ['replay'],
  callback: ['replay'],
  activity: ['replay'],
  status: ['replay'],
  since: ['replay', 'reconcile'],
  state: ['replay'],
  'per-second': ['replay'],
  'dry-run': ['replay'],
  from: ['copy'],
  to: ['copy'],
} as const satisfies Readonly<Partial<Record<keyof typeof options, readonly string[]>>>;

const options = {
  role: { type: 'string' },
  json: { type: 'boolean' },
  version: { type: 'boolean', short: 'v' },
  help: { type: 'boolean', short: 'h' },
  app: { type: 'string' },
  partner: { type: 'string' },
  callback: { type: 'string' },
  activity: { type: 'string' },
  status: { type: 'string' },
  since: { type: 'string' },
  state: { type: 'string' },
  'per-second': { type: 'string' },
  'dry-run': { type: 'boolean' },
  from: { type: 'string' },
  to: { type: 'string' },
  window: { type: 'string' },
  columns: { type: 'string' },
  timezone: { type: 'string' },
  until: { type: 'string' },
  event: { type: 'string' },
  out: { type: 'string' },
  url: { type: 'string' },
  key: { type: 'string' },
} as const;

type Values = ReturnType<typeof parse>['values'];
type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Fault `invalid_settings` */
export function readCommand(argv: readonly string[], env: Environment = {}): Command {
  if (argv[0] === 'templates') return { kind: 'templates', argv: argv.slice(1) };
  const { values, positionals } = parse(argv);
  if (values.version === true) return { kind: 'print', text: version };
  if (values.help === true || positionals.length === 0) return { kind: 'print', text: usage };
  const [name, ...operands] = positionals;
  for (const option of Object.keys(owners) as (keyof typeof owners)[]) {
    const commands: readonly string[] = owners[option];
    if (values[option] !== undefined && !commands.includes(name ?? ''))
      throw refuse(`--${option} belongs to ${commands.join(' and ')}.`);
  }
  if (name === 'start' && operands.length === 0) return { kind: 'start', role: readRole(values.role) };
  if (name === 'migrate' && operands.length === 0) return { kind: 'migrate' };
  if (name === 'copy' && operands.length === 0) return { kind: 'copy', asked: readCopy(values) };
  if (name === 'replay' && operands.length === 0) return { kind: 'replay', asked: readReplay(values, env) };
  if (name === 'doctor' && operands.length === 0) return { kind: 'doctor', asked: readDoctor(values, env) };
  if (name === 'import' || name === 'reconcile') {
    const [file] = operands;
    if (file === undefined || operands.length > 1) throw refuse(`carom ${name} takes one FILE.`);
    const place = readServer(`carom ${name} needs a key`, values, env);
    if (name === 'import') return { kind: 'import', asked: readImport(file, values, place) };
    return { kind: 'reconcile', asked: readReconcile(file, values, place) };
  }
  if (name === 'explain') {
    const [file] = operands;
    if (file === undefined || operands.length > 1) throw refuse('carom explain takes one FILE.');
    return { kind: 'explain', file, json: values.json === true };
  }
  throw refuse(`There is no command "${positionals.join(' ')}".`);
}

function readCopy({ from = '', to = '' }: Values): CopyAsked {
  if (!/^sqlite:./.test(from)) throw refuse('carom copy needs --from sqlite:FILE.');
  if (!/^mongodb(\+srv)?:\/\/./.test(to)) throw refuse('carom copy needs --to mongodb://….');
  return { from: from.slice('sqlite:'.length), to };
}

function readRole(role = 'all'): ServerRole {
  if (role === 'all' || role === 'api' || role === 'worker') return role;
  throw refuse(`--role "${role}": expected all, api or worker.`);
}

function readReplay(values: Values, env: Environment): ReplayAsked {
  const given = filterNames.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const quarantined = values.state !== undefined;
  if (quarantined && values.state !== 'quarantined')
    throw refuse(`--state "${values.state}": expected quarantined.`);
  if (quarantined) {
    const foreign = given.find(([name]) => name !== 'app' && name !== 'since');
    if (foreign !== undefined) throw refuse(`--${foreign[0]} does not go with --state.`);
    if (values['per-second'] !== undefined) throw refuse('--per-second does not go with --state.');
  } else if (given.length === 0) throw refuse('carom replay needs a filter.');
  return {
    ...readServer('carom replay needs an admin key', values, env),
    filter: Object.fromEntries(given),
    quarantined,
    perSecond: readPerSecond(values['per-second']),
    dryRun: values['dry-run'] === true,
  };
}

function readServer(
  need: string,
  values: Values,
  env: Environment,
): { readonly url: string; readonly key: string } {
  const key = values.key ?? env['CAROM_KEY'] ?? '';
  if (key === '') throw refuse(`${need}: set CAROM_KEY, or give --key.`);
  return { url: readUrl(values.url ?? env['CAROM_URL'] ?? 'http://127.0.0.1:8080'), key };
}

function readDoctor(values: Values, env: Environment): DoctorAsked {
  const { app, window = '24h', json = false } = values;
  if (app === undefined || app === '') throw refuse('carom doctor needs --app.');
  return { ...readServer('carom doctor needs a key', values, env), app, window, json };
}

function readUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw refuse(`--url "${text}": expected http://… or https://….`);
  return text.replace(/\/+$/, '');
}

function readPerSecond(text = '100'): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 10_000)
    throw refuse(`--per-second "${text}": expected a whole number from 1 to 10000.`);
  return value;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], allowPositionals: true, options });
  } catch (cause) {
    throw refuse(describeError(cause));
  }
}

function refuse(message: string): Fault {
  return new Fault('invalid_settings', { message: `${message}\n\n${usage}` });
}
