import { pipelineName, regionName } from "../aws/names";
import { historyNamespace } from "../notifications/history";
import { leadTimeMetric } from "../notifications/metrics";
import { allowedKeys } from "../schema/vocabulary";
import { checkArgs } from "./args";

export interface LeadTimeArgs {
  /** The pipeline that deploys. */
  pipelineName: string;
  /** The region of the pipeline. */
  region: string;
}

const leadTimeArgs = allowedKeys({ pipelineName, region: regionName });

/**
 * Returns the command that publishes the time from the author's commit to now as a metric. It is one line, for an action
 * that runs commands on CodePipeline's own compute.
 *
 * The time of the commit comes from the record of the execution: text of a commit in a command would run as one. A
 * rollback has no source action and ships no change, so it publishes nothing. A failure fails no deployment.
 *
 * @param execution - a reference to the id of the execution
 * @throws Error that names every invalid argument.
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionExecutionOutput.html
 */
export function publishLeadTime(args: LeadTimeArgs, execution: string): string {
  const { pipelineName: name, region } = checkArgs("publishLeadTime", leadTimeArgs, args);
  const list = [
    `aws codepipeline list-action-executions --region ${region} --pipeline-name ${name}`,
    `--filter pipelineExecutionId=${execution}`,
    '--query "actionExecutionDetails[].output.outputVariables.AuthorDate | [0]" --output text',
  ].join(" ");
  const put = [
    `aws cloudwatch put-metric-data --region ${region} --namespace ${historyNamespace}`,
    `--metric-name ${leadTimeMetric} --unit Seconds --value "$seconds" --dimensions PipelineName=${name}`,
  ].join(" ");
  const steps = [
    `committed="$(${list})"`,
    'case "$committed" in [0-9][0-9][0-9][0-9]-*) ;; *) echo "This execution has no commit with a time"; exit 0 ;; esac',
    'seconds="$(($(date -u +%s) - $(date -u -d "$committed" +%s)))"',
    put,
    'echo "Committed at $committed, deployed after $seconds seconds"',
  ];
  // A shell ignores `set -e` before `||`.
  return `(${steps.join(" && ")}) || echo "The lead time was not measured"`;
}
