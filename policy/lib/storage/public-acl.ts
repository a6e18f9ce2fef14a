import { everyAt, type Located, type Properties, textOf, type Value } from "../../iam/value";

const publicAcls = ["public-read", "public-read-write", "authenticated-read"];
const publicGroup = /^https?:\/\/acs\.amazonaws\.com\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

/** Whether a canned ACL lets everybody in, or everybody who has any AWS account. */
export function isPublicAcl(acl: Value): boolean {
  return publicAcls.includes(textOf(acl));
}

/** Whether a grantee is everybody, or everybody who has any AWS account. */
export function isPublicGroup(uri: Value): boolean {
  return publicGroup.test(textOf(uri));
}

/** The groups that the ACL of a bucket grants something to, in the bucket itself or in a resource of its own. */
export function grantedGroups(props: Properties): Located[] {
  return [
    ...everyAt({ path: "grants", value: props.grants }, "uri"),
    ...everyAt({ path: "accessControlPolicy", value: props.accessControlPolicy }, "grants", "grantee", "uri"),
  ];
}
