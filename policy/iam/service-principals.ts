import { textOf } from "../lib/facts/value";
import type { Statement } from "./statement";

/** Services that run what others have written: builds, deployments, templates. */
const ciServices = ["cloudformation", "codebuild", "codedeploy", "codepipeline"];

/** The services that statements name as principals: `codedeploy` for `codedeploy.eu-west-1.amazonaws.com.cn` too. */
export function servicesOf(statements: readonly Statement[]): Set<string> {
  const principals = statements.flatMap((statement) => statement.principals).filter(({ type }) => type === "Service");
  return new Set(principals.map(({ value }) => serviceName(textOf(value))).filter((name) => name !== ""));
}

/** Whether a service is one that a pipeline is built of. */
export function isCiService(service: string): boolean {
  return ciServices.includes(service);
}

/** The service of a principal: `codebuild` for `codebuild.amazonaws.com`. */
export function serviceName(principal: string): string {
  return principal.replace(/(\.[a-z]+(-[a-z]+)+-\d)?\.amazonaws\.(com(\.cn)?|eu)$/, "");
}
