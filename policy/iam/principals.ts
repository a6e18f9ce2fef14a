import type { Principal, Statement } from "./document";
import { textOf, unknownValue } from "./value";

/** Services that run other people's code: builds, deployments, templates. */
const ciServices = ["cloudformation", "codebuild", "codedeploy", "codepipeline"];

/** Returns the services among the principals: `codedeploy` for `codedeploy.eu-west-1.amazonaws.com.cn` too. */
export function servicesOf(statements: readonly Statement[]): Set<string> {
  const principals = statements.flatMap((statement) => statement.principals).filter(({ type }) => type === "Service");
  return new Set(principals.map(({ value }) => serviceName(textOf(value))).filter((name) => name !== ""));
}

/** Whether a service is a building block of pipelines. */
export function isCiService(service: string): boolean {
  return ciServices.includes(service);
}

/** Returns the service of a principal: `codebuild` for `codebuild.amazonaws.com`. */
export function serviceName(principal: string): string {
  return principal.replace(/(\.[a-z]+(-[a-z]+)+-\d)?\.amazonaws\.(com(\.cn)?|eu)$/, "");
}

/** Returns the principals that may belong to another account than these. An unknown principal may. */
export function principalsElsewhere(principals: readonly Principal[], own: readonly string[]): Principal[] {
  return principals.filter(({ type, value }) => {
    const account = accountOf(textOf(value));
    return type === "AWS" && (value === unknownValue || (account !== undefined && !own.includes(account)));
  });
}

/** Whether a principal is a whole account: its number, or the ARN of its root. */
export function isWholeAccount(principal: string): boolean {
  return /^(\d{12}|arn:[^:]*:iam::\d{12}:root)$/.test(principal);
}

function accountOf(principal: string): string | undefined {
  return /^(?:arn:[^:]*:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(principal)?.[1];
}
