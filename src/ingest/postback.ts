/**
 * Server conversions by click id. Enters: `GET|POST /postback` and `GET /p.gif`. Leaves: an event in the activities' own line, or the next revision of one,
 * and the answer in the style asked once it is committed. Never takes a conversion without a key, unless the click's app says so.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Fault } from '../errors';
import type { App } from '../model/app';
import { refuse, refuseWhenOverloaded } from './activities';
import type { Conversions, ConversionResult } from './conversions';
import { sendJson } from './http';
import type { IntakeDeps } from './intake-deps';
import { createGate, type Access, type Gate } from './postback-access';
import { readCall, readStyle, type AnswerStyle, type PostbackCall } from './postback-call';
import { missingClick, readConversion, UnexpandedFault, type PostedConversion } from './read-conversion';
import type { RefusalCounter } from './refusal-counter';
import { sendPixel, sendText } from './touch-answers';

export interface PostbackIntake {
  handle(req: IncomingMessage, res: ServerResponse, ofPath: 'gif' | null): void;
}

const currencyDefault = 'USD';

export function createPostbackIntake(
  deps: IntakeDeps,
  conversions: Conversions,
  refusals: RefusalCounter,
): PostbackIntake {
  const taking = { deps, conversions, refusals, gate: createGate(deps) };
  return {
    handle: (req, res, ofPath) => {
      take(req, res, ofPath, taking).catch((cause: unknown) => refuse(req, res, cause, deps));
    },
  };
}

interface Taking {
  readonly deps: IntakeDeps;
  readonly conversions: Conversions;
  readonly refusals: RefusalCounter;
  readonly gate: Gate;
}

async function take(
  req: IncomingMessage,
  res: ServerResponse,
  ofPath: 'gif' | null,
  { deps, conversions, refusals, gate }: Taking,
): Promise<void> {
  refuseWhenOverloaded(deps);
  const call = await readCall(req);
  const style = readStyle(req, call, ofPath);
  const access = await admit(req, call, gate, refusals);
  const read = readFor(access.app, call, refusals);
  for (const { field, value } of read.unexpanded) refusals.count(access.app.id, field, value);
  const [result] = await conversions.take(access.app, [read], {
    ownClickOnly: access.byClickAlone || access.link !== undefined,
  });
  if (result === undefined) throw missingClick();
  if (result.outcome === 'refused') throw result.fault;
  answer(res, style, result);
}

/** What cannot be read names no click; a key still tells whose call it is, so that it is counted for its app. */
async function admit(
  req: IncomingMessage,
  call: PostbackCall,
  gate: Gate,
  refusals: RefusalCounter,
): Promise<Access> {
  const tried = tryRead(call, currencyDefault);
  const read = 'fault' in tried || namesSomething(tried) ? tried : { fault: missingClick() };
  if (!('fault' in read)) return gate.admit(req, call, read.clickId);
  const keyed =
    call.signature !== undefined ||
    call.parameter('key') !== undefined ||
    req.headers.authorization !== undefined;
  if (!keyed) throw read.fault;
  const { app } = await gate.identify(req, call, undefined);
  throw counted(app, read.fault, refusals);
}

function namesSomething({ clickId, transaction }: PostedConversion): boolean {
  return clickId !== undefined || transaction !== undefined;
}

function counted(app: App, fault: Fault, refusals: RefusalCounter): Fault {
  if (fault instanceof UnexpandedFault)
    refusals.count(app.id, fault.unexpanded.field, fault.unexpanded.value);
  return fault;
}

function tryRead(call: PostbackCall, currency: string): PostedConversion | { readonly fault: Fault } {
  try {
    return readConversion(call.parameters, currency);
  } catch (cause) {
    if (cause instanceof Fault) return { fault: cause };
    throw cause;
  }
}

/** The app's currency was not known before its key or click was. */
function readFor(app: App, call: PostbackCall, refusals: RefusalCounter): PostedConversion {
  const read = tryRead(call, app.currency ?? currencyDefault);
  if ('fault' in read) throw counted(app, read.fault, refusals);
  return read;
}

function answer(
  res: ServerResponse,
  style: AnswerStyle,
  result: Exclude<ConversionResult, { readonly outcome: 'refused' }>,
): void {
  if (style === 'gif') sendPixel(res);
  else if (style === 'text') sendText(res, 200, 'OK');
  else {
    const { outcome: status, ...rest } = result;
    sendJson(res, 200, { status, ...rest });
  }
}
