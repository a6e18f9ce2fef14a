import { logGroupArn, roleArn } from "../../aws/arn";
import { projectRoleName } from "../../aws/role-names";
import type { Buildspec } from "../../codebuild/buildspec";
import { type BuildProjectSettings, writesToBuckets } from "../../codebuild/project-schema";
import { projectLogGroup } from "../../iam/build-access";
import type { KeyUsers } from "../../iam/key-policy";
import type { KeyUse } from "../../iam/key-use";
import type { Statement } from "../../iam/statement";
import { keyReadersOf, keyRolesOf, listArtifactUsers } from "./artifact-users";
import { logGroupArnsIn } from "./log-groups";
import type { PipelinePlan } from "./plan";

/** A build project that a pipeline starts, without the permissions that the pipeline adds. */
export interface Build extends BuildProjectSettings {
  readonly buildspec: Buildspec;
  readonly permissions: readonly Statement[];
  /**
   * The use of the key of the artifacts.
   * @default - by the artifacts that the pipeline lets the build read and write
   */
  readonly keyUse?: KeyUse;
}

/** A build project with all its permissions, which hold the guard against gates. */
export interface PlannedProject extends Omit<Build, "keyUse"> {
  readonly isGuarded: true;
  readonly projectName: string;
  readonly logGroupName: string;
  readonly keyUse: KeyUse | undefined;
}

/**
 * Adds to builds, given by project name, the permissions that the pipeline needs them to have, and the guard.
 *
 * @param guardOf - returns the statements that keep a build away from gates
 */
export function planBuilds(
  builds: Readonly<Record<string, Build>>,
  { context, projects }: PipelinePlan,
  guardOf: (projectName: string, permissions: readonly Statement[]) => readonly Statement[],
): PlannedProject[] {
  const { scope } = context;
  return Object.entries(builds).map(([projectName, build]) => {
    const own = roleArn(scope, projectRoleName(projectName, scope.region));
    const { artifactUse, statements } = projects.find((role) => role.roleArn === own) ?? {
      artifactUse: { write: false },
      statements: [],
    };
    const permissions = [...statements, ...build.permissions];
    // Outside the pipeline, a build handles no artifact.
    const byArtifacts = artifactUse.write || writesToBuckets(build) ? "encrypt" : "decrypt";
    return {
      ...build,
      projectName,
      logGroupName: projectLogGroup(projectName),
      permissions: [...permissions, ...guardOf(projectName, permissions)],
      isGuarded: true,
      keyUse: build.keyUse ?? (build.source === undefined ? byArtifacts : undefined),
    };
  });
}

/** Lists the users of the one key of a pipeline, its builds' logs and the topics of its approvals. */
export function listKeyUsers(
  plan: PipelinePlan,
  projects: readonly PlannedProject[],
  imageRepository: boolean,
): KeyUsers {
  const { scope } = plan.context;
  const users = listArtifactUsers(plan, scope.region);
  // Plans, caches, logs and reports in a bucket are written under the same key as artifacts.
  const writers = projects
    .filter(({ keyUse }) => keyUse === "encrypt")
    .map(({ projectName }) => roleArn(scope, projectRoleName(projectName, scope.region)));
  const others = writers.map((arn) => ({ roleArn: arn, use: { read: true, write: true } }));
  return {
    roles: {
      ...keyRolesOf([...users, ...others]),
      publish: plan.roles.filter(({ notifiedTopic }) => notifiedTopic !== undefined).map((role) => role.roleArn),
    },
    ...keyReadersOf(users),
    logGroups: [
      ...projects.map(({ logGroupName }) => logGroupArn(scope, logGroupName)),
      ...logGroupArnsIn(plan, scope.region),
    ],
    imageRepository,
  };
}

/** Lists the names of all roles of a pipeline and its builds. */
export function listRoleNames({ context, roleName, roles }: PipelinePlan, projectNames: readonly string[]): string[] {
  return [
    roleName,
    ...roles.map((role) => role.roleName),
    ...projectNames.map((projectName) => projectRoleName(projectName, context.scope.region)),
  ];
}
