/**
 * Who is opted out. Enters: activities, touches, identifiers. Leaves: which of them are a forgotten device's, and opt-outs made. Identifiers leave here as
 * keyed hashes; it never keeps or logs one.
 */
import { hash } from 'node:crypto';
import { Fault } from './errors';
import { identifierForms } from './ingest/identity';
import { identifierNames, type Activity, type IdentifierName } from './model/activity';
import type { OptOut } from './model/opt-out';
import type { Touch } from './model/touch';
import type { Secrets } from './ports/secrets';
import type { FoundOptOuts, HashedKey, OptOutQuery, OptOutStore } from './ports/opt-out-store';

export interface OptOutDeps {
  readonly store: Pick<OptOutStore, 'findOptOuts' | 'optOut'>;
  readonly secrets: Pick<Secrets, 'keyedHash'>;
}

/** 128 bits. */
const hashDigits = 32;
/** Each round finds the devices that the last one's keys named; a person's are found in two or three. */
const roundsMax = 20;

/** One keyed hash an app, kept, because it costs three times a plain one and each activity has several keys. */
function createHasher(secrets: OptOutDeps['secrets']): (app: string, key: string) => string {
  const ofApps = new Map<string, string>();
  return (app, key) => {
    const secret = ofApps.get(app) ?? secrets.keyedHash(`opt-out ${app}`);
    ofApps.set(app, secret);
    return hash('sha256', `${key} ${secret}`).slice(0, hashDigits);
  };
}

/** Its keys, and the identifiers that a limit on tracking keeps from being keys. */
function namesOfActivity({ body, environment, keys }: Activity): readonly string[] {
  const space = environment === 'sandbox' ? 's:' : '';
  const named = identifierNames.flatMap((name) => {
    const value = body.device[name];
    return value === undefined ? [] : [`${space}${name}:${value}`];
  });
  return [...new Set([...keys.device, ...named])];
}

function namesOfTouch({ keys }: Touch): readonly string[] {
  return keys.filter((key) => !key.startsWith('ip:'));
}

/** Forms in which a touch may carry a device key; touches belong to production, so those of the sandbox have none. */
function formsOf(key: string): readonly string[] {
  const colon = key.indexOf(':');
  const name = identifierNames.find((each): each is IdentifierName => each === key.slice(0, colon));
  return name === undefined ? [] : identifierForms(name, key.slice(colon + 1));
}

export type OptOutBook = ReturnType<typeof createOptOutBook>;

/**
 * As long as a store has never had an opt-out nothing is hashed and nothing is asked: what is committed says by which version it was decided, the store
 * calls it stale where there is another, and `refresh` learns of it.
 */
export function createOptOutBook({ store, secrets }: OptOutDeps) {
  const hashOf = createHasher(secrets);
  let version = 0;
  const find = async (names: readonly (readonly [app: string, keys: readonly string[]])[]) => {
    if (version === 0 || names.every(([, keys]) => keys.length === 0))
      return { version, forgotten: names.map(() => false) } satisfies FoundOptOuts;
    const queries: readonly OptOutQuery[] = names.map(([app, keys]) => ({
      app,
      hashes: keys.map((key) => hashOf(app, key)),
    }));
    const found = await store.findOptOuts(queries);
    version = found.version;
    return found;
  };
  return {
    ofActivities: (batch: readonly Activity[]): Promise<FoundOptOuts> =>
      find(batch.map((activity) => [activity.app, namesOfActivity(activity)])),
    ofTouches: (batch: readonly Touch[]): Promise<FoundOptOuts> =>
      find(batch.map((touch) => [touch.app, namesOfTouch(touch)])),
    async refresh(): Promise<void> {
      ({ version } = await store.findOptOuts([]));
    },
    hashOf,
  };
}

/**
 * Remembers the device that these keys name, with every key that the store knows of it.
 * @throws Fault `invalid_field` where they name more devices than one person has.
 */
export async function optOut(
  asked: Omit<OptOut, 'hashes' | 'forgotten'> & { readonly keys: readonly string[] },
  { store, secrets }: OptOutDeps,
): Promise<{ readonly id: string; readonly forgotten: number }> {
  const hashOf = createHasher(secrets);
  const hashed = (key: string): HashedKey => ({ key, hash: hashOf(asked.app, key) });
  const keys = new Set(asked.keys);
  for (let round = 0; round < roundsMax; round += 1) {
    const forms = [...keys].flatMap(formsOf);
    const result = await store.optOut({
      ...asked,
      keys: [...keys].map(hashed),
      touchKeys: forms.map(hashed),
    });
    if (result.outcome === 'done') return result;
    if (result.outcome === 'too_many') break;
    for (const key of result.keys) keys.add(key);
  }
  throw new Fault('invalid_field', {
    field: 'user.id',
    message:
      'That names more devices than one person has, so it is nobody’s own name. Name the devices one by one.',
  });
}
