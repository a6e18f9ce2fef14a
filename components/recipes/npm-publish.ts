import { z } from "zod";
import { accountId, regionName } from "../aws/names";
import { partitions } from "../aws/scope";
import type { Buildspec } from "../codebuild/buildspec";
import { type NpmRegistry, npmRegistryUrl } from "../iam/npm-registry";
import { domainName, packageRepositoryName } from "../registries/package-registry-args";
import { allowedKeys, nonEmptyText } from "../schema/vocabulary";
import { checkArgs, repositoryPath } from "./args";
import { shellQuote, strictCommand } from "./shell";

/** Arguments of {@link npmPublish}. */
export interface NpmPublishArgs {
  /** The CodeArtifact registry: it supplies dependencies and receives the packages. */
  registry: NpmRegistry;
  /** The directories of the packages in order, relative to the root of the repository. @default - the root */
  packages?: string[];
  /** Commands that must succeed before the build publishes. @default - `npm test` */
  commands?: string[];
  /**
   * Lifetime of the registry token in minutes, 15 to 720. Give the timeout of the project: AWS cannot revoke the token
   * earlier.
   * @default 60
   */
  timeoutInMinutes?: number;
  /** The major version of Node.js. @default 22 */
  nodejs?: 20 | 22 | 24;
}

/** Schema of the arguments. */
export const npmPublishArgs = allowedKeys({
  /** The CodeArtifact registry: it supplies dependencies and receives the packages. */
  registry: allowedKeys({
    /** The account that owns the domain, 12 digits. */
    account: accountId,
    /** The region of the domain. */
    region: regionName,
    /**
     * The partition of the domain.
     * @default - the partition of the region
     */
    partition: z.enum(partitions).optional(),
    /** The name of the domain. */
    domainName,
    /** The name of the repository in the domain. */
    repositoryName: packageRepositoryName,
  }),
  /**
   * The directories of the packages in order, relative to the root of the repository.
   * @default - the root
   */
  packages: z.array(repositoryPath).min(1).optional(),
  /**
   * Commands that must succeed before the build publishes.
   * @default - `npm test`
   */
  commands: z.array(nonEmptyText).optional(),
  /**
   * Lifetime of the registry token in minutes, 15 to 720. Give the timeout of the project.
   * @default 60
   */
  timeoutInMinutes: z.int().min(15).max(720).optional(),
  /**
   * The major version of Node.js: 20, 22 or 24.
   * @default 22
   */
  nodejs: z.literal([20, 22, 24]).optional(),
}) satisfies z.ZodType<NpmPublishArgs>;

/**
 * Publishes npm packages of the repository to CodeArtifact after their tests succeed, each in the version of its
 * package.json unless the registry has that version.
 *
 * The role needs the statements of `publishNpmPackages`. The token is only in the environment of the build; a temporary
 * file with npm's settings names the variable, and the build deletes the file.
 *
 * @throws Error that names every invalid argument.
 */
export function npmPublish(args: NpmPublishArgs): Buildspec {
  const {
    registry,
    packages = ["."],
    commands = ["npm test"],
    timeoutInMinutes = 60,
    nodejs = 22,
  } = checkArgs("npmPublish", npmPublishArgs, args);
  return {
    version: 0.2,
    env: { shell: "bash" },
    phases: {
      install: { "on-failure": "ABORT", "runtime-versions": { nodejs } },
      build: {
        "on-failure": "ABORT",
        commands: [
          // A command of its own: a command that fails exports nothing, and the clean-up needs this variable.
          strictCommand('NPM_CONFIG_USERCONFIG="$(mktemp)"', "export NPM_CONFIG_USERCONFIG"),
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
  return strictCommand(
    `CODEARTIFACT_AUTH_TOKEN="$(${token})"`,
    "export CODEARTIFACT_AUTH_TOKEN",
    // npm expands the variable, so no file holds the token.
    `printf '%s\\n' 'registry=${url}' '${url.replace("https:", "")}:_authToken=\${CODEARTIFACT_AUTH_TOKEN}' > "$NPM_CONFIG_USERCONFIG"`,
  );
}

/** A pipeline runs for every push, and most pushes do not raise the version. */
function publishOnce(directory: string): string {
  const path = directory === "." ? "." : shellQuote(`./${directory}`);
  return strictCommand(
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
    '  echo "$package exists: nothing to publish"',
    "else",
    `  npm publish ${path}`,
    "fi",
  );
}
