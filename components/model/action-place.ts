import { findActionType } from "../actions/catalogue";
import type { AwsScope } from "../iam/scope";
import type { ActionOutline, StageOutline } from "./pipeline-outline";
import type { Problem } from "./problem";

/** Where an action or a rule says that it runs. */
interface Placed {
  readonly region?: string | undefined;
  readonly roleArn?: string | undefined;
}

/** The account and region that something runs in: those of its role and its own, if it names them. */
export function placeOf(scope: AwsScope, { region = scope.region, roleArn }: Placed): AwsScope {
  return { ...scope, region, account: roleArn?.split(":")[4] ?? scope.account };
}

/** Problems of actions that would run in another region or account than AWS lets them. */
export function placeProblems(
  stages: readonly StageOutline[],
  { region, account }: Pick<AwsScope, "region" | "account">,
) {
  return stages
    .flatMap(({ actions }) => actions)
    .flatMap((action) => [...regionProblems(action, region), ...accountProblems(action, account)]);
}

function regionProblems({ path, region, ...action }: ActionOutline, home: string): Problem[] {
  if (region === undefined || region === home || findActionType(action)?.crossRegion !== false) {
    return [];
  }
  return [
    {
      path: `${path}.region`,
      reason: `is ${JSON.stringify(region)}, and ${action.provider} runs in the region of its pipeline, ${home}, alone: remove it`,
    },
  ];
}

// CodeBuild does not know the key of another account, so that what such a build makes could not be read.
function accountProblems({ path, roleArn, outputArtifacts, ...action }: ActionOutline, home: string): Problem[] {
  const account = roleArn?.split(":")[4];
  const builds = findActionType(action)?.startedProject !== undefined;
  if (account === undefined || account === home || !builds || outputArtifacts.length === 0) {
    return [];
  }
  return [
    {
      path: `${path}.outputArtifacts`,
      reason: `are made in account ${account}, and builds of another account than ${home} can make none: remove them`,
    },
  ];
}
