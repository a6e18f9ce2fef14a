import { z } from "zod";
import { accountId, regionName } from "../aws/names";
import { partitions } from "../aws/scope";
import type { Buildspec } from "../codebuild/buildspec";
import { type NpmRegistry, npmRegistryUrl } from "../iam/npm-registry";
import { domainName, packageRepositoryName } from "../registries/package-registry-args";
import { allowedKeys, nonEmptyText } from "../schema/vocabulary";
import { checked, repositoryPath } from "./args";
import { shellQuote, strictly } from "./shell";

export interface NpmPublishArgs {
  /** The registry in CodeArtifact that dependencies come from and packages go to. */
  registry: NpmRegistry;
  /** The directories of the packages, relative to the root of the repository, in order. @default - the root */
  packages?: string[];
  /** What must succeed before anything is published. @default - `npm test` */
  commands?: string[];
  /**
   * How long the build is logged in, in minutes, 15 to 720: the timeout of its project. AWS ends the token then; nobody
   * can end it earlier.
   * @default 60
   */
  timeoutInMinutes?: number;
  /** The major version of Node.js. @default 22 */
  nodejs?: 20 | 22 | 24;
}

/** Judges the arguments, for whoever wants all problems before anything is made. */
export const npmPublishArgs = allowedKeys({
  registry: allowedKeys({
    account: accountId,
    region: regionName,
    partition: z.enum(partitions).optional(),
    domainName,
    repositoryName: packageRepositoryName,
  }),
  packages: z.array(repositoryPath).min(1).optional(),
  commands: z.array(nonEmptyText).optional(),
  timeoutInMinutes: z.int().min(15).max(720).optional(),
  nodejs: z.union([z.literal(20), z.literal(22), z.literal(24)]).optional(),
}) satisfies z.ZodType<NpmPublishArgs>;

/**
 * Publishes npm packages of the repository to CodeArtifact, once their tests succeed: each in the version that its
 * package.json states, unless that version is there already.
 *
 * The role needs `publishNpmPackages`. The token is in the environment of the build and nowhere else; npm's settings
 * for it are a temporary file that is deleted when the build ends.
 *
 * @throws Error naming every argument that is wrong.
 */
export function npmPublish(args: NpmPublishArgs): Buildspec {
  const {
    registry,
    packages = ["."],
    commands = ["npm test"],
    timeoutInMinutes = 60,
    nodejs = 22,
  } = checked("npmPublish", npmPublishArgs, args);
  return {
    version: 0.2,
    env: { shell: "bash" },
    phases: {
      install: { "on-failure": "ABORT", "runtime-versions": { nodejs } },
      build: {
        "on-failure": "ABORT",
        commands: [
          // On its own, since a command that fails hands no variables on, and the clean-up needs this one.
          strictly('NPM_CONFIG_USERCONFIG="$(mktemp)"', "export NPM_CONFIG_USERCONFIG"),
          logIn(registry, timeoutInMinutes),
          "npm ci --no-audit --no-fund",
          ...commands,
          ...packages.map(publishOnce),
        ],
        finally: ['rm -f "$NPM_CONFIG_USERCONFIG"', "unset CODEARTIFACT_AUTH_TOKEN"],
      },
    },
  };
}

function logIn(registry: NpmRegistry, minutes: number): string {
  const { account, region, domainName: domain } = registry;
  const url = npmRegistryUrl(registry);
  const token = `aws codeartifact get-authorization-token --domain ${domain} --domain-owner ${account} --region ${region} --duration-seconds ${minutes * 60} --query authorizationToken --output text`;
  return strictly(
    `CODEARTIFACT_AUTH_TOKEN="$(${token})"`,
    "export CODEARTIFACT_AUTH_TOKEN",
    // npm itself puts the variable in, so that the token is in no file.
    `printf '%s\\n' 'registry=${url}' '${url.replace("https:", "")}:_authToken=\${CODEARTIFACT_AUTH_TOKEN}' > "$NPM_CONFIG_USERCONFIG"`,
  );
}

/** A pipeline runs for every push, and most pushes raise no version. */
function publishOnce(directory: string): string {
  const path = directory === "." ? "." : shellQuote(`./${directory}`);
  return strictly(
    `package="$(cd ${path} && node -p "const { name, version } = require('./package.json'); name + '@' + version")"`,
    'if found="$(npm view "$package" version --loglevel=error 2>&1)"; then',
    "  :",
    'elif [[ "$found" == *E404* ]]; then',
    '  found=""',
    "else",
    '  echo "$found" >&2',
    "  exit 1",
    "fi",
    'if [ -n "$found" ]; then',
    '  echo "$package is there already: nothing to publish"',
    "else",
    `  npm publish ${path}`,
    "fi",
  );
}
