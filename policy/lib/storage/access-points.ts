/**
 * Condition keys with which a bucket policy leaves access to the policies of access points.
 *
 * See https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
 */
export const accessPointKeys = ["s3:DataAccessPointAccount", "s3:DataAccessPointArn"];
