/**
 * Versions of stored templates. Enters: templates that were found valid. Leaves: numbered versions that never change, and which of them is live.
 * It never makes a partner's own version live: that is an admin's to do.
 */
import { Fault } from '../errors';
import { compileTemplate, type CompiledTemplate } from '../plan/compile-template';
import { approvedMax, nounOf, type PartnerDocument, type TemplateDocument } from '../ports/directory';
import type { StoredRecord } from '../ports/store';
import type { ApiDeps, RegisteredTemplate } from './deps';
import type { Noun } from './records';

export type PartnerRecord = PartnerDocument & Noun;
export type TemplateRecord = TemplateDocument & Noun;

/** @throws Fault `not_found`. */
export function needTemplate(deps: ApiDeps, partner: string): RegisteredTemplate {
  const registered = deps.templates().get(partner);
  if (registered === undefined)
    throw new Fault('not_found', { message: `There is no partner "${partner}" in the registry.` });
  return registered;
}

/** A stored version, compiled as it is compiled when it is live. */
export async function compileVersion(
  deps: ApiDeps,
  partner: string,
  number: number,
): Promise<CompiledTemplate> {
  const { template } = await needVersion(deps, partner, number);
  const compiled = compileTemplate(template, `${partner}@${number}`, String(number));
  if (!compiled.ok)
    throw new Fault('invalid_template', { message: `Version ${number} is not valid any more.` });
  return compiled.template;
}

export function templateId(partner: string, number: number): string {
  return `${partner}@${number}`;
}

const nothingStored = { live: null, pending: null, latest: 0, approved: [] } satisfies PartnerDocument;

export async function readPartner(deps: ApiDeps, partner: string): Promise<PartnerRecord | null> {
  const record = await deps.store.readRecord('partner', partner);
  return record === null ? null : nounOf<PartnerRecord>(record);
}

/** @throws Fault `not_found`. */
export async function needVersion(deps: ApiDeps, partner: string, number: number): Promise<TemplateRecord> {
  const record: StoredRecord | null = await deps.store.readRecord('template', templateId(partner, number));
  if (record === null) throw new Fault('not_found', { message: `${partner} has no version ${number}.` });
  return nounOf<TemplateRecord>(record);
}

async function putPartner(
  deps: ApiDeps,
  id: string,
  before: PartnerRecord | null,
  document: PartnerDocument,
): Promise<void> {
  const createdAt = before?.createdAt ?? deps.clock.now();
  const put = await deps.store.putRecord({ kind: 'partner', id, createdAt, document }, before?.version ?? 0);
  if (!put) throw new Fault('conflict');
  await deps.directory.refresh();
}

function documentOf(record: PartnerRecord | null): Required<PartnerDocument> {
  if (record === null) return nothingStored;
  const { live, pending, latest, approved = [] } = record;
  return { live, pending, latest, approved };
}

/** Live now, and among those that were. */
function nowLive(document: Required<PartnerDocument>, number: number): Required<PartnerDocument> {
  const others = document.approved.filter((each) => each !== number);
  return { ...document, live: number, approved: [...others, number].slice(-approvedMax) };
}

/** The first free number from the latest on: a version whose partner record was never written leaves a gap, not a conflict. */
async function storeVersion(
  deps: ApiDeps,
  partner: string,
  template: unknown,
  by: string,
  latest: number,
): Promise<number> {
  for (let number = latest + 1; number <= latest + 100; number += 1) {
    const document: TemplateDocument = { partner, number, template, by };
    const id = templateId(partner, number);
    const put = await deps.store.putRecord(
      { kind: 'template', id, createdAt: deps.clock.now(), document },
      0,
    );
    if (put) return number;
  }
  throw new Fault('conflict');
}

/** A new version; live at once, or pending. */
export async function addVersion(
  deps: ApiDeps,
  partner: string,
  template: unknown,
  by: string,
  live: boolean,
): Promise<number> {
  const before = await readPartner(deps, partner);
  const document = documentOf(before);
  const number = await storeVersion(deps, partner, template, by, document.latest);
  const changed = live ? nowLive(document, number) : { ...document, pending: number };
  await putPartner(deps, partner, before, { ...changed, latest: number });
  return number;
}

/** Makes a stored version live, whichever it is: a newer one, or an earlier one again. */
export async function approveVersion(deps: ApiDeps, partner: string, number: number): Promise<void> {
  await needVersion(deps, partner, number);
  const before = await readPartner(deps, partner);
  const document = documentOf(before);
  const pending = document.pending === number ? null : document.pending;
  await putPartner(deps, partner, before, { ...nowLive(document, number), pending });
}

/**
 * An earlier version again; absent: the one that was live before this one. The version that it takes the place of can be rolled forward to in the same way.
 * @throws Fault where there is none, or it was never live.
 */
export async function rollBack(deps: ApiDeps, partner: string, asked: number | undefined): Promise<number> {
  const before = await readPartner(deps, partner);
  const document = documentOf(before);
  const number = asked ?? document.approved.findLast((each) => each !== document.live);
  if (number === undefined || !document.approved.includes(number))
    throw new Fault('invalid_field', {
      field: 'version',
      message:
        number === undefined
          ? `No earlier version of ${partner} was ever live.`
          : `Version ${number} of ${partner} was never live. Approve it instead.`,
    });
  await compileVersion(deps, partner, number);
  await putPartner(deps, partner, before, nowLive(document, number));
  return number;
}

/** No stored version is live any more; a built-in one of the same name is again. Versions are kept: deliveries name them. */
export async function retirePartner(deps: ApiDeps, partner: string): Promise<void> {
  const before = await readPartner(deps, partner);
  if (before === null || (before.live === null && before.pending === null))
    throw new Fault('not_found', { message: `No stored template of "${partner}" is live or pending.` });
  await putPartner(deps, partner, before, { ...documentOf(before), live: null, pending: null });
}
