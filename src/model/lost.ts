/** Deliveries whose sender died with them, or did not come back. Enters: nothing. Leaves: limits that every store keeps to (decision 0014). */

/** Claims that ran out with nothing recorded, after which a delivery is sent apart. Both stores have an index that begins here. */
export const lostApart = 2;
/** … after which nothing else that is apart goes beside it. */
export const lostAlone = 3;
/** … and after which it is set aside. */
export const lostMax = 5;
/** That may go apart side by side. */
export const apartMax = 32;
