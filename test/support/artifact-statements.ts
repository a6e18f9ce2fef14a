const ownAccount = { StringEquals: { "aws:ResourceAccount": "111122223333" } };

/** The statement about the artifact bucket itself, of roles of its own account. */
export const storeStatement = {
  Sid: "ArtifactStore",
  Effect: "Allow",
  Action: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
  Resource: ["arn:aws:s3:::store"],
  Condition: ownAccount,
};

/** The statement about the objects of the artifact bucket, of roles of its own account. */
export function objectsStatement(...actions: string[]) {
  return {
    Sid: "Artifacts",
    Effect: "Allow",
    Action: actions,
    Resource: ["arn:aws:s3:::store/*"],
    Condition: ownAccount,
  };
}
