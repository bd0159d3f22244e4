/** The options of commands that take a file. Enters: what was given. Leaves: what is asked, or a Fault. It reads no file. */
import type { ServerPlace } from './ask-server';
import { Fault } from './errors';
import type { ImportAsked } from './import-command';
import type { ReconcileAsked } from './reconcile-command';

type Given = Readonly<
  Partial<Record<'app' | 'columns' | 'timezone' | 'since' | 'until' | 'event' | 'out', string | undefined>>
>;

function given<K extends keyof Given>(values: Given, names: readonly K[]): Partial<Record<K, string>> {
  const present = names.flatMap((name) =>
    values[name] === undefined ? [] : [[name, values[name]] as const],
  );
  return Object.fromEntries(present) as Partial<Record<K, string>>;
}

function needApp({ app }: Given): string {
  if (app !== undefined && app !== '') return app;
  throw new Fault('invalid_settings', { message: 'Name the app: --app APP.' });
}

export function readImport(file: string, values: Given, place: ServerPlace): ImportAsked {
  return { ...place, file, app: needApp(values), ...given(values, ['columns', 'timezone']) };
}

export function readReconcile(file: string, values: Given, place: ServerPlace): ReconcileAsked {
  return {
    ...place,
    file,
    app: needApp(values),
    ...given(values, ['columns', 'since', 'until', 'event', 'out']),
  };
}
