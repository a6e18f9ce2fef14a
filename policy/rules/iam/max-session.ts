import { readDocument } from "../../iam/document";
import { trustDocumentsOf } from "../../iam/policy-documents";
import { isCiService, servicesOf } from "../../iam/service-principals";
import { type Finding, violation } from "../../lib/facts/finding";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Seconds that a session of a pipeline's role may last. */
  readonly maxSeconds: number;
}

export const iamMaxSession = resourceRule<Config>({
  name: "iam-max-session",
  displayName: "Sessions of a pipeline's roles are short",
  description:
    "Sessions of a pipeline's roles should end within the hour: credentials that leak from a build end with them.",
  severity: "low",
  enforcementLevel: "advisory",
  remediationSteps:
    "Remove maxSessionDuration, or set it to 3600; AWS renews the credentials of its services by itself.",
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

/** People's roles may last a working day; a role whose trust cannot be read may be a pipeline's. */
function isForPipelines(resource: JudgedResource): boolean {
  return trustDocumentsOf(resource).some((document) => {
    const { statements, findings } = readDocument(document);
    const federated = statements.some(({ principals }) => principals.some(({ type }) => type === "Federated"));
    return findings.length > 0 || federated || [...servicesOf(statements)].some(isCiService);
  });
}
