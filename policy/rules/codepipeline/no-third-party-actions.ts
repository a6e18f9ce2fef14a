import { at, type Located, textOf, unknownValue } from "../../iam/value";
import { type Finding, unknownAt, violation } from "../../lib/facts/finding";
import { isOldGitHubSource, pipelineActions, pipelineType } from "../../lib/pipeline/actions";
import { textList } from "../../lib/rule/config";
import { type JudgedResource, resourceRule } from "../../lib/rule/rule";

interface Config {
  /** Allowed action providers besides AWS's own. */
  readonly allowedProviders: readonly string[];
}

export const codepipelineNoThirdPartyActions = resourceRule<Config>({
  name: "codepipeline-no-third-party-actions",
  displayName: "Actions are AWS's or allowed",
  description:
    "Pipeline actions should be AWS's own or of an allowed provider. A third-party action receives the artifacts and runs code that you do not control.",
  severity: "medium",
  enforcementLevel: "advisory",
  remediationSteps: "Use an action of owner AWS, or name the provider in this policy's allowedProviders.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/integrations-action-type.html",
  tags: ["codepipeline", "supply-chain"],
  equivalentChecks: { owasp: ["SEC-8"] },
  types: [pipelineType],
  config: {
    properties: { allowedProviders: textList("Providers of actions beside AWS's own, as in Jenkins") },
    defaults: { allowedProviders: [] },
  },
  judge: actionsOfKnownOwners,
});

function actionsOfKnownOwners({ props }: JudgedResource, { allowedProviders }: Config): Finding[] {
  // codepipeline-no-oauth-source judges the old GitHub source.
  return pipelineActions(props.stages)
    .filter((action) => !isOldGitHubSource(action))
    .flatMap((action) => judgeAction(action, allowedProviders));
}

function judgeAction({ path, value: action }: Located, allowedProviders: readonly string[]): Finding[] {
  const owner = at(action, "owner");
  if (owner === unknownValue) {
    return [unknownAt(action === unknownValue ? path : `${path}.owner`)];
  }
  const isForeign = owner === "ThirdParty" || owner === "Custom";
  return isForeign && !allowedProviders.includes(textOf(at(action, "provider")))
    ? [violation(`${path}.owner`, "should be AWS, unless allowedProviders names the provider")]
    : [];
}
