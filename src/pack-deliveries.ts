/**
 * Planned deliveries on their way between threads. Enters: deliveries that were never tried. Leaves: one flat list of plain values, and back. A clone costs by
 * the object and the name, and a body that several destinations get would be copied once for each.
 */
import type { AcceptRule, BatchRule, Delivery, DeliveryRequest, RequestAuth } from './model/delivery';

type Value = string | number | null;

export interface PackedDeliveries {
  readonly values: readonly Value[];
  /** Bodies, each once. */
  readonly bodies: readonly string[];
}

/** Values a delivery. */
const width = 20;

const rules = new WeakMap<AcceptRule | BatchRule, string>();

function ruleText(rule: AcceptRule | BatchRule | undefined): string | null {
  if (rule === undefined) return null;
  const known = rules.get(rule);
  if (known !== undefined) return known;
  const text = JSON.stringify(rule);
  rules.set(rule, text);
  return text;
}

/** A line break stands in no header, and so can stand between them. */
function headerLines(headers: Readonly<Record<string, string>>): string {
  let lines = '';
  for (const name in headers) lines += `${lines === '' ? '' : '\n'}${name}\n${headers[name] ?? ''}`;
  return lines;
}

function readHeaders(lines: string): Record<string, string> {
  const headers: Record<string, string> = {};
  if (lines === '') return headers;
  const parts = lines.split('\n');
  for (let at = 0; at + 1 < parts.length; at += 2) headers[parts[at] ?? ''] = parts[at + 1] ?? '';
  return headers;
}

/** Those without a request have nothing to send and are left out. */
export function packDeliveries(deliveries: readonly Delivery[]): PackedDeliveries {
  const values: Value[] = [];
  const bodies: string[] = [];
  let last: string | null = null;
  for (const delivery of deliveries) {
    const { request } = delivery;
    if (request === null) continue;
    if (request.body !== null && request.body !== last) {
      bodies.push(request.body);
      last = request.body;
    }
    values.push(
      delivery.id,
      delivery.app,
      delivery.activity,
      delivery.revision,
      delivery.partner ?? null,
      delivery.callback ?? null,
      delivery.postback,
      delivery.createdAt,
      delivery.templateVersion ?? null,
      delivery.settingsVersion ?? null,
      delivery.visibleToPartner ? 1 : 0,
      request.method,
      request.url,
      headerLines(request.headers),
      request.body === null ? -1 : bodies.length - 1,
      request.bodyType ?? null,
      ruleText(request.accepted),
      request.sign ?? null,
      request.auth === undefined ? null : JSON.stringify(request.auth),
      ruleText(request.batch),
    );
  }
  return { values, bodies };
}

export function unpackDeliveries({ values, bodies }: PackedDeliveries): readonly Delivery[] {
  const deliveries: Delivery[] = [];
  for (let at = 0; at < values.length; at += width) deliveries.push(readOne(values, at, bodies));
  return deliveries;
}

function readOne(values: readonly Value[], at: number, bodies: readonly string[]): Delivery {
  const text = (place: number): string => values[at + place] as string;
  const maybe = (place: number): string | null => values[at + place] as string | null;
  const number = (place: number): number => values[at + place] as number;
  const [partner, callback, template, settings] = [maybe(4), maybe(5), maybe(8), maybe(9)];
  const createdAt = number(7);
  return {
    id: text(0),
    app: text(1),
    activity: text(2),
    revision: number(3),
    ...(partner === null ? {} : { partner }),
    ...(callback === null ? {} : { callback }),
    postback: text(6),
    status: 'pending',
    request: readRequest(text, maybe, number(14) < 0 ? null : (bodies[number(14)] ?? null)),
    attempts: [],
    tries: 0,
    nextAttemptAt: createdAt,
    createdAt,
    ...(template === null ? {} : { templateVersion: template }),
    ...(settings === null ? {} : { settingsVersion: settings }),
    visibleToPartner: number(10) === 1,
  };
}

function readRequest(
  text: (place: number) => string,
  maybe: (place: number) => string | null,
  body: string | null,
): DeliveryRequest {
  const [bodyType, rule, sign, auth, batch] = [maybe(15), maybe(16), maybe(17), maybe(18), maybe(19)];
  return {
    method: text(11) as DeliveryRequest['method'],
    url: text(12),
    headers: readHeaders(text(13)),
    body,
    ...(bodyType === null ? {} : { bodyType: bodyType as 'json' | 'form' | 'text' }),
    ...(rule === null ? {} : { accepted: JSON.parse(rule) as AcceptRule }),
    ...(sign === null ? {} : { sign: 'standard-webhooks' as const }),
    ...(auth === null ? {} : { auth: JSON.parse(auth) as RequestAuth }),
    ...(batch === null ? {} : { batch: JSON.parse(batch) as BatchRule }),
  };
}
