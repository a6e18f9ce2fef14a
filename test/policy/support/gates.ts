import { type Properties, unknownValue, type Value } from "../../../policy/iam/value";
import type { Gates } from "../../../policy/lib/destroy/gates";
import type { Identity } from "../../../policy/lib/iam/identities";
import { stackResource } from "./stack-resource";

export const projectArn = "arn:aws:codebuild:eu-west-1:123456789012:project/run";
export const pipelineArn = "arn:aws:codepipeline:eu-west-1:123456789012:shop";
const noRoles = { resources: [], arns: [] };
/** A project and a pipeline that destroy. */
export const gates: Gates = {
  projects: [
    {
      project: stackResource("run", "aws:codebuild/project:Project", { name: "run" }),
      arns: ["arn:*:codebuild:*:*:project/run"],
      roles: noRoles,
      starters: { resources: [], arns: ["arn:aws:iam::123456789012:role/starter"] },
    },
  ],
  pipelines: [
    {
      pipeline: stackResource("shop", "aws:codepipeline/pipeline:Pipeline", { name: "shop" }),
      arns: ["arn:*:codepipeline:*:*:shop"],
      roles: noRoles,
      starters: noRoles,
      approvals: ["arn:*:codepipeline:*:*:shop/Approve/Approve"],
      sources: ["arn:*:codecommit:*:*:shop"],
    },
  ],
};
export const allow = (Action: Value, Resource: Value): Properties => ({ Effect: "Allow", Action, Resource });

/** An identity with one document of these statements, from a resource named for it. */
export function identity(name: string, Statement: Value, kind: Identity["kind"] = "role"): Identity {
  const owner = stackResource(`${name}-policy`, "aws:iam/rolePolicy:RolePolicy");
  return {
    urn: name,
    kind,
    name,
    resource: undefined,
    documents: [{ owner, document: { path: "policy", value: Statement === unknownValue ? Statement : { Statement } } }],
  };
}
