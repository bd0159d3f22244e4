/**
 * One attempt at one delivery. Enters: a delivery and the means. Leaves: what it came to: delivered, refused and why, or again and when.
 * It stores nothing and never rejects for anything a partner does; secrets are filled in here and leave with the request alone.
 */
import type { Attempt, Delivery, DeliveryRequest, Outcome } from '../model/delivery';
import type { Clock } from '../ports/clock';
import type { OutboundResult, Sender } from '../ports/sender';
import { authorise, type Authorised } from './authorise';
import { classify, type Verdict } from './classify';
import { fillSecrets } from './fill-secrets';
import type { Tokens } from './oauth-tokens';
import { nextAttempt, parseRetryAfter } from './retry';
import { sign } from './standard-webhooks';

/** The secrets a delivery may hold, by marker, and what signs it. */
export interface RevealedSecrets {
  readonly secrets: ReadonlyMap<string, string>;
  /** `whsec_…`, of a callback. */
  readonly webhookSecret?: string;
  /** The one before it, which signs too until then (epoch milliseconds). */
  readonly previousWebhookSecret?: { readonly secret: string; readonly until: number };
}

export interface DeliverMeans {
  readonly sender: Sender;
  readonly tokens: Tokens;
  readonly clock: Clock;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly retryScheduleSeconds: readonly number[];
  readonly reveal: (delivery: Delivery) => RevealedSecrets;
  /** `Carom/<version>` */
  readonly userAgent: string;
}

const responseMax = 16_384;

/** One request, and what was made of its answer. */
export interface Tried {
  readonly attempt: Attempt;
  readonly verdict: Verdict;
  /** Null: nothing was sent, for a want of ours. */
  readonly result: OutboundResult | null;
}

export async function deliver(delivery: Delivery, means: DeliverMeans): Promise<Outcome> {
  const { attempt, verdict, result } = await tryOnce(delivery, means);
  return outcomeOf(delivery, attempt, verdict, result, means);
}

/** Sends the delivery's request once; never rejects for anything a partner does. */
export async function tryOnce(delivery: Delivery, means: DeliverMeans): Promise<Tried> {
  const at = means.clock.now();
  const { request } = delivery;
  if (request === null) return notSent(at, 'no_request');
  const revealed = means.reveal(delivery);
  const { secrets } = revealed;
  const filled = fillSecrets(request, secrets);
  if (!filled.filled) return notSent(at, 'secret_missing');
  const parts: Authorised =
    request.auth === undefined
      ? { ok: true, parts: filled }
      : await authorise(filled, request.auth, { secrets, tokens: means.tokens, at });
  if (!parts.ok)
    return parts.reason === 'no_token' ? noToken(parts.error, at, means) : notSent(at, parts.reason);
  return send(delivery, request, parts, revealed, at, means);
}

async function send(
  delivery: Delivery,
  request: DeliveryRequest,
  authorised: Extract<Authorised, { ok: true }>,
  revealed: RevealedSecrets,
  at: number,
  means: DeliverMeans,
): Promise<Tried> {
  const { url, headers: filled, body } = authorised.parts;
  const headers = headersOf(delivery, request, filled, body, revealed, at, means.userAgent);
  if (headers === null) return notSent(at, 'secret_missing');
  const result = await means.sender.send({ method: request.method, url, headers, body });
  const verdict = withToken(classify(result, request.accepted), result, authorised);
  return { attempt: attemptOf(at, result, verdict, hiddenOf(revealed, authorised)), verdict, result };
}

/** What it comes to for this delivery: where it is to be tried again, on its own schedule. */
export function outcomeOf(
  delivery: Delivery,
  attempt: Attempt,
  verdict: Verdict,
  result: OutboundResult | null,
  means: DeliverMeans,
): Outcome {
  switch (verdict.kind) {
    case 'accepted':
      return { kind: 'delivered', attempt };
    case 'refused':
      return { kind: 'refused', attempt, reason: verdict.reason };
    case 'again':
      return again(delivery, attempt, result, means);
  }
}

