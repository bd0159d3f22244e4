/**
 * Whether a destination was switched off since the delivery was planned. Enters: a delivery. Leaves: why it is not sent any more, or null. On the way of
 * every delivery, so it only looks things up; who asks has read what is managed since the delivery was planned.
 */
import type { Delivery } from './model/delivery';
import type { Directory } from './ports/directory';

/** The word of what is planned while it is off. */
const inactive = 'inactive';

/** Removed, made inactive by a person, or by its own answer 410. */
export function createSwitchedOff(directory: Directory): (delivery: Delivery) => string | null {
  return ({ app, callback, partner }) => {
    const destination =
      callback === undefined
        ? directory.integrations(app).find((integration) => integration.partner === partner)
        : directory.callbacks(app).find(({ id }) => id === callback);
    return destination?.active === true ? null : inactive;
  };
}
