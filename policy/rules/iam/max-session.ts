import { readDocument } from "../../iam/document";
import { isCiService, servicesOf } from "../../iam/principals";
import { type Finding, violation } from "../../lib/facts/finding";
import { trustDocumentsOf } from "../../lib/iam/documents";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Longest session of a pipeline role, in seconds. */
  readonly maxSeconds: number;
}

export const iamMaxSession = resourceRule<Config>({
  name: "iam-max-session",
  displayName: "Pipeline roles have short sessions",
  description:
    "Sessions of pipeline roles should last one hour at most. Leaked credentials of a build end with the session.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps: "Remove maxSessionDuration, or set it to 3600. AWS services renew their credentials.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html",
  tags: ["iam", "credentials"],
  equivalentChecks: {},
  types: ["aws:iam/role:Role"],
  config: {
    properties: {
      maxSeconds: { type: "integer", minimum: 3600, maximum: 43200, description: "Longest session, in seconds" },
    },
    defaults: { maxSeconds: 3600 },
  },
  remediation: "sets maxSessionDuration to the longest that is allowed",
  judge: hasShortSessions,
});

const path = "maxSessionDuration";

function hasShortSessions(resource: JudgedResource, { maxSeconds }: Config): Finding[] {
  const { maxSessionDuration: seconds } = resource.props;
  return typeof seconds === "number" && seconds > maxSeconds && isForPipelines(resource)
    ? [violation(path, `should be at most ${maxSeconds}, in seconds`, { [path]: maxSeconds })]
    : [];
}

/** Roles of people may last a working day. A role with an unreadable trust policy may be a pipeline role. */
function isForPipelines(resource: JudgedResource): boolean {
  return trustDocumentsOf(resource).some((document) => {
    const { statements, problems } = readDocument(document);
    const federated = statements.some(({ principals }) => principals.some(({ type }) => type === "Federated"));
    return problems.length > 0 || federated || [...servicesOf(statements)].some(isCiService);
  });
}
