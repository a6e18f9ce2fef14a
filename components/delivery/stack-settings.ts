import { z } from "zod";
import { capabilities } from "../actions/cloudformation/template-parameters";
import { stackName } from "../aws/names";
import { nonEmptyText, shown } from "../schema/vocabulary";
import { stackRoleSchema } from "./targets";

/** A deployment of a CloudFormation stack. */
export const stackDeployment = {
  /** A CloudFormation stack, with a role that the pipeline creates. */
  tool: z.literal("cloudformation"),
  /** The name of the stack. */
  stackName,
  /**
   * The template in the artifact.
   * @default "packaged.yaml"
   */
  template: nonEmptyText
    .refine((path) => !path.includes("::"), {
      error: ({ input }) =>
        `is ${shown(input)}: give the path in the artifact alone, such as packaged.yaml; input names the artifact`,
    })
    .optional(),
  /**
   * Values of the template's parameters.
   * @default - none
   */
  parameters: z.record(z.string(), z.string()).optional(),
  /**
   * The capabilities that you acknowledge for the template.
   * @default - with `sam`, `CAPABILITY_NAMED_IAM` and `CAPABILITY_AUTO_EXPAND`; none otherwise
   */
  capabilities: z.array(z.enum(capabilities)).min(1).optional(),
  ...stackRoleSchema.shape,
};
