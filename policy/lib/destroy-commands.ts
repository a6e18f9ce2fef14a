const destroying = [
  /(^|[\s/"'`([])(pulumi|terraform|tofu|terragrunt|cdk)\s(.*\s)?(-{0,2}destroy|run-all\s+destroy)(\s|["'`)\],]|$)/,
  /(^|[\s/"'`([])pulumi\s+(.*\s)?down(\s|["'`)\],]|$)/,
  /(^|[\s/"'`([])aws\s(.*\s)?cloudformation\s+delete-stack(-set)?(\s|["'`)\],]|$)/,
  /(^|[\s/"'`([])sam\s+delete(\s|["'`)\],]|$)/,
  /(^|[\s/"'`([])(serverless|sls|sst)\s+remove(\s|["'`)\],]|$)/,
];

/** What shows a destruction beforehand, or talks about it. */
const harmless = [
  /(terraform|tofu|terragrunt)\s+(-\S+\s+)*(plan|show)\s/,
  /pulumi\s+(-\S+\s+)*preview\s/,
  /\s--?(preview-only|help)(\s|$)/,
  /^[\s"'|>-]*(echo|printf)\s/,
];

/** Whether a script, a buildspec or one command runs something that destroys a stack of infrastructure. */
export function runsDestroy(script: string): boolean {
  return script
    .replace(/\\\r?\n/g, " ")
    .split(/\n|;|&&|\|\|/)
    .map((command) => command.replace(/(^|\s)#.*$/, ""))
    .some((command) => destroying.some((run) => run.test(command)) && !harmless.some((run) => run.test(command)));
}
