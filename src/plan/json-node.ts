/** One node of a JSON body, as its compilers hand it on. Enters: nothing. Leaves: types. */
import type { Skip } from './compile-context';
import type { Values } from './compiled-template';

/** JSON text; empty where nothing is left; or why the postback is skipped. */
export type JsonNode = (values: Values) => string | Skip;

/** Where a node stands: in the template (for problems), in the request (for reasons), and whether it may be left out. */
export interface JsonPlace {
  readonly path: string;
  readonly leaf: string;
  readonly optional: boolean;
  readonly nesting: number;
}
