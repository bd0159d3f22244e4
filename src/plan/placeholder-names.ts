/** Placeholders that need no function of their own, as the catalogue lists them. Enters: nothing. Leaves: names. */
import { catalogue } from './catalogue/catalogue';

export { missingCallbacks } from './catalogue/catalogue';

function parametersOf(from: string): readonly string[] {
  return catalogue.flatMap(({ leaf, callback }) =>
    callback !== undefined && leaf === `{{${from}.${callback}}}` ? [callback] : [],
  );
}

/** Adjust takes these from the link; here they are the link's parameters of the same name. */
export const linkParameters: readonly string[] = parametersOf('touch.params');

/** These come with the activity's own parameters of the same name. */
export const activityParameters: readonly string[] = parametersOf('params');
