/**
 * The composition root of the store's thread: what deciding needs, built over the store that is at hand there. Enters: the thread's store, a few
 * settings. Leaves: answers to `DecideTerms`, and log lines for the main thread to write. It sends nothing and opens nothing but templates and lists.
 */
import { directoryPollMs, openDirectory } from './adapters/directory/directory';
import { createSecrets } from './adapters/secrets/secrets';
import { createDecider, packBatch, type DecideTerms } from './decider';
import { describeError } from './errors';
import { createOptOutBook } from './opt-outs';
import { createPolicyBook } from './policy-book';
import type { LogLevel, Observer } from './ports/observer';
import type { Store } from './ports/store';
import type { Tell, Tenant } from './ports/tenant';
import { readAnonymousNetworks } from './read-networks';
import { createRegistry, readBuiltinTemplates } from './registry';
import { silentObserver } from './silent-observer';
import { createTemplateChoice } from './template-choice';

/** Plain values: they cross into the thread. */
export interface DeciderSettings {
  readonly secretKey: string;
  readonly templatesDir: string;
  readonly anonymousNetworks: string;
  readonly logVerdicts: boolean;
}

/** A log line on its way to the thread that writes it. */
export interface ToldLine {
  readonly level: LogLevel;
  readonly stage: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/** Counts go with the answers; lines go one by one. */
function tellingObserver(tell: Tell): Observer {
  return {
    ...silentObserver,
    log: (level, stage, fields, message) =>
      tell({ level, stage, fields, ...(message === undefined ? {} : { message }) } satisfies ToldLine),
  };
}

/** `given` is `DeciderSettings`, a question `DecideTerms`, an answer `PackedBatch`. */
export async function openTenant(store: Store, given: unknown, tell: Tell): Promise<Tenant> {
  const settings = given as DeciderSettings;
  const observer = tellingObserver(tell);
  const builtin = await readBuiltinTemplates(settings.templatesDir);
  const isAnonymous = await readAnonymousNetworks(settings.anonymousNetworks);
  const directory = await openDirectory(store, {
    pollMs: directoryPollMs,
    onError: (cause) => observer.log('warn', 'directory', { error: describeError(cause) }),
  });
  const registry = createRegistry(builtin, directory, observer);
  const secrets = createSecrets(settings.secretKey);
  const decider = createDecider({
    store,
    directory,
    observer,
    secrets,
    isAnonymous,
    policies: createPolicyBook(),
    optOuts: createOptOutBook({ store, secrets }),
    template: createTemplateChoice(registry),
    clock: { now: () => Date.now() },
    logVerdicts: settings.logVerdicts,
  });
  return {
    ask: async (question) => packBatch(await decider.decide(question as DecideTerms)),
    close: () => directory.close(),
  };
}
