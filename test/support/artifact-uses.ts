/** ARN of a role of the pipeline's account. */
export const ownRole = (name: string) => `arn:aws:iam::111122223333:role/${name}`;

/** ARN of a role of another account. */
export const roleElsewhere = (name: string) => `arn:aws:iam::222233334444:role/${name}`;

/** Uses of artifacts by a role. */
export const reads = { read: true, write: false };
export const writes = { read: false, write: true };
export const readsAndWrites = { read: true, write: true };
