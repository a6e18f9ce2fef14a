/** The executions of a state machine, given by its ARN, whose names start alike; all of them without a prefix. */
export function executionsArn(stateMachineArn: string, namePrefix: string | undefined): string {
  const executions = stateMachineArn.replace(":stateMachine:", ":execution:");
  return `${executions}:${namePrefix === undefined ? "" : `${namePrefix}-`}*`;
}
