/** Where a repository is hosted and who owns it there, in lower case. */
export interface RepositoryOwner {
  readonly host: string;
  /** The first part of the repository's path: a user, an organization, a group. */
  readonly owner: string;
}

/** Host and owner in a repository's URL, or in the `git@host:owner/name` that Git takes as well. */
export function repositoryOwner(location: string): RepositoryOwner | undefined {
  const url = /^[\w.-]+@([\w.-]+):(?!\/)(.+)$/.exec(location);
  if (url !== null) {
    return { host: (url[1] ?? "").toLowerCase(), owner: firstPart(url[2] ?? "") };
  }
  if (!URL.canParse(location)) {
    return undefined;
  }
  const { host, pathname } = new URL(location);
  return { host: host.toLowerCase(), owner: firstPart(pathname) };
}

function firstPart(path: string): string {
  return path.replace(/^\/+/, "").replace(/\/.*$/, "").toLowerCase();
}
