import { z } from "zod";
import { detectSecret } from "../../codebuild/secret-detector";
import type { Problem } from "../../schema/problem";
import { matching } from "../../schema/vocabulary";

/**
 * Commands that CodePipeline runs itself. CodePipeline resolves references before the shell reads the line, so the
 * writer of a variable can write commands.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html
 */
export const commandLines = z
  .array(matching(/^(?=.*\S)[^\r\n]{1,1000}$/, "give one command in one line, 1 to 1000 characters"))
  .min(1)
  .max(50);

/** Refuses commands with a secret in plain text. The message never repeats the secret. */
export function commandProblems(commands: readonly string[]): Problem[] {
  return commands.flatMap((command, index) => {
    const secret = detectSecret("", command);
    return secret === undefined
      ? []
      : [
          {
            path: `commands[${index}]`,
            reason: `${secret}, and everybody who sees the pipeline sees it: read it from Secrets Manager in the command`,
          },
        ];
  });
}
