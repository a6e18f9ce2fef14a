import type { ActionContext, Place } from "../../actions/base/action-type";
import { findActionType } from "../../actions/catalogue";
import { accountOf, partitionOfArn } from "../../aws/arn";
import { partitionOf } from "../../aws/scope";
import type { Problem } from "../../schema/problem";
import { type ActionOutline, type RuleOutline, rulesOf, type StageOutline } from "./outline";

type Outline = ActionOutline | RuleOutline;

/** Where an action or a rule says that it runs. */
interface Placed {
  readonly region?: string | undefined;
  readonly roleArn?: string | undefined;
}

/** The account and region that something runs in: those of its role and its own, if it names them. */
export function placeOf<Scope extends Place>(scope: Scope, { region = scope.region, roleArn }: Placed): Scope {
  return { ...scope, region, account: accountOf(roleArn ?? "") ?? scope.account };
}

/** The context of an action or a rule of a pipeline. */
export function contextOf({ scope, pipelineName }: ActionContext, placed: Placed): ActionContext {
  return { scope: placeOf(scope, placed), pipelineName, pipelineAccount: scope.account };
}

/**
 * Problems of actions and rules that would run in another region or account than AWS lets them.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-create-cross-region.html
 * @see https://docs.aws.amazon.com/codepipeline/latest/userguide/pipelines-create-cross-account.html
 */
export function placeProblems(stages: readonly StageOutline[], { region, account }: Place): Problem[] {
  const actions = stages.flatMap((stage) => stage.actions);
  const rules = stages.flatMap(rulesOf);
  return [
    ...actions.flatMap((action) => [...ownRegionProblems(action, region), ...madeElsewhereProblems(action, account)]),
    ...[...actions, ...rules].flatMap((one) => [
      ...partitionProblems(one, region),
      ...betweenAccountsProblems(one, actions, account),
    ]),
  ];
}

function ownRegionProblems({ path, region, ...action }: ActionOutline, home: string): Problem[] {
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

function partitionProblems({ path, region, roleArn }: Outline, home: string): Problem[] {
  const own = partitionOf(home);
  const foreign = (key: keyof Placed, what: string, value: string, partition = own): Problem[] =>
    partition === own
      ? []
      : [
          {
            path: `${path}.${key}`,
            reason: `is ${JSON.stringify(value)}, in another partition of AWS than the pipeline in ${home}: give a ${what} of ${own}`,
          },
        ];
  return [
    ...(region === undefined ? [] : foreign("region", "region", region, partitionOf(region))),
    ...(roleArn === undefined ? [] : foreign("roleArn", "role", roleArn, partitionOfArn(roleArn))),
  ];
}

// CodeBuild does not know the key of another account, so that what such a build makes could not be read.
function madeElsewhereProblems({ path, roleArn, outputArtifacts, ...action }: ActionOutline, home: string): Problem[] {
  const account = accountOf(roleArn ?? "");
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

function betweenAccountsProblems(
  { path, roleArn, inputArtifacts }: Outline,
  actions: readonly ActionOutline[],
  home: string,
): Problem[] {
  const account = accountOf(roleArn ?? "") ?? home;
  return inputArtifacts.flatMap((artifact, index) => {
    const maker = actions.find(({ outputArtifacts }) => outputArtifacts.includes(artifact));
    const made = accountOf(maker?.roleArn ?? "") ?? home;
    return maker === undefined || [home, account].includes(made) || account === home
      ? []
      : [
          {
            path: `${path}.inputArtifacts[${index}]`,
            reason: `${JSON.stringify(artifact)} is made by ${maker.path} in account ${made}, and account ${account} can only take what is made there or in ${home}: take another artifact`,
          },
        ];
  });
}
