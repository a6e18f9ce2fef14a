import { allowsOf, type Principal } from "../../iam/document";
import { serviceName } from "../../iam/principals";
import { textOf, unknownValue } from "../../iam/value";
import { nameWords } from "../facts/name-words";
import { trustDocumentsOf } from "../iam/documents";
import type { JudgedResource } from "../rule/rule";
import { isDestroyWord } from "./names";

/**
 * Whether what brings a document may bring it to a role with which a pipeline runs what destroys, as far as the one
 * resource says: by whom it trusts, else by the name of the role. Of a managed policy nobody knows yet who gets it.
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

/** Roles of pipelines and of their actions are named for the pipeline. */
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
