/**
 * Secrets by which others sign what they send, a few of them in an app. Enters: an app, whose they are. Leaves: the secret, once; afterwards that there is one. It
 * never shows or stores a secret unsealed.
 */
import { Fault } from '../errors';
import type { App, ClickKey } from '../model/app';
import type { ApiDeps } from './deps';
import { contentOf, drawLetters, drawSecret, needNoun, replaceNoun, secretLength } from './records';

/** A signing key is a click key without a partner. */
type Signer = ClickKey;

export interface SignerKind {
  /** In the app. */
  readonly list: 'click_keys' | 'signing_keys';
  readonly noun: string;
  readonly idPrefix: string;
  readonly secretPrefix: string;
  readonly max: number;
  /** What is said where there are `max`. */
  readonly full: string;
}

async function keep(
  deps: ApiDeps,
  app: App,
  { list }: SignerKind,
  signers: readonly Signer[],
): Promise<void> {
  await replaceNoun<App>(deps, 'app', app, { ...contentOf(app), [list]: signers });
}

/** @throws Fault `not_found`, `conflict` where there are as many as may be. */
export async function makeSigner(
  deps: ApiDeps,
  kind: SignerKind,
  appId: string,
  more: Pick<Signer, 'partner'> = {},
): Promise<{ readonly signer: Signer; readonly secret: string }> {
  const app = await needNoun<App>(deps, 'app', appId);
  const signers: readonly Signer[] = app[kind.list] ?? [];
  if (signers.length >= kind.max) throw new Fault('conflict', { message: kind.full });
  const secret = drawSecret(kind.secretPrefix, secretLength);
  const signer: Signer = {
    id: `${kind.idPrefix}${drawLetters(12)}`,
    createdAt: deps.clock.now(),
    ...more,
    secret: deps.secrets.seal(secret),
  };
  await keep(deps, app, kind, [...signers, signer]);
  return { signer, secret };
}

/** @throws Fault `not_found` */
export async function removeSigner(
  deps: ApiDeps,
  kind: SignerKind,
  appId: string,
  id: string,
): Promise<void> {
  const app = await needNoun<App>(deps, 'app', appId);
  const signers: readonly Signer[] = app[kind.list] ?? [];
  const left = signers.filter((signer) => signer.id !== id);
  if (left.length === signers.length)
    throw new Fault('not_found', { message: `There is no ${kind.noun} "${id}".` });
  await keep(deps, app, kind, left);
}
