/** The host and the owner of a repository, in lower case. */
export interface RepositoryOwner {
  readonly host: string;
  /** The first part of the repository's path: a user, an organization, a group. */
  readonly owner: string;
}

/** Returns host and owner of a repository from its URL, or from Git's `git@host:owner/name`. */
export function repositoryOwner(location: string): RepositoryOwner | undefined {
  const url = location.replace(/^[\w.-]+@([\w.-]+):(?!\/)/, "ssh://$1/");
  if (!URL.canParse(url)) {
    return undefined;
  }
  const { host, pathname } = new URL(url);
  return { host: host.toLowerCase(), owner: pathname.replace(/^\/+|(?<=[^/])\/.*$/g, "").toLowerCase() };
}
