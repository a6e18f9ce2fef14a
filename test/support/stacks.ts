import type { z } from "zod";
import { cloudFormationAction, type cloudFormationSchema } from "../../components/actions/cloudformation/action";
import type { Statement } from "../../components/iam/statement";

/** Execution role of CloudFormation, and an unrelated role. */
export const executionRole = "arn:aws:iam::111122223333:role/shop-stack";
export const otherRole = "arn:aws:iam::111122223333:role/admin";

/** ARNs of the stack that the tested actions change, and of unrelated stacks. */
export const stack = "arn:aws:cloudformation:eu-central-1:111122223333:stack/shop/0f1e2d3c";
export const otherStacks = [
  "arn:aws:cloudformation:eu-central-1:111122223333:stack/shop-prod/0f1e2d3c",
  "arn:aws:cloudformation:us-east-1:111122223333:stack/shop/0f1e2d3c",
  "arn:aws:cloudformation:eu-central-1:444455556666:stack/shop/0f1e2d3c",
];

/** Context of a PassRole request: the service that receives the role. */
export const toCloudFormation = { "iam:PassedToService": "cloudformation.amazonaws.com" };

/** Cases of PassRole: the execution role to CloudFormation, and no other role or service. */
export const passRole: Statement = {
  Sid: "PassRole",
  Effect: "Allow",
  Action: ["iam:PassRole"],
  Resource: [executionRole],
  Condition: { StringEquals: { "iam:PassedToService": "cloudformation.amazonaws.com" } },
};

type Configuration = z.input<typeof cloudFormationSchema>["configuration"];

/** An action on the stack `shop`. */
export function stackActionOf(configuration: Omit<Configuration, "StackName">, changes: Record<string, unknown> = {}) {
  const inputArtifacts = configuration.TemplatePath === undefined ? [] : ["source"];
  const action = cloudFormationAction({
    name: "Stack",
    inputArtifacts,
    configuration: { StackName: "shop", ...configuration },
  });
  return { ...action, ...changes };
}
