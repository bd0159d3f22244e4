/**
 * Who may tell of a conversion. Enters: a request, its parameters, what the app asks for. Leaves: the app, and what the call may do; or a Fault. It never
 * says which of the click, the app or the key was wrong where that would tell a stranger what exists.
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Fault } from '../errors';
import type { App } from '../model/app';
import { allow, authenticate, findKey } from './authenticate';
import { clientAddress, compileTrust, type TrustsProxy } from './client-address';
import { hexSignature, isSigned } from './hmac';
import type { IntakeDeps } from './intake-deps';
import type { PostbackCall } from './postback-call';
import { refuseKeyAlone } from './request-signature';

export interface Access {
  readonly app: App;
  /** No key and no signature: the click named the app. */
  readonly byClickAlone: boolean;
  /** Of a link's key: only clicks of that link. */
  readonly link?: string;
}

export const postbackKeyPrefix = 'cpk_';
/** As it is shown once: `cpk_<app>_<random>`, or `cpk_<app>_<link token>_<random>`; no part but the app's id holds a `_`. */
const postbackKey = /^cpk_(.{1,64}?)_(?:([A-Za-z0-9]{10})_)?[A-Za-z0-9]{32}$/;
/** How far a signature's time may be from ours. */
export const signatureAgeMaxSeconds = 15 * 60;

export interface Gate {
  /** Whose call it is, whatever it tells. @throws Fault `unauthorized`, `forbidden`, `missing_field`, `not_found`. */
  identify(req: IncomingMessage, call: PostbackCall, clickId: string | undefined): Promise<Access>;
  /** And that it may tell of this click. @param clickId of the call, where it names one. @throws Fault as `identify`. */
  admit(req: IncomingMessage, call: PostbackCall, clickId: string | undefined): Promise<Access>;
}

export function createGate(deps: IntakeDeps): Gate {
  const trusts = compileTrust(deps.trustProxy);
  const lists = new AddressLists();
  const identifyChecked: Gate['identify'] = async (req, call, clickId) => {
    const access = await identify(req, call, clickId, deps);
    const { app } = access;
    if (!lists.of(app)(clientAddress(req, trusts) ?? ''))
      throw new Fault('forbidden', {
        message: "This address is not on the app's list (postback_addresses).",
      });
    if (app.postbackKey === 'signed' && call.signature === undefined)
      throw new Fault('unauthorized', {
        message: 'This app takes signed calls alone: sign it, docs/postbacks.md says how.',
      });
    return access;
  };
  return {
    identify: identifyChecked,
    async admit(req, call, clickId) {
      const access = await identifyChecked(req, call, clickId);
      if (access.link !== undefined) await ownClick(access.link, clickId, deps);
      return access;
    },
  };
}

/** One compiled list an app's version. */
class AddressLists {
  readonly #compiled = new WeakMap<readonly string[], TrustsProxy>();

  of({ postbackAddresses }: App): TrustsProxy {
    if (postbackAddresses === undefined || postbackAddresses.length === 0) return () => true;
    const known = this.#compiled.get(postbackAddresses) ?? compileTrust(postbackAddresses);
    this.#compiled.set(postbackAddresses, known);
    return known;
  }
}

async function identify(
  req: IncomingMessage,
  call: PostbackCall,
  clickId: string | undefined,
  deps: IntakeDeps,
): Promise<Access> {
  if (call.signature !== undefined) return signed(call, clickId, deps);
  const key = call.parameter('key');
  if (key?.startsWith(postbackKeyPrefix) === true) return byPostbackKey(key, deps);
  if (key !== undefined || req.headers.authorization !== undefined)
    return { app: keyedApp(req, key, call, deps), byClickAlone: false };
  const app = clickId === undefined ? undefined : await appOfClick(clickId, deps);
  if (app?.postbackKey === 'optional') return { app, byClickAlone: true };
  throw new Fault('unauthorized', {
    message:
      'Send key=<app key>. Without one only a known click id of an app with postback_key "optional" is taken.',
  });
}

/** The app of an app's or an admin's key. */
function keyedApp(
  req: IncomingMessage,
  named: string | undefined,
  call: PostbackCall,
  { directory }: IntakeDeps,
): App {
  const key = named === undefined ? authenticate(req, directory) : findKey(named, directory);
  const id = call.parameter('app') ?? key.app;
  allow(key, {
    roles: ['admin', 'app'],
    scopes: ['conversions:write'],
    ...(id === undefined ? {} : { app: id }),
    otherApp: 'forbidden',
  });
  if (id === undefined)
    throw new Fault('missing_field', { field: 'app', message: 'With an admin key, name the app: app=<id>.' });
  const app = directory.app(id);
  if (app === undefined) throw new Fault('not_found', { message: 'There is no such app.', field: 'app' });
  if (key.role === 'app') refuseKeyAlone(app, 'key');
  return app;
}

async function appOfClick(clickId: string, { store, directory }: IntakeDeps): Promise<App | undefined> {
  const touch = await store.readTouch(clickId);
  return touch === null ? undefined : directory.app(touch.app);
}

function byPostbackKey(key: string, { directory, secrets }: IntakeDeps): Access {
  const match = postbackKey.exec(key);
  const app = match?.[1] === undefined ? undefined : directory.app(match[1]);
  const link = match?.[2];
  const sealed = app === undefined ? undefined : sealedKey(app, link);
  if (app === undefined || sealed === undefined || !same(secrets.open(sealed), key))
    throw new Fault('unauthorized', { message: 'This key is not known, or was revoked.' });
  return { app, byClickAlone: false, ...(link === undefined ? {} : { link }) };
}

function sealedKey({ postbackKeys }: App, link: string | undefined): string | undefined {
  const name = link ?? '';
  return postbackKeys !== undefined && Object.hasOwn(postbackKeys, name) ? postbackKeys[name] : undefined;
}

function same(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

const notSigned = (message: string): Fault => new Fault('unauthorized', { field: 'sig', message });

async function signed(call: PostbackCall, clickId: string | undefined, deps: IntakeDeps): Promise<Access> {
  const { directory, secrets, clock } = deps;
  const link = call.parameter('link');
  const named = call.parameter('app') ?? (link === undefined ? undefined : (await directory.link(link))?.app);
  const app =
    named !== undefined
      ? directory.app(named)
      : clickId === undefined
        ? undefined
        : await appOfClick(clickId, deps);
  const sealed = app === undefined ? undefined : sealedKey(app, link);
  if (app === undefined || sealed === undefined)
    throw notSigned(
      'There is no postback key to check this signature with: name the app or the link that has one.',
    );
  const at = Number(call.parameter('sig_ts') ?? Number.NaN);
  if (!(Math.abs(clock.now() / 1_000 - at) <= signatureAgeMaxSeconds))
    throw notSigned('sig_ts is not a time in seconds within 15 minutes of now.');
  const { signature = '', signedText } = call;
  if (!hexSignature.test(signature) || !isSigned([signedText], [secrets.open(sealed)], signature))
    throw notSigned('The signature does not match.');
  return { app, byClickAlone: false, ...(link === undefined ? {} : { link }) };
}

async function ownClick(link: string, clickId: string | undefined, { store }: IntakeDeps): Promise<void> {
  const touch = clickId === undefined ? null : await store.readTouch(clickId);
  if (touch?.link !== link)
    throw new Fault('forbidden', { message: 'This key tells of clicks of its own link alone.' });
}
