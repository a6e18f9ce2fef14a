import { readDocument } from "../../iam/document";
import { isCiService, servicesOf } from "../../iam/principals";
import { unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { problemFindings, trustDocumentsOf, trustTypes } from "../../lib/iam/documents";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

export const iamTrustSingleService = resourceRule({
  name: "iam-trust-single-service",
  displayName: "Each service has its own role",
  description:
    "A pipeline role should trust one service. With two services, a build has the permissions of a deployment.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Create one role for each service, with the permissions of that service.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  tags: ["iam", "trust"],
  equivalentChecks: { owasp: ["SEC-5"] },
  types: trustTypes,
  judge: trustsOneService,
});

function trustsOneService(resource: JudgedResource): Finding[] {
  return trustDocumentsOf(resource).flatMap((document) => {
    const read = readDocument(document);
    const allows = read.statements.filter(({ effect }) => effect === "Allow");
    const services = [...servicesOf(allows)];
    if (services.length > 1 && services.some(isCiService)) {
      return [violation(document.path, `should trust one service: ${services.join(" and ")} share this role`)];
    }
    const unknown = allows.flatMap(({ principals }) => principals).find(({ value }) => value === unknownValue);
    return [...problemFindings(read), ...(unknown === undefined ? [] : [unknownAt(unknown.path)])];
  });
}
