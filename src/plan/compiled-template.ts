/** What compiling a template comes to. Enters: nothing. Leaves: types that the rest of the stage speaks in. */
import type { ActivityKind, ConsentBody } from '../model/activity';
import type { DeliveryRequest } from '../model/delivery';
import type { SettingDefinition, TemplateDefinition } from '../model/template';
import type { WholePostback } from './expand-parts';

/** One thing that is wrong with a template: where, what, and what was probably meant. */
export interface TemplateProblem {
  readonly file: string;
  /** Dotted: `postbacks.0.request.query.clickid`; empty for the file as a whole. */
  readonly path: string;
  readonly message: string;
  readonly suggestion?: string;
}

/** What leaves are rendered from: namespaces of plain JSON values. docs/templates.md lists them. */
export type Values = Readonly<Record<string, unknown>>;

/** The values without what may not go out, or why nothing does. */
export type Permitted = { readonly values: Values } | { readonly skip: string };
export type Withhold = (values: Values, consent: ConsentBody | undefined) => Permitted;

/** A request, or the reason why there is none. */
export type Rendering =
  { readonly ok: true; readonly request: DeliveryRequest } | { readonly ok: false; readonly reason: string };

export interface CompiledPostback {
  readonly id: string;
  /** With its shared parts put in, and what it has of the template. */
  readonly definition: WholePostback;
  readonly on: readonly ActivityKind[];
  readonly events: readonly string[] | undefined;
  /** True where every `when` holds. */
  readonly applies: (values: Values) => boolean;
  /** `delivery.id` among the values goes out as a header, too. */
  readonly render: (values: Values) => Rendering;
}

export interface CompiledTemplate {
  readonly id: string;
  readonly definition: TemplateDefinition;
  /** The registry's version, else the first 12 hex digits of the content's SHA-256. */
  readonly version: string;
  readonly settings: readonly SettingDefinition[];
  readonly postbacks: readonly CompiledPostback[];
  /** Takes out what may not go out without consent; null: the template names nothing. */
  readonly withhold: Withhold | null;
}

export type CompileResult =
  | { readonly ok: true; readonly template: CompiledTemplate }
  | { readonly ok: false; readonly problems: readonly TemplateProblem[] };
