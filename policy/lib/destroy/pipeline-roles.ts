import { allowsOf, type Principal } from "../../iam/document";
import { serviceName } from "../../iam/principals";
import { textOf, unknownValue } from "../../iam/value";
import { nameWords } from "../facts/name-words";
import { trustDocumentsOf } from "../iam/documents";
import type { JudgedResource } from "../rule/rule";
import { isDestroyWord } from "./names";

/**
 * Whether a resource may give its document to the role of a destroying pipeline or action. The role's trust decides, and
 * else the name of the role. The holder of a managed policy is unknown here.
 */
export function mayRunPipelines({ type, props }: Pick<JudgedResource, "type" | "props">): boolean {
  switch (type) {
    case "aws:iam/userPolicy:UserPolicy":
    case "aws:iam/groupPolicy:GroupPolicy":
      return false;
    case "aws:iam/rolePolicy:RolePolicy":
      return textOf(props.role) === "" || isNamedForIt(textOf(props.role));
    case "aws:iam/role:Role":
      return trustDocumentsOf({ type, props })
        .flatMap(allowsOf)
        .every(({ principals }) => principals.every(isPipelineOrRole));
    default:
      return true;
  }
}

/** Roles of pipelines and of their actions have the name of the pipeline. */
function isNamedForIt(role: string): boolean {
  return nameWords(role).some((word) => isDestroyWord(word) || word.includes("pipeline"));
}

function isPipelineOrRole({ type, value }: Principal): boolean {
  const principal = textOf(value);
  return (
    value === unknownValue ||
    (type === "Service" && serviceName(principal) === "codepipeline") ||
    (type === "AWS" && /^arn:[^:]*:iam::[^:]*:role\//.test(principal))
  );
}
