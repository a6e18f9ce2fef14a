import { z } from "zod";
import { functionName } from "../aws/names";
import type { Buildspec } from "../codebuild/buildspec";
import { type LambdaAppSpec, lambdaAppSpecSchema } from "../codedeploy/appspec";
import type { DeploymentTarget } from "../codedeploy/group-plan";
import { renderAppSpec } from "../codedeploy/render-appspec";
import { describeProblems, type Problem } from "../schema/problem";
import { allowedKeys, matching, nonEmptyText, shown } from "../schema/vocabulary";
import { checkArgs, repositoryPath } from "./args";
import { failIf, shellQuote, strictCommand } from "./shell";

/** Arguments of {@link functionDeployment}. */
export interface FunctionDeploymentArgs {
  /** The deployment group of the function: a {@link DeploymentGroup} of the platform Lambda. */
  group: DeploymentTarget;
  /** The name of the function. */
  functionName: string;
  /** The alias that CodeDeploy moves to the new version. */
  aliasName: string;
  /**
   * The ZIP file with the code in the input artifact, at most 50 MB.
   * @default "function.zip"
   */
  package?: string;
  /**
   * Functions that check the deployment, by lifecycle event.
   * @default - none
   */
  hooks?: LambdaAppSpec["Hooks"];
}

/** Schema of the arguments. */
export const functionDeploymentArgs = allowedKeys({
  group: z.looseObject({
    platform: z.literal("Lambda", {
      error: ({ input }) => `is ${shown(input)}: give a deployment group of the platform Lambda`,
    }),
    applicationName: nonEmptyText,
    groupName: nonEmptyText,
    configurationName: nonEmptyText,
  }),
  functionName,
  aliasName: matching(
    /^(?!\d+$)[A-Za-z0-9_-]{1,128}$/,
    "give the name of an alias, 1 to 128 letters, digits, - or _, and not digits alone",
  ),
  package: repositoryPath.optional(),
  hooks: lambdaAppSpecSchema.shape.Hooks,
});

const current = "<CURRENT_VERSION>";
const target = "<TARGET_VERSION>";

/**
 * Publishes a version of a function, and moves an alias to it by CodeDeploy. The deployment group gives the steps,
 * hooks, alarms and rollback. The build ends with the deployment. It needs the statements of {@link deployFunction}.
 *
 * The build runs no file of its input artifact. Build and test the code in another project.
 *
 * @throws Error that names every invalid argument.
 * @example
 * ```ts
 * const buildspec = functionDeployment({ group, functionName: "prices", aliasName: "live" });
 * ```
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-steps-lambda.html
 */
export function functionDeployment(args: FunctionDeploymentArgs): Buildspec {
  const {
    group,
    functionName: name,
    aliasName,
    package: file = "function.zip",
    hooks,
  } = checkArgs("functionDeployment", functionDeploymentArgs as z.ZodType<FunctionDeploymentArgs>, args);
  const { applicationName, groupName } = group;
  const problems = unknownFunctions(group, name, hooks);
  if (problems.length > 0) {
    throw new Error(describeProblems("The recipe functionDeployment", problems));
  }
  const lambda = `--function-name ${name}`;
  const properties = { Name: name, Alias: aliasName, CurrentVersion: current, TargetVersion: target };
  const content = renderAppSpec(
    {
      Resources: [{ [name]: { Type: "AWS::Lambda::Function", Properties: properties } }],
      ...(hooks && { Hooks: hooks }),
    },
    "json",
    "Lambda",
  );
  const revision = JSON.stringify({ revisionType: "AppSpecContent", appSpecContent: { content } });
  return {
    version: 0.2,
    env: { shell: "bash" },
    phases: {
      build: {
        "on-failure": "ABORT",
        commands: [
          strictCommand(
            `package=${shellQuote(file)}`,
            // A link would upload a file of the build itself, such as its credentials.
            failIf(`[ -L "$package" ] || [ ! -f "$package" ]`, `The artifact has no file ${file}`),
            `aws lambda update-function-code ${lambda} --zip-file "fileb://$package" --query CodeSha256 --output text`,
            `aws lambda wait function-updated ${lambda}`,
            `current="$(aws lambda get-alias ${lambda} --name ${aliasName} --query FunctionVersion --output text)"`,
            `target="$(aws lambda publish-version ${lambda} --query Version --output text)"`,
            'if [ "$current" = "$target" ]; then',
            `  echo "The alias ${aliasName} has version $target already"`,
            "  exit 0",
            "fi",
            `revision=${shellQuote(revision)}`,
            `revision="\${revision//${current}/$current}"`,
            `revision="\${revision//${target}/$target}"`,
            `deployment="$(aws deploy create-deployment --application-name ${shellQuote(applicationName)} --deployment-group-name ${shellQuote(groupName)} --revision "$revision" --query deploymentId --output text)"`,
            `echo "Deployment $deployment moves ${aliasName} from version $current to version $target"`,
            "status=Created",
            'until [ "$status" = Succeeded ]; do',
            "  sleep 10",
            '  status="$(aws deploy get-deployment --deployment-id "$deployment" --query deploymentInfo.status --output text)"',
            '  if [ "$status" = Failed ] || [ "$status" = Stopped ]; then',
            '    aws deploy get-deployment --deployment-id "$deployment" --query deploymentInfo.errorInformation >&2',
            "    exit 1",
            "  fi",
            "done",
          ),
        ],
      },
    },
  };
}

/** The role of the deployment group reaches its own functions and hooks alone. */
function unknownFunctions(
  { functionNames, hookFunctionNames }: DeploymentTarget,
  name: string,
  hooks: FunctionDeploymentArgs["hooks"] = [],
): Problem[] {
  const own =
    functionNames === undefined || functionNames.includes(name)
      ? []
      : [
          {
            path: "functionName",
            reason: `is ${shown(name)}, which the group does not deploy: add it to functionNames`,
          },
        ];
  const called = hooks.flatMap((events, index) =>
    Object.entries(events).flatMap(([event, hook]) =>
      hook === undefined || hook.startsWith("arn:") || (hookFunctionNames?.includes(hook) ?? true)
        ? []
        : [
            {
              path: `hooks[${index}].${event}`,
              reason: `is ${shown(hook)}, which the group does not call: add it to hookFunctionNames`,
            },
          ],
    ),
  );
  return [...own, ...called];
}
