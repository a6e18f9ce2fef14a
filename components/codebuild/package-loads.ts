import { type Buildspec, phaseNames } from "./buildspec";

/** Commands that load packages from a public registry, unless something points them elsewhere. */
const loaders =
  /(^|[\s;&|(])(npm (ci|i|install)|npx|yarn( install)?|pnpm (i|install)|pip3? install|uv (sync|pip)|bundle install|gem install|go (mod download|get|install)|cargo (build|fetch|install)|mvn|gradle|\.\/(mvnw|gradlew)|dotnet (restore|build)|composer install|apt(-get)? (install|update)|yum install|dnf install|docker (build|pull))(\s|$)/;

/** A login to CodeArtifact points npm, pip, Maven and others at a repository that an endpoint reaches. */
const ownRegistry = /aws codeartifact login|codeartifact get-authorization-token/;

/** Whether the commands of a buildspec load packages from the internet. */
export function loadsPackages({ phases }: Buildspec): boolean {
  const commands = phaseNames.flatMap((name) => phases[name]?.commands ?? []);
  return commands.some((command) => loaders.test(command)) && !commands.some((command) => ownRegistry.test(command));
}