/** A token that was taken back before its time is no refusal of the activity. */
function withToken(
  verdict: Verdict,
  result: OutboundResult,
  { refused }: { readonly refused?: () => void },
): Verdict {
  if (refused === undefined || !result.answered || result.status !== 401) return verdict;
  refused();
  return { kind: 'again' };
}

/** Markers, and in place of a token or a password in base64 the mark of one. */
function hiddenOf(
  { secrets }: RevealedSecrets,
  { shown }: { readonly shown?: string },
): ReadonlyMap<string, string> {
  return shown === undefined ? secrets : new Map([...secrets, ['***', shown]]);
}

/** The token endpoint does not answer, or not with a token: its trouble, or a setting that a person must mend. */
function noToken(error: string, at: number, means: DeliverMeans): Tried {
  const durationMs = Math.max(0, means.clock.now() - at);
  const result: OutboundResult = { answered: false, code: 'no_token', message: error, durationMs };
  return { attempt: { at, error: `no_token: ${error}`, durationMs }, verdict: { kind: 'again' }, result };
}

function again(
  delivery: Delivery,
  attempt: Attempt,
  result: OutboundResult | null,
  means: DeliverMeans,
): Outcome {
  const now = means.clock.now();
  const retryAfterSeconds = result?.answered === true ? parseRetryAfter(result.retryAfter, now) : undefined;
  const at = nextAttempt({
    tries: delivery.tries,
    scheduleSeconds: means.retryScheduleSeconds,
    now,
    random: means.random,
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
  if (at === null) return { kind: 'refused', attempt, reason: 'retries_exhausted' };
  return { kind: 'retry', attempt, afterMs: at - now };
}

/** Null where a signature is due and its secret is not known. */
function headersOf(
  delivery: Delivery,
  request: DeliveryRequest,
  filled: Readonly<Record<string, string>>,
  body: string | null,
  revealed: RevealedSecrets,
  at: number,
  userAgent: string,
): Record<string, string> | null {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(filled)) headers[name.toLowerCase()] = value;
  headers['user-agent'] = userAgent;
  headers['carom-delivery-id'] = delivery.id;
  if (request.sign === undefined) return headers;
  if (revealed.webhookSecret === undefined) return null;
  const previous = revealed.previousWebhookSecret;
  const secrets = [revealed.webhookSecret];
  if (previous !== undefined && at < previous.until) secrets.push(previous.secret);
  return { ...headers, ...sign(secrets, delivery.id, Math.floor(at / 1_000), body ?? '') };
}

function attemptOf(
  at: number,
  result: OutboundResult,
  verdict: Verdict,
  secrets: ReadonlyMap<string, string>,
): Attempt {
  if (!result.answered) {
    return { at, error: `${result.code}: ${result.message}`, durationMs: result.durationMs };
  }
  const refused = verdict.kind === 'refused' ? { error: errorOf(verdict) } : {};
  return {
    at,
    status: result.status,
    ...refused,
    durationMs: result.durationMs,
    response: withoutSecrets(result.body.slice(0, responseMax), secrets),
  };
}

function errorOf({ reason, note }: Verdict & { readonly kind: 'refused' }): string {
  return note === undefined ? reason : `${reason}: ${note}`;
}

function notSent(at: number, reason: string): Tried {
  const verdict: Verdict = { kind: 'refused', reason };
  return { attempt: { at, error: reason, durationMs: 0 }, verdict, result: null };
}

/** An endpoint that answers with what it was sent, in whatever form, would otherwise have its secrets stored and shown. */
function withoutSecrets(response: string, secrets: ReadonlyMap<string, string>): string {
  let cleaned = response;
  for (const [marker, plain] of secrets) {
    if (plain === '') continue;
    const forms = new Set([plain, encodeURIComponent(plain), JSON.stringify(plain).slice(1, -1)]);
    for (const form of forms) cleaned = cleaned.replaceAll(form, marker);
  }
  return cleaned;
}
