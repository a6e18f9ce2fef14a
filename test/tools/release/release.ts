import { docsFolder } from "../docs-package";
import { recordIdentity, released } from "./identity";
import { packageFolders, packageIn, releaseProblems, treeProblems } from "./problems";
import { ReleaseError, run, show } from "./run";

/**
 * Publishes the packages as they are committed, tags the commit, and records the resources of the release.
 *
 * @throws {ReleaseError} with all reasons against the release; nothing is published then
 */
export function release(root: string): void {
  refuse(releaseProblems(root));
  show(root, "npm", "test");
  refuse(treeProblems(root));
  const { version } = packageIn(root, ".");
  for (const folder of [...packageFolders, docsFolder]) {
    show(root, "npm", "publish", `./${folder}`);
  }
  show(root, "git", "tag", `v${version}`);
  recordIdentity(root, version);
  if (run(root, "git", "status", "--porcelain", released).output !== "") {
    show(root, "git", "add", released);
    show(root, "git", "commit", "--quiet", "--message", `chore: record what ${version} is made of`, "--", released);
  }
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new ReleaseError(problems);
  }
}
