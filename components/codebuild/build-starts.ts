import { eventRuleArn, projectArn } from "../aws/arn";
import { nameLimits, physicalName } from "../aws/physical-name";
import { buildStartRoleName } from "../aws/role-names";
import type { AwsScope } from "../aws/scope";
import { allowStatement, type Statement } from "../iam/statement";
import { serviceTrust } from "../iam/trust";

/** An EventBridge rule that starts a pipeline or a build, and the role that starts it. */
export interface StartRule {
  readonly description: string;
  readonly ruleName: string;
  /** The pattern of an event, or an expression of points in time. */
  readonly when: { readonly eventPattern: string } | { readonly scheduleExpression: string };
  readonly roleName: string;
  /** The role's trust policy. */
  readonly trust: string;
  readonly statements: readonly Statement[];
}

/** A time or an event that starts builds of a project. */
export interface BuildStart {
  /** The name, unique in its project. */
  readonly name: string;
  readonly description: string;
  readonly when: StartRule["when"];
}

/** The beginning of the names of the rules that start builds of a project. */
export function buildRuleBeginning(projectName: string): string {
  return `${projectName}-builds-`;
}

/**
 * Plans the rule that starts builds of a project, with a role that may start these builds and nothing else.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/build-triggers.html
 */
export function planBuildStart(scope: AwsScope, projectName: string, start: BuildStart): StartRule {
  const { name, description, when } = start;
  const ruleName = physicalName([`${buildRuleBeginning(projectName)}${name}`], nameLimits.eventRule);
  return {
    description,
    ruleName,
    when,
    roleName: buildStartRoleName(projectName, name, scope.region),
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/cross-service-confused-deputy-prevention.html
    trust: serviceTrust(scope, "events.amazonaws.com", eventRuleArn(scope, ruleName)),
    statements: [
      allowStatement({
        sid: "StartBuild",
        actions: ["codebuild:StartBuild"],
        resources: [projectArn(scope, projectName)],
      }),
    ],
  };
}
