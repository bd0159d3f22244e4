/**
 * URLs written for another system → a template. Enters: sources, and what the caller says of them. Leaves: a template that compiles, and a list of what could not be
 * converted; or why there is none. It stores nothing and invents nothing: docs/import.md says what becomes of each part.
 */
import type { ActivityKind } from '../../model/activity';
import type { PostbackDefinition, TemplateDefinition } from '../../model/template';
import type { CatalogueValue } from '../catalogue/catalogue';
import { compileTemplate, type CompiledTemplate } from '../compile-template';
import { unfoldAdjustLink } from './adjust-link';
import { convertRequest, tidyUrl, type ConvertedRequest } from './convert-request';
import type { ImportContext } from './convert-text';
import { dialectTitles, type Dialect, type ImportProblem, type ImportSource } from './dialect';
import { ImportedSettings } from './import-settings';
import { readMacros } from './read-macros';
import { recogniseDialect, type Recognised } from './recognise';

export interface ImportWish {
  readonly sources: readonly ImportSource[];
  readonly dialect?: Dialect | undefined;
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly docs?: string | undefined;
  /** `2026-11-22`: time arrives as an argument. */
  readonly today: string;
}

export type ImportResult =
  | {
      readonly ok: true;
      readonly recognised: Recognised;
      readonly definition: TemplateDefinition;
      readonly template: CompiledTemplate;
      readonly problems: readonly ImportProblem[];
    }
  | {
      readonly ok: false;
      readonly field: string;
      readonly message: string;
      readonly problems: readonly ImportProblem[];
    };

/** Of all sources together: more is no postback that somebody wrote. */
const charsMax = 100_000;
const macrosMax = 300;

const eventual = /event|goal|purchase|in-?app|conversion|revenue/i;

function guessKinds({ url }: ImportSource, values: readonly CatalogueValue[]): readonly ActivityKind[] {
  const ofEvents = values.some(({ kinds }) => kinds === 'events' || kinds === 'money' || kinds === 'status');
  const path = /^https?:\/\/[^/?#]*([^?#]*)/i.exec(url)?.[1] ?? '';
  return ofEvents || eventual.test(path) ? ['event'] : ['install'];
}

function toPostback(
  source: ImportSource,
  { request, values }: ConvertedRequest,
  path: string,
  problems: ImportProblem[],
): PostbackDefinition {
  const on = source.on ?? guessKinds(source, values);
  if (source.on === undefined)
    problems.push({
      code: 'kinds_guessed',
      path: `${path}.on`,
      message: `Taken as ${on.join(', ')}: say "on" where it is another.`,
    });
  return {
    ...(source.id === undefined ? {} : { id: source.id }),
    on,
    ...(source.events === undefined ? {} : { events: source.events }),
    request,
  };
}

/** Two postbacks may not share an id, and the kinds alone make one. */
function withIds(postbacks: readonly PostbackDefinition[]): readonly PostbackDefinition[] {
  const seen = new Set<string>();
  return postbacks.map((postback) => {
    const plain = postback.id ?? postback.on.join('_');
    const token = postback.events?.[0]?.toLowerCase().replace(/[^a-z0-9_-]/g, '_');
    let id = plain;
    for (let number = 2; seen.has(id); number += 1) {
      id = token === undefined || number > 2 ? `${plain}_${String(number)}` : `${plain}_${token}`;
    }
    seen.add(id);
    return id === plain ? postback : { ...postback, id };
  });
}

function hostOf(url: string): string {
  return (/^https?:\/\/(?:[^/?#@]*@)?([^/?#]*)/i.exec(url)?.[1] ?? '').toLowerCase();
}

function idOf(host: string): string {
  const plain = host
    .replace(/\{[^{}]*\}|:\d+$/g, '')
    .replace(/^www\./, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);
  return plain.length < 2 ? 'imported' : plain;
}

/** Sources with the callbacks of Adjust's tracking links in the place of the links. */
function unfold(sources: readonly ImportSource[], problems: ImportProblem[]): readonly ImportSource[] {
  return sources.flatMap((source) => {
    const unfolded = unfoldAdjustLink(tidyUrl(source.url));
    if (unfolded === null) return source;
    problems.push(...unfolded.problems);
    return unfolded.sources;
  });
}

function textsOf(sources: readonly ImportSource[]): readonly string[] {
  return sources.flatMap(({ url, body, headers }) => [
    tidyUrl(url),
    body ?? '',
    ...Object.values(headers ?? {}),
  ]);
}

function describe(
  wish: ImportWish,
  dialect: Dialect,
  first: string,
): Omit<TemplateDefinition, 'settings' | 'postbacks'> {
  const host = hostOf(first);
  const id = wish.id ?? idOf(host);
  const plain = /^[a-z0-9.-]+(?::\d+)?$/.test(host) ? host : 'example.invalid';
  return {
    id,
    name: wish.name ?? id,
    docs: wish.docs ?? `https://${plain}/`,
    checkedOn: wish.today,
    confidence: 'partial',
    notes: `Imported from what was written for ${dialectTitles[dialect]}. Confirm it with the partner before switching it on.`,
  };
}

function refuse(field: string, message: string, problems: readonly ImportProblem[] = []): ImportResult {
  return { ok: false, field, message, problems };
}

export function importTemplate(wish: ImportWish): ImportResult {
  const problems: ImportProblem[] = [];
  const sources = unfold(wish.sources, problems);
  const [first] = sources;
  if (first === undefined)
    return refuse('url', 'There is no postback in it that partners could be sent.', problems);
  const texts = textsOf(sources);
  if (texts.reduce((chars, text) => chars + text.length, 0) > charsMax)
    return refuse('url', `More than ${String(charsMax)} characters of URLs, headers and bodies.`);
  const guessed = recogniseDialect(texts);
  if (wish.dialect === undefined && guessed === null)
    return refuse(
      'dialect',
      'No macro of a known dialect is in it: say "dialect", or write the template yourself.',
    );
  const dialect = wish.dialect ?? guessed?.dialect ?? 'adjust';
  const count = texts.reduce((macros, text) => macros + readMacros(text, dialect).macros.length, 0);
  if (count > macrosMax) return refuse('url', `More than ${String(macrosMax)} macros.`);
  const recognised: Recognised =
    wish.dialect === undefined && guessed !== null ? guessed : { dialect, sure: true, also: [] };
  const settings = new ImportedSettings();
  const context: ImportContext = { dialect, settings, problems };
  const postbacks: PostbackDefinition[] = [];
  for (const [index, source] of sources.entries()) {
    const path = `postbacks.${String(index)}`;
    const converted = convertRequest(source, `${path}.request`, context);
    if (converted === null)
      return refuse(
        'url',
        `Not a URL that a template could call: it starts with https:// or http://, and host and path can be filled. Got: ${source.url.slice(0, 200)}`,
        problems,
      );
    postbacks.push(toPostback(source, converted, path, problems));
  }
  const definition: TemplateDefinition = {
    ...describe(wish, dialect, first.url),
    settings: settings.list(),
    postbacks: withIds(postbacks),
  };
  const compiled = compileTemplate(definition, `${definition.id}.json`);
  if (!compiled.ok) {
    const [problem] = compiled.problems;
    return refuse(
      problem?.path ?? '',
      `What was imported does not compile: ${problem?.message ?? ''}.`,
      problems,
    );
  }
  return { ok: true, recognised, definition, template: compiled.template, problems };
}
