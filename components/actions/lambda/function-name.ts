import { matching } from "../../schema/vocabulary";

/**
 * The name of a function. No ARN, and no reference: the role that invokes it names it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const functionName = matching(
  /^[A-Za-z0-9_-]{1,64}$/,
  "give the name of a function, 1 to 64 letters, digits or the characters - _",
);
