import type { z } from "zod";
import { cloudFormationAction, type cloudFormationSchema } from "../../components/actions/cloudformation/action";
import type { Statement } from "../../components/iam/statement";

/** The role that CloudFormation works with, and one beside it. */
export const executionRole = "arn:aws:iam::111122223333:role/shop-stack";
export const otherRole = "arn:aws:iam::111122223333:role/admin";

/** Stacks in the eyes of IAM: the one that the actions of the tests work on, and those beside it. */
export const stack = "arn:aws:cloudformation:eu-central-1:111122223333:stack/shop/0f1e2d3c";
export const otherStacks = [
  "arn:aws:cloudformation:eu-central-1:111122223333:stack/shop-prod/0f1e2d3c",
  "arn:aws:cloudformation:us-east-1:111122223333:stack/shop/0f1e2d3c",
  "arn:aws:cloudformation:eu-central-1:444455556666:stack/shop/0f1e2d3c",
];

/** Whoever passes a role says to whom. */
export const toCloudFormation = { "iam:PassedToService": "cloudformation.amazonaws.com" };

/** That CloudFormation may be given the role, and nobody else any. */
export const passRole: Statement = {
  Sid: "PassRole",
  Effect: "Allow",
  Action: ["iam:PassRole"],
  Resource: [executionRole],
  Condition: { StringEquals: { "iam:PassedToService": "cloudformation.amazonaws.com" } },
};

type Configuration = z.input<typeof cloudFormationSchema>["configuration"];

/** An action on the stack shop. */
export function stackActionOf(configuration: Omit<Configuration, "StackName">, changes: Record<string, unknown> = {}) {
  const inputArtifacts = configuration.TemplatePath === undefined ? [] : ["source"];
  const action = cloudFormationAction({
    name: "Stack",
    inputArtifacts,
    configuration: { StackName: "shop", ...configuration },
  });
  return { ...action, ...changes };
}
