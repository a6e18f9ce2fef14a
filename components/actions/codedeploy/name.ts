import { matching } from "../../schema/vocabulary";

/**
 * Names in CodeDeploy: of applications, deployment groups and deployment configurations.
 *
 * @see https://docs.aws.amazon.com/codedeploy/latest/userguide/limits.html
 */
export function codeDeployName(of: string) {
  return matching(
    /^[A-Za-z0-9._+=,@-]{1,100}$/,
    `give the name of ${of}, 1 to 100 letters, digits or the characters . _ + = , @ -`,
  );
}
