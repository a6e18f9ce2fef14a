import { matching } from "../../schema/vocabulary";

/**
 * The name of a stack, a change set or a stack set. It decides what a role may touch, so that nothing of it can be left
 * to the execution.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
 */
export const cloudFormationName = matching(
  /^[A-Za-z][A-Za-z0-9-]{0,127}$/,
  "give a letter and up to 127 letters, digits or hyphens, without references",
);
