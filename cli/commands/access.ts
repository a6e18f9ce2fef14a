import { accessMapOf, type IdentityAccess, identityAccess } from "../insight/access";
import { pipelinesOf } from "../insight/pipelines";
import { PreviewError } from "../preview/base/error";
import { accessOverview, accessReport } from "../report/access";
import { type Command, parsePositionals } from "./command";
import { answerFromPreview, PREVIEW_OPTIONS, PREVIEW_OPTIONS_HELP } from "./previewing";

const HELP = `Shows the roles, users and groups of a program: who acts as each one, and what it may do.

Usage: aws-pipelines access [NAME] [options]

  NAME                       one role, user or group in full, by its name or a part of it (default: some lines for each)

Options:
${PREVIEW_OPTIONS_HELP}
  -h, --help

Example: aws-pipelines access shop-prod-deploy --stack prod
`;

/** `aws-pipelines access` */
export const accessCommand: Command = {
  name: "access",
  summary: "shows who acts as each role, and what the role may do",
  help: HELP,
  run: async (args, surroundings) => {
    const { values, positionals } = parsePositionals("access", args, PREVIEW_OPTIONS);
    if (positionals.length > 1) {
      throw new PreviewError(`access takes one name, but also received "${positionals.slice(1).join('", "')}"`);
    }
    return await answerFromPreview(values, surroundings, ({ resources, config, account }, { paint, width }) => {
      const map = accessMapOf(resources, pipelinesOf(resources, config, account));
      const all = map.identities.map((identity) => identityAccess(identity, map));
      const [name] = positionals;
      const lines =
        name === undefined ? accessOverview(all, paint, width) : accessReport(chosen(all, name), paint, width);
      return `${[...lines, "", ...LIMITS.map((line) => paint("quiet", line))].join("\n")}\n`;
    });
  },
};

const LIMITS = [
  "Not known here: policies of other programs and accounts, SCPs, RCPs and session policies.",
  "Conditions are shown as they are. A request decides them.",
];

function chosen(all: readonly IdentityAccess[], name: string): readonly IdentityAccess[] {
  const exact = all.filter(({ identity }) => identity.name === name || identity.urn?.endsWith(`::${name}`));
  const found = exact.length > 0 ? exact : all.filter(({ identity }) => identity.name.includes(name));
  if (found.length === 0) {
    const known = all.map(({ identity }) => identity.name).join(", ");
    throw new PreviewError(
      `access: the program has no role, user or group "${name}"${known === "" ? "" : `. Use one of ${known}.`}`,
    );
  }
  return found;
}
