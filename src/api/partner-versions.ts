/**
 * Versions of stored templates. Enters: templates that were found valid. Leaves: numbered versions that never change, and which of them is live.
 * It never makes a partner's own version live: that is an admin's to do.
 */
import { Fault } from '../errors';
import { nounOf, type PartnerDocument, type TemplateDocument } from '../ports/directory';
import type { StoredRecord } from '../ports/store';
import type { ApiDeps } from './deps';
import type { Noun } from './records';

export type PartnerRecord = PartnerDocument & Noun;
export type TemplateRecord = TemplateDocument & Noun;

export function templateId(partner: string, number: number): string {
  return `${partner}@${number}`;
}

const nothingStored: PartnerDocument = { live: null, pending: null, latest: 0 };

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

function documentOf(record: PartnerRecord | null): PartnerDocument {
  if (record === null) return nothingStored;
  const { live, pending, latest } = record;
  return { live, pending, latest };
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
  const { latest, ...rest } = documentOf(before);
  const number = await storeVersion(deps, partner, template, by, latest);
  const change = live ? { live: number } : { pending: number };
  await putPartner(deps, partner, before, { ...rest, ...change, latest: number });
  return number;
}

/** Makes a stored version live, whichever it is: a newer one, or an earlier one again. */
export async function approveVersion(deps: ApiDeps, partner: string, number: number): Promise<void> {
  await needVersion(deps, partner, number);
  const before = await readPartner(deps, partner);
  const document = documentOf(before);
  const pending = document.pending === number ? null : document.pending;
  await putPartner(deps, partner, before, { ...document, live: number, pending });
}

/** No stored version is live any more; a built-in one of the same name is again. Versions are kept: deliveries name them. */
export async function retirePartner(deps: ApiDeps, partner: string): Promise<void> {
  const before = await readPartner(deps, partner);
  if (before === null || (before.live === null && before.pending === null))
    throw new Fault('not_found', { message: `No stored template of "${partner}" is live or pending.` });
  await putPartner(deps, partner, before, { ...documentOf(before), live: null, pending: null });
}
