/** Where a repository is hosted and who owns it there, in lower case. */
export interface RepositoryOwner {
  readonly host: string;
  /** The first part of the repository's path: a user, an organization, a group. */
  readonly owner: string;
}

/** Host and owner in a repository's URL, or in the `git@host:owner/name` that Git takes as well. */
export function repositoryOwner(location: string): RepositoryOwner | undefined {
  const url = location.replace(/^[\w.-]+@([\w.-]+):(?!\/)/, "ssh://$1/");
  if (!URL.canParse(url)) {
    return undefined;
  }
  const { host, pathname } = new URL(url);
  return { host: host.toLowerCase(), owner: pathname.replace(/^\/+|(?<=[^/])\/.*$/g, "").toLowerCase() };
}
