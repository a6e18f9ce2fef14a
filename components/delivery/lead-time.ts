import { commandsAction } from "../actions/commands/action";
import { pipelineArn } from "../aws/arn";
import type { AwsScope } from "../aws/scope";
import { historyNamespace } from "../notifications/history";
import { executionId } from "../pipelines/definition/variable-reference";
import { publishLeadTime } from "../recipes/lead-time";
import type { DeliverySettings } from "./settings";

type CommandsAction = ReturnType<typeof commandsAction>;

/**
 * The action that publishes the lead time of a deployment, where settings ask for a history: a custom metric costs money.
 * It runs a fixed command and no code of the repository.
 *
 * @param input - an artifact, because AWS demands one. The command reads no file of it.
 */
export function leadTimeActions(
  scope: AwsScope,
  notify: DeliverySettings["notify"],
  {
    pipelineName,
    input,
    runOrder,
  }: { readonly pipelineName: string; readonly input: string; readonly runOrder: number },
): readonly CommandsAction[] {
  const { alarms } = notify || {};
  if (alarms?.history !== true) {
    return [];
  }
  return [
    commandsAction({
      name: "LeadTime",
      runOrder,
      inputArtifacts: [input],
      outputArtifacts: [],
      commands: [publishLeadTime({ pipelineName, region: scope.region }, executionId)],
      permissions: [
        { actions: ["codepipeline:ListActionExecutions"], resources: [pipelineArn(scope, pipelineName)] },
        {
          actions: ["cloudwatch:PutMetricData"],
          // AWS limits metrics by their namespace alone.
          resources: ["*"],
          conditions: { StringEquals: { "cloudwatch:namespace": historyNamespace } },
        },
      ],
    }),
  ];
}
