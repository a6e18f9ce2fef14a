import type { PipelinePlan } from "./plan";
import { trustPipeline } from "./trust-pipeline";

/**
 * Prints the permissions that build roles of the own account need because of a pipeline. Each role whose project is not
 * given to the pipeline has one text.
 *
 * @param given - the ARNs of roles that get their permissions from the pipeline
 */
export function buildNotices({ context, projects, programRoles }: PipelinePlan, given: readonly string[]): string[] {
  const granted = [...given, ...programRoles.map((role) => role.roleArn)];
  return projects
    .filter(({ place, roleArn: arn }) => place.account === context.scope.account && !granted.includes(arn))
    .filter(({ statements }) => statements.length > 0)
    .map(({ roleArn: arn, statements }) =>
      [
        `Builds of the pipeline ${context.pipelineName} run with ${arn}. Pass their BuildProject to the pipeline in builds, or give the role these statements:`,
        shown(statements),
      ].join("\n"),
    );
}

/**
 * Tells the owner of each existing role what the role needs: its trust policy and its permissions, one text for each action
 * and rule. One text follows for each role of a build in another account.
 */
export function ownerNotices({
  context: { scope, pipelineName },
  roles,
  readers,
  ownReaders,
  programRoles,
  buildsElsewhere,
}: PipelinePlan): string[] {
  const trust = trustPipeline(pipelineName, scope);
  const granted = programRoles.map((role) => role.roleArn);
  const byHand = roles
    .filter((role) => role.exists && granted.includes(role.roleArn) && role.manualSteps !== undefined)
    .map((role) => [
      `${role.stageName}/${role.actionName} runs with ${role.roleArn}. See to this by hand: ${role.manualSteps}`,
    ]);
  const actions = roles
    .filter((role) => role.exists && !granted.includes(role.roleArn))
    .map((role) => [
      `${role.stageName}/${role.actionName} runs with ${role.roleArn}. This program does not create the role. Create it before the pipeline, with this trust policy:`,
      shown(JSON.parse(trust)),
      ...(role.statements.length > 0 ? ["with these statements in its permissions:", shown(role.statements)] : []),
      ...(role.manualSteps === undefined ? [] : [`and see to this by hand: ${role.manualSteps}`]),
      ...(role.managedPolicies.length > 0 ? ["with these policies attached:", shown(role.managedPolicies)] : []),
    ]);
  const builds = buildsElsewhere.map((build) => [
    build.named
      ? `Builds in account ${build.place.account} run with ${build.roleArn}. Create the role before the pipeline,`
      : `Builds in account ${build.place.account} run with the role of their project, ${build.roleArn} if a BuildProject created it. Bucket and key allow it only if the action names it. Create the role before the pipeline,`,
    "with these statements in its permissions:",
    shown(build.statements),
  ]);
  const others = readers.filter(({ roleArn }) => !ownReaders.includes(roleArn) && !granted.includes(roleArn));
  const handedOn = others.map((reader) => [
    `${reader.stageName}/${reader.actionName} hands its input artifacts to ${reader.roleArn}. Pass the role to the pipeline in roles, or give it these statements:`,
    shown(reader.statements),
  ]);
  return [...byHand, ...actions, ...handedOn, ...builds].map((lines) => lines.join("\n"));
}

function shown(value: unknown): string {
  return JSON.stringify(value, undefined, 2);
}
