import { type Access, accessMapOf, whoCan } from "../insight/access";
import type { Identity } from "../insight/identities";
import { pipelinesOf } from "../insight/pipelines";
import { PreviewError } from "../preview/base/error";
import { fewChains } from "../report/access";
import { wrapped } from "../report/wrap";
import { type Command, parsePositionals } from "./command";
import { type AnswerForm, answerFromPreview, PREVIEW_OPTIONS, PREVIEW_OPTIONS_HELP } from "./previewing";

const HELP = `Says who may do an action, by which statement, and what leads to each role.

Usage: aws-pipelines who-can ACTION [RESOURCE] [options]

  ACTION                     such as s3:PutObject
  RESOURCE                   ARN of the resource, with * for any part (default: any resource)

Options:
${PREVIEW_OPTIONS_HELP}
  -h, --help

Example: aws-pipelines who-can secretsmanager:GetSecretValue --stack prod
`;

/** `aws-pipelines who-can` */
export const whoCanCommand: Command = {
  name: "who-can",
  summary: "says who may do an action, by which statement, and what leads to each role",
  help: HELP,
  run: async (args, surroundings) => {
    const { values, positionals } = parsePositionals("who-can", args, PREVIEW_OPTIONS);
    const { action, target } = readQuestion(positionals);
    return await answerFromPreview(values, surroundings, ({ resources, config, account }, form) => {
      const map = accessMapOf(resources, pipelinesOf(resources, config, account));
      return `${answer(whoCan(action, target, map), map.identities, action, form).join("\n")}\n`;
    });
  },
};

/**
 * Reads action and resource.
 *
 * @throws {PreviewError} for a pattern of several actions and for a resource that is no ARN
 */
export function readQuestion(words: readonly string[]): { readonly action: string; readonly target?: string } {
  const [action = "", target, ...rest] = words;
  if (!/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action)) {
    throw new PreviewError(`who-can takes one action, such as s3:PutObject${action === "" ? "" : `, not "${action}"`}`);
  }
  if (rest.length > 0) {
    throw new PreviewError(`who-can takes an action and one resource, but also received "${rest.join('", "')}"`);
  }
  if (target !== undefined && target !== "*" && !/^arn:[^:]*:[^:]*:[^:]*:[^:]*:.+/.test(target)) {
    throw new PreviewError(`who-can: "${target}" is no ARN. Write arn:partition:service:region:account:resource.`);
  }
  return { action, ...(target !== undefined && target !== "*" && { target }) };
}

function answer(
  found: readonly Access[],
  identities: readonly Identity[],
  action: string,
  { paint, width }: AnswerForm,
): string[] {
  const indented = (text: string) => wrapped(text.split(" "), width - 4, "").map((line) => `    ${line}`);
  const rights = found.flatMap(({ holder, through, resource, statement, conditions, reachedBy }) => [
    paint("heading", holder),
    ...indented(
      `${through ?? statement.path}${typeof statement.sid === "string" ? ` (${statement.sid})` : ""}: ${resource}${conditions.length > 0 ? `, if ${conditions.join(" and ")}` : ""}`,
    ),
    ...fewChains(reachedBy).flatMap((chain) => indented(`← ${chain}`).map((line) => paint("quiet", line))),
  ]);
  const limits = identities.flatMap(({ name, notKnown }) => notKnown.map((part) => `${name}: ${part}`));
  return [
    ...(rights.length > 0 ? rights : ["Nobody in this program."]),
    "",
    paint("quiet", "Not known here: policies of other programs and accounts, SCPs, RCPs and session policies."),
    ...(action.startsWith("kms:")
      ? [paint("quiet", "KMS also needs the key's own policy to allow its account or the principal.")]
      : []),
    ...limits.map((line) => paint("warning", `Not known: ${line}`)),
  ];
}
