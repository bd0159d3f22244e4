/**
 * Which app a vendor's client belongs to. Enters: the registrations (`PUT /v1/apps/{app}/compat/{vendor}`), a claim. Leaves: the client, or the fault that
 * keeps it out. Never compares keys in a time that depends on them, never keeps one that was shown.
 */
import { timingSafeEqual } from 'node:crypto';
import { Fault } from '../../errors';
import type { Link } from '../../model/app';
import type { CompatDocument, Directory } from '../../ports/directory';
import type { Secrets } from '../../ports/secrets';
import type { StoredRecord } from '../../ports/store';
import { hashKey } from '../authenticate';
import { hexSignature, isSigned } from '../hmac';
import type { Claim, Client, CompatVendor } from './dialect';

interface Registration {
  readonly app: string;
  readonly document: CompatDocument;
}

interface Index {
  readonly of: readonly StoredRecord[];
  /** `<vendor>\n<the vendor's app id>` → registrations, oldest first. */
  readonly byApp: ReadonlyMap<string, readonly Registration[]>;
  /** `<vendor>\n<tracker>` → registration. */
  readonly byTracker: ReadonlyMap<string, Registration>;
  /** `<vendor>\n<app>` → registration. */
  readonly own: ReadonlyMap<string, Registration>;
}

export interface ClientBookDeps {
  readonly compats: () => readonly StoredRecord[];
  readonly directory: Directory;
  readonly secrets: Secrets;
}

export interface ClientBook {
  /** @throws Fault `not_found` (field `app`), `unauthorized` (nothing shown), `forbidden` (not the key). */
  find(vendor: CompatVendor, claim: Claim, body: Buffer): Promise<Client>;
}

export function createClientBook(deps: ClientBookDeps): ClientBook {
  let index = makeIndex(deps.compats());
  const current = (): Index => {
    const records = deps.compats();
    // A snapshot is replaced as a whole, so another list is another state.
    if (records !== index.of) index = makeIndex(records);
    return index;
  };
  return {
    async find(vendor, claim, body) {
      const found = await registered(vendor, claim, current(), deps);
      const letIn = found.filter(({ document }) => proves(claim, document, body, deps.secrets));
      const [first] = letIn.length === 0 ? found : letIn;
      const app = first === undefined ? undefined : deps.directory.app(first.app);
      if (first === undefined || app === undefined) throw unknownApp(claim);
      if (letIn.length === 0) throw notLetIn(claim);
      const link = await linkOf(claim, first, deps);
      return { app, registration: first.document, ...(link === undefined ? {} : { link }) };
    },
  };
}

function makeIndex(records: readonly StoredRecord[]): Index {
  const byApp = new Map<string, Registration[]>();
  const byTracker = new Map<string, Registration>();
  const own = new Map<string, Registration>();
  for (const { id, document: stored } of records) {
    const document = stored as CompatDocument;
    const registration = { app: id.split('/')[0] ?? '', document };
    own.set(`${document.vendor}\n${registration.app}`, registration);
    for (const appId of document.app_ids) {
      const name = `${document.vendor}\n${appId}`;
      byApp.set(name, [...(byApp.get(name) ?? []), registration]);
    }
    for (const tracker of Object.keys(document.links ?? {})) {
      const name = `${document.vendor}\n${tracker}`;
      if (!byTracker.has(name)) byTracker.set(name, registration);
    }
  }
  return { of: records, byApp, byTracker, own };
}

async function registered(
  vendor: CompatVendor,
  claim: Claim,
  index: Index,
  { directory }: ClientBookDeps,
): Promise<readonly Registration[]> {
  if (claim.app !== undefined) return index.byApp.get(`${vendor}\n${claim.app}`) ?? [];
  for (const tracker of claim.trackers ?? []) {
    const named = index.byTracker.get(`${vendor}\n${tracker}`);
    if (named !== undefined) return [named];
    // A token of Carom's own stands for itself.
    const link = await readLink(tracker, directory);
    const owner = link === undefined ? undefined : index.own.get(`${vendor}\n${link.app}`);
    if (owner !== undefined) return [owner];
  }
  return [];
}

/** Of the app alone: a tracker that another app's link has is nobody's here. */
async function linkOf(
  claim: Claim,
  { app, document }: Registration,
  { directory }: ClientBookDeps,
): Promise<Link | undefined> {
  for (const tracker of claim.trackers ?? []) {
    const { links } = document;
    const named = links !== undefined && Object.hasOwn(links, tracker) ? links[tracker] : tracker;
    const link = await readLink(named ?? tracker, directory);
    if (link?.app === app) return link;
  }
  return undefined;
}

function readLink(token: string, directory: Directory): Promise<Link | undefined> {
  return /^[A-Za-z0-9_-]{1,64}$/.test(token) ? directory.link(token) : Promise.resolve(undefined);
}

function proves(claim: Claim, document: CompatDocument, body: Buffer, secrets: Secrets): boolean {
  if (document.key_hash === undefined || claim.proof === 'none') return true;
  if (claim.proof === 'signature')
    return claim.signature !== undefined && signed(claim.signature, document, body, secrets);
  return claim.key !== undefined && same(Buffer.from(hashKey(claim.key)), Buffer.from(document.key_hash));
}

const opened = new WeakMap<CompatDocument, string>();

function signed(signature: string, document: CompatDocument, body: Buffer, secrets: Secrets): boolean {
  if (document.key_sealed === undefined) return false;
  const key = opened.get(document) ?? secrets.open(document.key_sealed);
  opened.set(document, key);
  const hex = hexOf(signature);
  return hex !== undefined && isSigned([body], [key], hex);
}

/** Some write it in hex, some in base64. */
function hexOf(signature: string): string | undefined {
  if (hexSignature.test(signature)) return signature;
  const hex = Buffer.from(signature, 'base64').toString('hex');
  return hexSignature.test(hex) ? hex : undefined;
}

function same(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function unknownApp(claim: Claim): Fault {
  const what = claim.app ?? claim.trackers?.[0];
  return new Fault('not_found', {
    field: 'app',
    message:
      what === undefined
        ? 'The request names no app.'
        : `No app here is registered as "${what.slice(0, 100)}": PUT /v1/apps/{app}/compat/{vendor} with it.`,
  });
}

function notLetIn({ key, signature, proof }: Claim): Fault {
  const shown = proof === 'signature' ? signature : key;
  if (shown === undefined)
    return new Fault('unauthorized', {
      message: 'The app has a key registered, and the request shows none.',
    });
  return new Fault('forbidden', {
    message:
      proof === 'signature'
        ? 'The signature is not the HMAC-SHA256 of the body under the key that is registered.'
        : 'The key is not the one that is registered.',
  });
}
